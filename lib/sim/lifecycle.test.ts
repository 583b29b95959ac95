import { describe, expect, it } from 'vitest';

import type { ScenarioInput } from '@/lib/scenario/schema';

import { checkLaws } from './laws';
import { oneNode, scenarioOf } from './scenarios.contract';
import { Simulation } from './simulate';

const target = { kind: 'node', id: 'a-01' } as const;
const group = { kind: 'group', id: 'a' } as const;

/** Two nodes of one slot, requests of 100 ms, no round trip. */
function two(timeline: ScenarioInput['timeline'], changes: Partial<ScenarioInput> = {}): Simulation {
  const input = oneNode({ ratePerS: 12, durationMs: 20_000 });
  return new Simulation(
    scenarioOf({
      ...input,
      groups: [{ ...input.groups[0]!, count: 2 }],
      router: { policies: [], strategy: { id: 'round-robin' } },
      timeline,
      ...changes,
    }),
  );
}

/** The first node's status at each of the times. */
function statuses(simulation: Simulation, times: readonly number[]): string[] {
  return times.map((atMs) => {
    simulation.runUntil(atMs);
    return simulation.nodesNow()[0]!.status;
  });
}

describe('a drained node', () => {
  it('takes no new requests, finishes what it has, and is gone then', () => {
    const simulation = two([{ id: 'd', kind: 'drain', atMs: 5_000, target }], {
      workload: [{ ...oneNode({}).workload[0]!, arrivals: { kind: 'poisson', ratePerS: 60 } }],
      client: { timeoutMs: 3_600_000, retries: 0 },
    });
    simulation.runUntil(4_999);
    const before = simulation.nodesNow()[0]!;
    expect(before.queued).toBeGreaterThan(10);
    simulation.runUntil(5_000);
    const last = simulation.lastDecisionFor('a-01')!.index;
    const left = simulation.nodesNow()[0]!.inFlight;
    while (simulation.nodesNow()[0]!.inFlight > 0) {
      expect(simulation.nodesNow()[0]!.status).toBe('draining');
      simulation.step();
    }
    expect(simulation.nodesNow()[0]).toMatchObject({ status: 'removed', busy: 0, queued: 0 });
    expect(simulation.nowMs).toBeGreaterThan(5_000 + 100 * (left - 1));
    expect(simulation.nowMs).toBeLessThanOrEqual(5_000 + 100 * left);
    simulation.runUntil(Infinity);
    expect(simulation.lastDecisionFor('a-01')!.index).toBe(last);
    const report = simulation.report();
    checkLaws(report);
    expect(report.requests.failed + report.requests.refused + report.requests.timedOut).toBe(0);
  });

  it('that has nothing under way is gone at once, and the last of a fleet leaves nobody', () => {
    const simulation = two([{ id: 'd', kind: 'drain', atMs: 5_000, target: group }], {
      workload: [{ ...oneNode({}).workload[0]!, arrivals: { kind: 'poisson', ratePerS: 0 } }],
    });
    expect(statuses(simulation, [4_999, 5_000])).toEqual(['ready', 'removed']);
    const busy = two([{ id: 'd', kind: 'drain', atMs: 5_000, target: group }]);
    busy.runUntil(Infinity);
    const { refused, arrived } = busy.requestsNow();
    expect(refused / arrived).toBeGreaterThan(0.6);
  });

  it('is not gone while it works on what nobody waits for any more', () => {
    const simulation = two([{ id: 'd', kind: 'drain', atMs: 5_000, target }], {
      workload: [
        {
          ...oneNode({}).workload[0]!,
          arrivals: { kind: 'poisson', ratePerS: 2 },
          service: { kind: 'constant', meanMs: 3_000 },
        },
      ],
      client: { timeoutMs: 50, retries: 0, cancel: 'never' },
    });
    simulation.runUntil(5_100);
    const node = simulation.nodesNow()[0]!;
    expect([node.status, node.inFlight, node.busy]).toEqual(['draining', 0, 1]);
    while (simulation.nodesNow()[0]!.busy > 0) simulation.step();
    expect(simulation.nodesNow()[0]!.status).toBe('removed');
  });

  it('that crashes has nothing left', () => {
    const simulation = two(
      [
        { id: 'd', kind: 'drain', atMs: 5_000, target },
        { id: 'c', kind: 'fault', atMs: 5_001, target, fault: { kind: 'crash' } },
      ],
      { workload: [{ ...oneNode({}).workload[0]!, arrivals: { kind: 'poisson', ratePerS: 60 } }] },
    );
    expect(statuses(simulation, [5_000, 5_001])).toEqual(['draining', 'removed']);
  });
});

describe('a node that joins', () => {
  it('is not there before, loads, and then takes requests', () => {
    const simulation = two([{ id: 'j', kind: 'join', atMs: 5_000, target, loadingMs: 2_000 }]);
    expect(statuses(simulation, [0, 4_999, 5_000, 6_999])).toEqual(['removed', 'removed', 'loading', 'loading']);
    expect(simulation.lastDecisionFor('a-01')).toBeNull();
    expect(simulation.lastDecisionFor('a-02')).not.toBeNull();
    expect(statuses(simulation, [7_000])).toEqual(['ready']);
    simulation.runUntil(8_000);
    expect(simulation.lastDecisionFor('a-01')!.atMs).toBeGreaterThanOrEqual(7_000);
  });

  it('without loading is ready at once', () => {
    const simulation = two([{ id: 'j', kind: 'join', atMs: 5_000, target, loadingMs: 0 }]);
    expect(statuses(simulation, [4_999, 5_000])).toEqual(['removed', 'ready']);
  });

  it('while it drains takes requests again, for its model is loaded', () => {
    const simulation = two(
      [
        { id: 'd', kind: 'drain', atMs: 5_000, target },
        { id: 'j', kind: 'join', atMs: 5_001, target, loadingMs: 9_000 },
      ],
      { workload: [{ ...oneNode({}).workload[0]!, arrivals: { kind: 'poisson', ratePerS: 60 } }] },
    );
    expect(statuses(simulation, [5_000, 5_001, 15_000])).toEqual(['draining', 'ready', 'ready']);
  });

  it('and is drained while it loads and joins again, loads from then on', () => {
    const simulation = two([
      { id: 'j', kind: 'join', atMs: 1_000, target, loadingMs: 3_000 },
      { id: 'd', kind: 'drain', atMs: 2_000, target },
      { id: 'k', kind: 'join', atMs: 3_000, target, loadingMs: 3_000 },
    ]);
    expect(statuses(simulation, [1_000, 2_000, 3_000, 4_000, 5_999, 6_000])).toEqual([
      'loading',
      'removed',
      'loading',
      'loading',
      'loading',
      'ready',
    ]);
  });

  it('is there from the start where its first entry is a drain, whatever the order in the list', () => {
    const simulation = two([
      { id: 'j', kind: 'join', atMs: 9_000, target, loadingMs: 0 },
      { id: 'd', kind: 'drain', atMs: 5_000, target: group },
    ]);
    expect(statuses(simulation, [0, 8_000, 9_000])).toEqual(['ready', 'removed', 'ready']);
    expect(simulation.nodesNow()[1]!.status).toBe('removed');
  });

  it('is not probed while it is away or loads', () => {
    const probes = { intervalMs: 100, timeoutMs: 50 };
    const timeline = [
      { id: 'j', kind: 'join', atMs: 5_000, target, loadingMs: 2_000 } as const,
      { id: 'c', kind: 'fault', atMs: 0, untilMs: 8_000, target, fault: { kind: 'crash' } } as const,
    ];
    const simulation = two(timeline, { health: { probes }, router: { policies: [], strategy: { id: 'round-robin' } } });
    simulation.runUntil(6_999);
    expect(simulation.nodesNow()[0]).toMatchObject({ failuresInRow: 0, health: 'healthy' });
    simulation.runUntil(7_500);
    expect(simulation.nodesNow()[0]!.failuresInRow).toBeGreaterThan(2);
  });
});

describe('live', () => {
  it('a drain and a join are stamped like any change, and the document with them gives the same run', () => {
    const simulation = two([]);
    simulation.runUntil(3_000.5);
    expect(simulation.apply({ kind: 'drain', target })).toMatchObject({ ok: true, value: { kind: 'drain', atMs: 3_001 } });
    simulation.runUntil(6_000);
    expect(simulation.nodesNow()[0]!.status).toBe('removed');
    expect(simulation.apply({ kind: 'join', target, loadingMs: 500 })).toMatchObject({ ok: true, value: { loadingMs: 500 } });
    simulation.runUntil(Infinity);
    const fresh = new Simulation(simulation.scenario);
    fresh.runUntil(Infinity);
    expect(fresh.report()).toEqual(simulation.report());
    expect(fresh.nodesNow()[0]!.status).toBe('ready');
  });

  it('neither may come first where that would change who was there at the start', () => {
    const simulation = two([{ id: 'j', kind: 'join', atMs: 9_000, target, loadingMs: 0 }]);
    simulation.runUntil(3_000);
    const before = simulation.scenario;
    const joined = simulation.apply({ kind: 'join', target: group, loadingMs: 0 });
    expect(joined.ok ? '' : joined.problems[0]!.message).toBe(
      'target: must have been drained before it joins; it is in the fleet from the start (found "a-02").',
    );
    const drained = simulation.apply({ kind: 'drain', target });
    expect(drained.ok ? '' : drained.problems[0]!.message).toBe(
      'target: must be in the fleet before it drains; it joins later (found "a-01").',
    );
    expect(simulation.scenario).toBe(before);
  });
});
