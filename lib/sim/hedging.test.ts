import { describe, expect, it } from 'vitest';

import { exp } from '@/lib/base/math';
import type { ScenarioInput } from '@/lib/scenario/schema';

import { checkLaws } from './laws';
import type { Report } from './report';
import { oneNode, scenarioOf, type TimelineInput } from './scenarios.contract';
import { simulate, Simulation } from './simulate';

type Client = NonNullable<ScenarioInput['client']>;
type Hedge = NonNullable<Client['hedge']>;

const after = (ms: number, more: Omit<Hedge, 'after'> = {}): Hedge => ({ after: { kind: 'fixed', ms }, ...more });

function on(node: number, fault: Extract<TimelineInput, { kind: 'fault' }>['fault']): TimelineInput {
  return { id: `f${node}`, kind: 'fault', atMs: 0, target: { kind: 'node', id: `a-0${node}` }, fault };
}

/** One request of 100 ms of work, that goes to the first of so many nodes first. */
function single(nodes: number, client: Client, timeline: readonly TimelineInput[] = []): Report {
  const base = oneNode({ ratePerS: 10, durationMs: 10_000 });
  const fleet: ScenarioInput = {
    ...base,
    groups: [{ ...base.groups[0]!, count: nodes }],
    router: { policies: [], strategy: { id: 'round-robin' } },
    client: { timeoutMs: 3_600_000, retries: 0, ...client },
  };
  const firstMs = new Simulation(scenarioOf(fleet)).nextEventMs();
  const stop: TimelineInput = { id: 'stop', kind: 'traffic', atMs: firstMs + 1e-6, class: 'w', ratePerS: 0 };
  const report = simulate(scenarioOf({ ...fleet, timeline: [...timeline, stop] }));
  checkLaws(report);
  expect(report.requests.arrived).toBe(1);
  return report;
}
const busyMs = (report: Report, node: number): number => report.nodes[node - 1]!.utilisation * 10_000;

describe('a copy', () => {
  it('that is answered first counts, and the first attempt leaves its slot at once', () => {
    const report = single(3, { hedge: after(150) }, [on(1, { kind: 'slow-down', factor: 10 })]);
    expect(report.latency.maxMs).toBeCloseTo(250, 6);
    expect(report).toMatchObject({ hedged: 1, hedges: 1, hedgesWon: 1, hedgesWasted: 0 });
    expect(report.attempts).toMatchObject({ started: 2, byOutcome: { ok: 1, cancelled: 1 } });
    expect(busyMs(report, 1)).toBeCloseTo(250, 6);
    expect(report.nodes[0]).toMatchObject({ attempts: 1, ok: 0, failed: 0, timedOut: 0 });
  });

  it('keeps a loser going that is not cancelled, for nobody', () => {
    const report = single(3, { hedge: after(150, { cancelLoser: false }) }, [on(1, { kind: 'slow-down', factor: 10 })]);
    expect(report.latency.maxMs).toBeCloseTo(250, 6);
    expect(report).toMatchObject({ hedges: 1, hedgesWon: 1, hedgesWasted: 1 });
    expect(report.attempts.byOutcome).toMatchObject({ ok: 1, cancelled: 1 });
    expect(busyMs(report, 1)).toBeCloseTo(1_000, 6);
  });

  it('that loses leaves its queue or its slot', () => {
    const report = single(3, { hedge: after(60) });
    expect(report.latency.maxMs).toBeCloseTo(100, 6);
    expect(report).toMatchObject({ hedges: 1, hedgesWon: 0 });
    expect(busyMs(report, 2)).toBeCloseTo(40, 6);
  });

  it('is followed by the next after the same time, up to the most there may be, each on another node', () => {
    const slow = [1, 2, 3, 4].map((node) => on(node, { kind: 'slow-down', factor: 100 }));
    const report = single(4, { hedge: after(150, { most: 2 }) }, slow);
    expect(report).toMatchObject({ hedged: 1, hedges: 2 });
    expect(report.nodes.map((node) => node.attempts)).toEqual([1, 1, 1, 0]);
    expect(single(2, { hedge: after(150, { most: 3 }) }, slow.slice(0, 2))).toMatchObject({ hedges: 1 });
  });

  it('that fails does not fail the request while another is out, nor does the first attempt', () => {
    const fails = { kind: 'error-rate', fraction: 1, afterMs: 10 } as const;
    const failing = single(3, { hedge: after(50) }, [on(2, fails)]);
    expect(failing.requests.finished).toBe(1);
    expect(failing.attempts.byOutcome).toMatchObject({ ok: 1, error: 1 });
    const slowly = single(3, { hedge: after(50) }, [on(1, { ...fails, afterMs: 70 })]);
    expect(slowly.requests.finished).toBe(1);
    expect(slowly.latency.maxMs).toBeCloseTo(150, 6);
  });

  it('is no retry: when all fail, the retries are still to come, after the pause of a first one', () => {
    const fails = { kind: 'error-rate', fraction: 1, afterMs: 70 } as const;
    const client: Client = { retries: 1, backoff: { kind: 'linear', ms: 30 }, hedge: after(50) };
    const report = single(3, client, [on(1, fails), on(2, fails)]);
    // Copy at +50, failed at +70 and +120, retry at +150.
    expect(report.latency.maxMs).toBeCloseTo(250, 6);
    expect(report.attempts).toMatchObject({ started: 3, byOutcome: { ok: 1, error: 2 } });
    expect(single(3, { ...client, retries: 0 }, [on(1, fails), on(2, fails)]).requests.failed).toBe(1);
  });

  it('needs a node that was not tried, and room in the budget', () => {
    expect(single(1, { hedge: after(10) })).toMatchObject({ hedges: 0, hedgesDenied: 0 });
    const budget = { fraction: 0, minPerS: 0 };
    expect(single(3, { hedge: after(10), budget })).toMatchObject({ hedges: 0, hedged: 0, hedgesDenied: 1 });
  });

  it('is no longer waited for than any attempt', () => {
    const slow = [1, 2].map((node) => on(node, { kind: 'slow-down', factor: 100 }));
    const report = single(2, { timeoutMs: 500, hedge: after(150) }, slow);
    expect(report.attempts.byOutcome['timed-out']).toBe(2);
    expect(report.requests.timedOut).toBe(1);
  });
});

/** Exponential work of mean 100 ms on nodes where nobody waits. */
function unlimited(hedge: Hedge, requests: number): Report {
  const base = oneNode({
    ratePerS: 1_000,
    durationMs: requests,
    slots: 1_000,
    service: { kind: 'exponential', meanMs: 100 },
  });
  const report = simulate(
    scenarioOf({
      ...base,
      groups: [{ ...base.groups[0]!, count: 2 }],
      router: { policies: [], strategy: { id: 'random' } },
      client: { timeoutMs: 3_600_000, retries: 0, hedge },
    }),
  );
  checkLaws(report);
  return report;
}

describe('copies of exponential work without queues', () => {
  // Mean (1 - e^-d) + e^-d / 2, extra copies e^-d, and for t > d: P(T > t) = e^-(2t - d). Six standard deviations at 30,000 requests.
  it.each([
    [1, true],
    [3, false],
  ])('after %f mean service times take as long as theory says', (d, cancelLoser) => {
    const report = unlimited(after(100 * d, { cancelLoser }), 30_000);
    const rest = exp(-d);
    expect(Math.abs(report.latency.meanMs! / 100 - (1 - rest + rest / 2))).toBeLessThan(0.035);
    expect(Math.abs(report.hedges / report.requests.arrived - rest)).toBeLessThan(0.017);
    expect(Math.abs(report.latency.p999Ms! / 100 - (d + 6.907755) / 2)).toBeLessThan(0.55);
    // Who is first of two that have the same work left is a coin's toss.
    expect(Math.abs(report.hedgesWon / report.hedges - 0.5)).toBeLessThan(0.08);
  });

  it('after a quantile are as many as lie beyond it, once there are samples', () => {
    const hedge: Hedge = { after: { kind: 'quantile', fraction: 0.8, minimumSamples: 200 } };
    const report = unlimited(hedge, 30_000);
    expect(Math.abs(report.hedges / report.requests.arrived - 0.2)).toBeLessThan(0.02);
    expect(unlimited({ after: { kind: 'quantile', fraction: 0.8, minimumSamples: 1_000_000 } }, 500).hedges).toBe(0);
  });
});
