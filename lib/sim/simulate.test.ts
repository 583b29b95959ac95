import { describe, expect, it } from 'vitest';

import type { ScenarioInput } from '@/lib/scenario/schema';

import { checkLaws } from './laws';
import { oneNode, scenarioOf, type TimelineInput } from './scenarios.contract';
import { simulate, Simulation } from './simulate';

/** One request at a time: the rate drops to 0 as soon as the first has come. */
function single(rest: Partial<ScenarioInput>, slots = 1): Simulation {
  const firstMs = new Simulation(scenarioOf(oneNode({ ratePerS: 100 }))).nextEventMs();
  const stop = { id: 'stop', kind: 'traffic' as const, atMs: firstMs + 1e-6, class: 'w', ratePerS: 0 };
  return new Simulation(
    scenarioOf(
      oneNode({ slots, ratePerS: 100, durationMs: 60_000, rest: { ...rest, timeline: [...(rest.timeline ?? []), stop] } }),
    ),
  );
}
const all = (simulation: Simulation): ReturnType<Simulation['report']> => {
  simulation.runUntil(Infinity);
  const report = simulation.report();
  checkLaws(report);
  return report;
};
const fault = (
  atMs: number,
  untilMs: number | null,
  of: Extract<TimelineInput, { kind: 'fault' }>['fault'],
  id = `f${atMs}`,
): TimelineInput => ({
  id,
  kind: 'fault',
  atMs,
  untilMs,
  target: { kind: 'node', id: 'a-01' },
  fault: of,
});
const FAR: Partial<ScenarioInput> = { network: { localMs: 30 } };

describe('one request', () => {
  it('takes half the round trip, its work, and half the round trip', () => {
    const report = all(single(FAR));
    expect(report.requests).toEqual({ arrived: 1, finished: 1, refused: 0, failed: 0, timedOut: 0, inside: 0 });
    expect(report.latency.maxMs).toBeCloseTo(130, 9);
    expect(report.nodes[0]!.utilisation).toBeCloseTo(100 / 60_000, 9);
  });

  it('is drawn out by a slow-down for as long as that holds, work in service included', () => {
    const startMs = single(FAR).nextEventMs();
    // Reaches the node at +15, has 45 ms of its 100 ms of work done at +60, then 40 ms at half speed, then the rest.
    const report = all(single({ ...FAR, timeline: [fault(startMs + 60, startMs + 100, { kind: 'slow-down', factor: 2 })] }));
    expect(report.latency.maxMs).toBeCloseTo(130 + 20, 6);
  });

  it('meets overlapping slow-downs as their product', () => {
    const startMs = single(FAR).nextEventMs();
    const report = all(
      single({
        ...FAR,
        timeline: [
          fault(startMs + 25, startMs + 65, { kind: 'slow-down', factor: 2 }, 'x'),
          fault(startMs + 45, startMs + 85, { kind: 'slow-down', factor: 4 }, 'y'),
        ],
      }),
    );
    // Work done: 10 (15..25), 10 (25..45), 2.5 (45..65), 5 (65..85); 72.5 left from +85.
    expect(report.latency.maxMs).toBeCloseTo(85 + 72.5 + 15, 6);
  });

  it('pays added latency in full on its way out, if the fault holds when it leaves', () => {
    const startMs = single(FAR).nextEventMs();
    expect(
      all(single({ ...FAR, timeline: [fault(0, startMs + 5, { kind: 'added-latency', ms: 70 })] })).latency.maxMs,
    ).toBeCloseTo(200, 9);
    expect(
      all(single({ ...FAR, timeline: [fault(startMs + 5, null, { kind: 'added-latency', ms: 70 })] })).latency.maxMs,
    ).toBeCloseTo(130, 9);
  });

  it('fails with a crash at once, and its client hears half a round trip later', () => {
    const startMs = single(FAR).nextEventMs();
    const simulation = single({ ...FAR, timeline: [fault(startMs + 60, null, { kind: 'crash' })] });
    simulation.runUntil(startMs + 60);
    expect(simulation.nodesNow()[0]).toMatchObject({ busy: 0, inFlight: 1, down: true, faults: [`f${startMs + 60}`] });
    simulation.runUntil(startMs + 74.9);
    expect(simulation.requestsNow().inside).toBe(1);
    simulation.runUntil(startMs + 75.1);
    expect(simulation.requestsNow().failed).toBe(1);
    expect(all(simulation).attempts.byOutcome.unreachable).toBe(1);
  });

  it('is tried again after back-offs that grow with the tries, and succeeds once the node is back', () => {
    const startMs = single(FAR).nextEventMs();
    const rest: Partial<ScenarioInput> = {
      ...FAR,
      client: { timeoutMs: 5_000, retries: 3, backoff: { kind: 'linear', ms: 100 } },
    };
    // Unreachable at +30, again at +130 + 30, waits 200: leaves at +360, by when the node is up.
    const report = all(single({ ...rest, timeline: [fault(0, startMs + 200, { kind: 'crash' })] }));
    expect(report.latency.maxMs).toBeCloseTo(360 + 130, 6);
    expect(report.attempts).toMatchObject({ started: 3, byOutcome: { ok: 1, unreachable: 2 } });
    expect(report.retryAmplification).toBe(3);
  });

  it('fails fast under an error fault, which takes no slot and which probes see', () => {
    const rest: Partial<ScenarioInput> = { ...FAR, health: { probes: { intervalMs: 1_000, timeoutMs: 500 } } };
    const report = all(single({ ...rest, timeline: [fault(0, null, { kind: 'error-rate', fraction: 1, afterMs: 7 })] }));
    expect(report.attempts.byOutcome.error).toBe(1);
    expect(report.requests.failed).toBe(1);
    expect(report.nodes[0]!.utilisation).toBe(0);
    expect(report.healthTransitions.at(-1)!.to).toBe('unhealthy');
    const grey = all(single({ ...rest, timeline: [fault(0, null, { kind: 'grey', fraction: 1, afterMs: 7 })] }));
    expect(grey.attempts.byOutcome.error).toBe(1);
    expect(grey.healthTransitions.at(-1)!.to).not.toBe('unhealthy');
  });

  it('ends as the fault says, and counts as failed whatever that is', () => {
    const ended = (as: 'rate-limited' | 'client-error') =>
      all(single({ ...FAR, timeline: [fault(0, null, { kind: 'error-rate', fraction: 1, afterMs: 7, as })] }));
    const [limited, wrong] = [ended('rate-limited'), ended('client-error')];
    expect([limited.attempts.byOutcome['rate-limited'], limited.requests.failed, limited.nodes[0]!.failed]).toEqual([1, 1, 1]);
    expect([wrong.attempts.byOutcome['client-error'], wrong.requests.failed, wrong.nodes[0]!.failed]).toEqual([1, 1, 1]);
    const sum = (column: readonly number[]): number => column.reduce((a, b) => a + b, 0);
    expect([sum(limited.series.rejected), sum(wrong.series.errors)]).toEqual([1, 1]);
    expect(wrong.healthTransitions.filter(({ to }) => to === 'degraded').length).toBe(0);
  });

  it('waits out refusals as used tries, and ends refused when none is left', () => {
    const startMs = single(FAR).nextEventMs();
    const dead: Partial<ScenarioInput> = {
      ...FAR,
      health: { failureThreshold: 1, probes: { intervalMs: 10, timeoutMs: 500 } },
      client: { timeoutMs: 5_000, retries: 2, backoff: { kind: 'fixed', ms: 500 } },
    };
    const never = all(single({ ...dead, timeline: [fault(0, null, { kind: 'crash' })] }));
    if (startMs > 60) expect(never.requests.refused).toBe(1);
    expect(never.requests.finished).toBe(0);
    const back = all(single({ ...dead, timeline: [fault(0, startMs + 700, { kind: 'crash' })] }));
    expect(back.requests.finished).toBe(1);
  });
});

describe('a time-out', () => {
  const rest = (cancel: 'never' | 'queued' | 'always', more: Partial<ScenarioInput> = {}): Partial<ScenarioInput> => ({
    client: { timeoutMs: 60, retries: 0, cancel },
    ...more,
  });

  it('ends the attempt for the client and the router at once; the slot stays busy unless work is cancelled', () => {
    for (const [cancel, busy] of [
      ['never', 1],
      ['queued', 1],
      ['always', 0],
    ] as const) {
      const simulation = single(rest(cancel));
      const startMs = simulation.nextEventMs();
      simulation.runUntil(startMs + 60);
      expect(simulation.nodesNow()[0]).toMatchObject({ busy, inFlight: 0 });
      expect(simulation.requestsNow().timedOut).toBe(1);
      simulation.runUntil(startMs + 101);
      expect(simulation.nodesNow()[0]!.busy).toBe(0);
      expect(all(simulation).attempts.byOutcome).toMatchObject({ ok: 0, 'timed-out': 1 });
    }
  });

  it('keeps or gives up the place in the queue', () => {
    // Ten at once for one slot of 100 ms: all but the first wait, all time out.
    const burst = (cancel: 'never' | 'queued' | 'always'): Simulation => {
      const input = oneNode({ ratePerS: 100_000, durationMs: 2_000, rest: rest(cancel) });
      return new Simulation(
        scenarioOf({ ...input, timeline: [{ id: 'stop', kind: 'traffic', atMs: 0.1, class: 'w', ratePerS: 0 }] }),
      );
    };
    const after = (cancel: 'never' | 'queued' | 'always'): { busy: number; queued: number; arrived: number } => {
      const simulation = burst(cancel);
      simulation.runUntil(70);
      const { busy, queued } = simulation.nodesNow()[0]!;
      const { arrived } = simulation;
      all(simulation);
      return { busy, queued, arrived };
    };
    const { arrived } = after('never');
    expect(arrived).toBeGreaterThan(3);
    expect(after('never')).toEqual({ busy: 1, queued: arrived - 1, arrived });
    expect(after('queued')).toEqual({ busy: 1, queued: 0, arrived });
    expect(after('always')).toEqual({ busy: 0, queued: 0, arrived });
  });

  it('at the very instant of the answer comes second', () => {
    const report = all(single({ client: { timeoutMs: 100, retries: 0 } }));
    expect(report.requests.finished + report.requests.timedOut).toBe(1);
    expect(report.requests.finished).toBe(1);
  });
});

describe('retries', () => {
  it('leave out the nodes already tried, and only those of their own request', () => {
    const input = oneNode({
      slots: 8,
      ratePerS: 30,
      durationMs: 20_000,
      rest: { client: { timeoutMs: 5_000, retries: 1, backoff: { kind: 'none' } } },
    });
    const report = simulate(
      scenarioOf({
        ...input,
        groups: [{ ...input.groups[0]!, count: 2 }],
        router: { policies: [], strategy: { id: 'weighted-random' } },
        health: { probes: null, failureThreshold: 1_000 },
        breaker: { failureThreshold: 1_000 },
        timeline: [fault(0, null, { kind: 'crash' })],
      }),
    );
    checkLaws(report);
    const { arrived, finished, inside } = report.requests;
    expect(finished + inside).toBe(arrived);
    // Half of the first attempts, within five standard deviations, meet the dead node; every second attempt the other.
    expect(Math.abs(report.attempts.byOutcome.unreachable - arrived / 2)).toBeLessThan(2.5 * Math.sqrt(arrived));
  });
});

describe('a full queue', () => {
  it('rejects over half the round trip', () => {
    const input = oneNode({ ratePerS: 100_000, queueLimit: 2, durationMs: 5_000, rest: FAR });
    const simulation = new Simulation(
      scenarioOf({ ...input, timeline: [{ id: 'stop', kind: 'traffic', atMs: 0.1, class: 'w', ratePerS: 0 }] }),
    );
    const report = all(simulation);
    expect(report.requests.finished).toBe(3);
    expect(report.attempts.byOutcome.rejected).toBe(report.requests.arrived - 3);
    expect(report.latency.maxMs).toBeGreaterThan(329);
  });
});

describe('flapping', () => {
  it('starts down, goes up, and ends up', () => {
    const simulation = single({ timeline: [fault(1_000, 1_700, { kind: 'flapping', downMs: 200, upMs: 100 })] });
    const down = [900, 1_050, 1_250, 1_350, 1_550, 1_650, 1_750, 2_000].map((atMs) => {
      simulation.runUntil(atMs);
      return simulation.nodesNow()[0]!.down;
    });
    expect(down).toEqual([false, true, false, true, false, true, false, false]);
    all(simulation);
  });
});

describe('timers', () => {
  it('are what is left when nobody is inside and nobody comes', () => {
    const simulation = single({ timeline: [fault(9_000, 12_000, { kind: 'crash' })] });
    expect(simulation.onlyTimerUntilMs()).toBeNull();
    simulation.runUntil(2_000);
    expect(simulation.onlyTimerUntilMs()).toBe(9_000);
    simulation.runUntil(9_000);
    expect(simulation.onlyTimerUntilMs()).toBe(12_000);
    simulation.runUntil(12_000);
    expect(simulation.onlyTimerUntilMs()).toBe(60_000);
    simulation.runUntil(Infinity);
    expect(simulation.onlyTimerUntilMs()).toBeNull();
    expect(simulation.nextEventMs()).toBe(Infinity);
    expect(simulation.step()).toBe(false);
  });
});

describe('live changes', () => {
  it('are stamped at the next whole millisecond, named, and can be cleared once', () => {
    const simulation = new Simulation(scenarioOf(oneNode({ ratePerS: 20 })));
    simulation.runUntil(1_234.5);
    const crash = { kind: 'fault', forMs: null, target: { kind: 'group', id: 'a' }, fault: { kind: 'crash' } } as const;
    expect(simulation.apply(crash)).toMatchObject({ ok: true, value: { id: 'live-1', atMs: 1_235, untilMs: null } });
    simulation.runUntil(1_300);
    expect(simulation.nodesNow()[0]).toMatchObject({ down: true, faults: ['live-1'] });
    expect(simulation.apply({ kind: 'clear-fault', entry: 'live-1' })).toMatchObject({
      ok: true,
      value: { atMs: 1_235, untilMs: 1_301 },
    });
    expect(simulation.apply({ kind: 'clear-fault', entry: 'live-1' }).ok).toBe(false);
    simulation.runUntil(1_301);
    expect(simulation.nodesNow()[0]!.down).toBe(false);
    expect(simulation.apply({ kind: 'clear-fault', entry: 'nobody' }).ok).toBe(false);
    expect(simulation.apply({ kind: 'traffic', class: 'w', ratePerS: -1 }).ok).toBe(false);
    all(simulation);
    expect(simulation.apply(crash).ok).toBe(false);
  });
});

describe('warm-up', () => {
  it('leaves early requests out of the totals and of nothing else', () => {
    const cold = simulate(scenarioOf(oneNode({ ratePerS: 30, slots: 8 })));
    const warm = simulate(scenarioOf({ ...oneNode({ ratePerS: 30, slots: 8 }), warmUpMs: 5_000 }));
    checkLaws(warm);
    expect(warm.digest).toBe(cold.digest);
    expect(warm.series).toEqual(cold.series);
    const early = cold.series.offered.slice(0, 20).reduce((a, b) => a + b, 0);
    expect(warm.requests.arrived).toBe(cold.requests.arrived - early);
  });
});
