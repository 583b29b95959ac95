import { describe, expect, it } from 'vitest';

import type { Scenario, ScenarioInput } from '@/lib/scenario/schema';

import { checkLaws } from './laws';
import { byReports, LEAST_REPORTED } from './least-reported.fixture';
import { oneNode, scenarioOf } from './scenarios.contract';
import { simulate, Simulation } from './simulate';

/** Nodes of one slot at a load, exponential service of 100 ms, no round trip: the model of the source. */
function fleet(nodes: number, load: number, durationMs: number, changes: Partial<ScenarioInput> = {}): Scenario {
  const input = oneNode({ ratePerS: nodes * load * 10, durationMs, service: { kind: 'exponential', meanMs: 100 } });
  return scenarioOf({
    ...input,
    groups: [{ ...input.groups[0]!, count: nodes }],
    router: { policies: [], strategy: { id: 'random' } },
    ...changes,
  });
}

/** What the routers last heard of each node, from a saved state. */
function heard(simulation: Simulation): number[] {
  const { load } = simulation.save().routers[0]!.signals;
  return simulation.nodesNow().map((_, node) => (load[2 * node] ?? 0) + (load[2 * node + 1] ?? 0));
}

const inSystem = (simulation: Simulation): number[] => simulation.nodesNow().map(({ busy, queued }) => busy + queued);
const ages = (simulation: Simulation): (number | null)[] => simulation.nodesNow().map(({ signalAgeMs }) => signalAgeMs);

describe('reports without an interval', () => {
  it('are always as the nodes are, through time-outs, crashes and full queues', () => {
    const scenario = byReports(
      fleet(3, 1.1, 6_000, {
        client: { timeoutMs: 150, retries: 1, cancel: 'always' },
        timeline: [
          { id: 'c', kind: 'fault', atMs: 2_000, untilMs: 3_000, target: { kind: 'node', id: 'a-02' }, fault: { kind: 'crash' } },
        ],
      }),
      0,
    );
    const simulation = new Simulation(scenario);
    let busiest = 0;
    while (simulation.step()) {
      expect(heard(simulation)).toEqual(inSystem(simulation));
      busiest = Math.max(busiest, ...inSystem(simulation));
    }
    expect(busiest).toBeGreaterThan(3);
    expect(ages(simulation)).toEqual([0, 0, 0]);
  });

  it('are never made for who does not read them, and are complete as soon as somebody does', () => {
    const scenario = fleet(3, 0.9, 6_000);
    const simulation = new Simulation(scenario);
    simulation.runUntil(3_000);
    expect(ages(simulation)).toEqual([null, null, null]);
    expect(heard(simulation)).toEqual([0, 0, 0]);
    const switching = {
      ...scenario,
      timeline: [{ id: 's', kind: 'strategy' as const, atMs: 3_000, strategy: LEAST_REPORTED }],
    };
    const switched = new Simulation(switching);
    switched.runUntil(3_000);
    expect(inSystem(switched)).not.toEqual([0, 0, 0]);
    expect(heard(switched)).toEqual(inSystem(switched));
    switched.runUntil(Infinity);
    expect(heard(switched)).toEqual(inSystem(switched));
  });
});

describe('reports on an interval', () => {
  it('come from all nodes at every multiple, and grow old in between', () => {
    const simulation = new Simulation(byReports(fleet(3, 0.9, 6_000), 400));
    simulation.runUntil(1_199);
    expect(ages(simulation)).toEqual([399, 399, 399]);
    simulation.runUntil(1_200);
    expect(ages(simulation)).toEqual([0, 0, 0]);
    const then = inSystem(simulation);
    expect(heard(simulation)).toEqual(then);
    simulation.runUntil(1_599);
    expect(heard(simulation)).toEqual(then);
    expect(inSystem(simulation)).not.toEqual(then);
  });

  it('are made whoever reads them, and change nothing for who does not', () => {
    const fresh = simulate(fleet(3, 0.9, 6_000));
    const scenario = fleet(3, 0.9, 6_000, {
      router: { policies: [], strategy: { id: 'random' }, signals: { refreshMs: 400 } },
    });
    const simulation = new Simulation(scenario);
    simulation.runUntil(Infinity);
    expect(ages(simulation)).toEqual([0, 0, 0]);
    const { digest, events } = simulation.report();
    expect(digest).toBe(fresh.digest);
    // At 0, 400, ..., 6000 ms.
    expect(events).toBe(fresh.events + 16);
  });

  it('do not come from a node that is down or away, whose last one stays', () => {
    const scenario = fleet(3, 0.9, 6_000, {
      router: { policies: [], strategy: { id: 'random' }, signals: { refreshMs: 400 } },
      timeline: [
        { id: 'c', kind: 'fault', atMs: 2_100, untilMs: null, target: { kind: 'node', id: 'a-01' }, fault: { kind: 'crash' } },
        { id: 'j', kind: 'join', atMs: 3_000, target: { kind: 'node', id: 'a-03' }, loadingMs: 1_100 },
      ],
    });
    const simulation = new Simulation(scenario);
    simulation.runUntil(4_000);
    expect(ages(simulation)).toEqual([2_000, 0, null]);
    simulation.runUntil(4_400);
    expect(ages(simulation)).toEqual([2_400, 0, 0]);
  });

  it('go on after save and restore as if nothing had happened', () => {
    const scenario = byReports(fleet(4, 0.9, 6_000), 170);
    const simulation = new Simulation(scenario);
    simulation.runUntil(2_345);
    const other = new Simulation(scenario);
    other.runUntil(5_000);
    other.restore(structuredClone(simulation.save()));
    other.runUntil(Infinity);
    expect(other.report()).toEqual(simulate(scenario));
  });
});

/**
 * With loads as of the last refresh everybody picks the same few nodes until the next: fresh information beats random picks by far, information a few
 * service times old is about as good, and older than that it is worse than none. Source: Mitzenmacher, How Useful Is Old Information?, IEEE TPDS
 * 11(1), 2000: periodic updates.
 */
describe('stale reports', () => {
  it('make the least loaded node a herd’s target: waits grow with the interval, and beyond some service times random picks do better', () => {
    const base = fleet(16, 0.9, 120_000, { warmUpMs: 10_000 });
    const meanMs = (scenario: Scenario): number => {
      const report = simulate(scenario);
      checkLaws(report);
      return report.latency.meanMs!;
    };
    const random = meanMs(base);
    const means = [0, 50, 200, 1_000, 4_000].map((refreshMs) => meanMs(byReports(base, refreshMs)));
    means.forEach((mean, i) => {
      if (i > 0) expect(mean).toBeGreaterThan(1.2 * means[i - 1]!);
    });
    expect(means[0]).toBeLessThan(random / 3);
    expect(means[4]).toBeGreaterThan(2 * random);
  });
});
