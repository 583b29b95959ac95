import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { lawRuns } from '@/lib/base/law-runs';
import type { Scenario, ScenarioInput } from '@/lib/scenario/schema';

import { ATTEMPT, ATTEMPT_WIDTH, PHASE } from './attempts';
import { checkLaws } from './laws';
import { oneNode, scenarioOf, smallScenario } from './scenarios.contract';
import { simulate, Simulation } from './simulate';

const several = smallScenario.map((scenario) => withReplicas(scenario, scenario.router.replicas === 1 ? 3 : 5));

function withReplicas(scenario: Scenario, replicas: number): Scenario {
  return { ...scenario, router: { ...scenario.router, replicas } };
}

function fleet(nodes: number, changes: Partial<ScenarioInput>, ratePerS = 40): Scenario {
  const input = oneNode({ ratePerS, durationMs: 20_000, slots: 4 });
  return scenarioOf({ ...input, groups: [{ ...input.groups[0]!, count: nodes }], ...changes });
}

const crash = { id: 'c', kind: 'fault', atMs: 5_000, untilMs: 8_000, fault: { kind: 'crash' } } as const;

describe('router replicas', () => {
  it('L1 count together what clients wait for, node by node, and each request stays with one', () => {
    fc.assert(
      fc.property(several, (scenario) => {
        const simulation = new Simulation(scenario);
        const replicaOf = new Map<number, number>();
        while (simulation.step()) {
          if (simulation.events % 211 !== 0) continue;
          const { routers, attempts } = simulation.save();
          const open = simulation.nodesNow().map(() => 0);
          const { rows } = attempts;
          for (let row = 0; row < rows.length; row += ATTEMPT_WIDTH) {
            if (rows[row + ATTEMPT.phase] !== PHASE.free && rows[row + ATTEMPT.gone] === 0) open[rows[row + ATTEMPT.node]!]!++;
          }
          const counted = open.map((_, i) => routers.reduce((sum, { inFlight }) => sum + inFlight[i]!, 0));
          expect(counted).toEqual(open);
          expect(simulation.nodesNow().map(({ inFlight }) => inFlight)).toEqual(open);
        }
        const replay = new Simulation(scenario);
        do replay.explainAt = replay.decisions;
        while (replay.step() && note(replay));
        function note({ explained }: Simulation): true {
          if (explained === null) return true;
          const { request, replica } = explained;
          expect(replica).toBeGreaterThanOrEqual(0);
          expect(replicaOf.get(request) ?? replica).toBe(replica);
          replicaOf.set(request, replica!);
          return true;
        }
      }),
      lawRuns(15),
    );
  });

  it('L2 keep every law of a report, and meet the same open traffic as one router', () => {
    fc.assert(
      fc.property(several, (scenario) => {
        const report = simulate(scenario);
        checkLaws(report);
        const named = [...report.breakerTransitions, ...report.healthTransitions].map(({ replica }) => replica!);
        expect(named.every((replica) => replica >= 0 && replica < scenario.router.replicas)).toBe(true);
        const alone = simulate(withReplicas(scenario, 1));
        // Users in a loop send their next request when the last one has ended.
        if (scenario.workload.every(({ arrivals }) => arrivals.kind !== 'closed-loop'))
          expect(report.trafficHash).toBe(alone.trafficHash);
        expect([...alone.breakerTransitions, ...alone.healthTransitions].some((one) => 'replica' in one)).toBe(false);
      }),
      lawRuns(40),
    );
  });

  it('L3 are cut by save and restore without a trace', () => {
    fc.assert(
      fc.property(several, fc.double({ min: 0, max: 4_900, noNaN: true }), (scenario, cutMs) => {
        const simulation = new Simulation(scenario);
        simulation.runUntil(cutMs);
        const other = new Simulation(scenario);
        other.runUntil(1_000);
        other.restore(structuredClone(simulation.save()));
        other.runUntil(Infinity);
        expect(other.report()).toEqual(simulate(scenario));
      }),
      lawRuns(30),
    );
  });

  it('share requests evenly', () => {
    const simulation = new Simulation(fleet(4, { router: { policies: [], replicas: 4 } }, 400));
    const counts = [0, 0, 0, 0];
    do {
      simulation.explainAt = simulation.decisions;
      const before = simulation.explained;
      if (!simulation.step()) break;
      if (simulation.explained !== before) counts[simulation.explained!.replica!]!++;
    } while (simulation.decisions < 2_000);
    const total = counts.reduce((a, b) => a + b, 0);
    expect(total).toBe(2_000);
    // Six standard deviations of a binomial count.
    for (const count of counts) expect(Math.abs(count - total / 4)).toBeLessThan(6 * Math.sqrt((total * 3) / 16));
  });

  it('learn of a sick node each for itself: it is found out once by each, and trips add up', () => {
    const rest: Partial<ScenarioInput> = {
      client: { timeoutMs: 1_000, retries: 2, backoff: { kind: 'none' } },
      breaker: { failureThreshold: 5, openMs: 60_000 },
      health: { probes: null, failureThreshold: 1_000 },
      timeline: [{ ...crash, untilMs: null, target: { kind: 'node', id: 'a-01' } }],
    };
    const failed = [1, 4].map((replicas) => {
      const report = simulate(fleet(4, { ...rest, router: { policies: [], strategy: { id: 'round-robin' }, replicas } }));
      expect(report.nodes[0]!.breakerTrips).toBe(replicas);
      expect(new Set(report.breakerTransitions.map(({ replica }) => replica)).size).toBe(replicas);
      return report.attempts.byOutcome.unreachable;
    });
    expect(failed).toEqual([5, 20]);
  });

  it('show a node as the worst of them sees it, and say in how many its breaker is open', () => {
    const simulation = new Simulation(
      fleet(2, {
        router: { policies: [], strategy: { id: 'round-robin' }, replicas: 3 },
        breaker: { failureThreshold: 2, openMs: 60_000 },
        timeline: [{ ...crash, untilMs: null, target: { kind: 'node', id: 'a-01' } }],
      }),
    );
    const seen = new Set<string>();
    while (simulation.step()) {
      const [sick, well] = simulation.nodesNow();
      seen.add(`${sick!.breaker} in ${sick!.openIn}`);
      expect([well!.breaker, well!.openIn]).toEqual(['closed', 0]);
    }
    expect([...seen]).toEqual(['closed in 0', 'open in 1', 'open in 2', 'open in 3']);
    const turns = simulation.breakerTransitions().map(({ atMs }) => atMs + 60_000);
    expect(simulation.nodesNow()[0]!.nextTransitionMs).toBe(Math.min(...turns));
  });

  it('all hear the one prober, and see the latencies of all together', () => {
    const simulation = new Simulation(
      fleet(2, {
        router: { policies: [], strategy: { id: 'round-robin' }, replicas: 3 },
        health: { probes: { intervalMs: 100, timeoutMs: 50 } },
        client: { timeoutMs: 1_000, retries: 0 },
        workload: [{ ...oneNode({}).workload[0]!, arrivals: { kind: 'poisson', ratePerS: 20 } }],
        timeline: [
          { id: 'stop', kind: 'traffic', atMs: 4_000, class: 'w', ratePerS: 0 },
          { ...crash, target: { kind: 'node', id: 'a-01' } },
        ],
      }),
    );
    simulation.runUntil(7_000);
    const own = simulation.save().routers.map(({ health }) => health.failures[0]);
    expect(own).toEqual([20, 20, 20]);
    const { latencySamples } = simulation.nodesNow()[1]!;
    const counts = simulation.save().routers.map(({ health }) => health.latencies.heard[health.latencies.rows[1]! - 1]!);
    expect(counts.every((count) => count > 5)).toBe(true);
    expect(latencySamples).toBe(counts.reduce((a, b) => a + b, 0));
  });

  it('all change strategy and weights, and drain, at the same instant', () => {
    const simulation = new Simulation(fleet(3, { router: { policies: [{ kind: 'latency' }], replicas: 3 } }));
    simulation.runUntil(1_000);
    expect(simulation.apply({ kind: 'strategy', strategy: { id: 'round-robin' } }).ok).toBe(true);
    expect(simulation.apply({ kind: 'weights', weights: [{ policy: 'latency', weight: 7 }] }).ok).toBe(true);
    expect(simulation.apply({ kind: 'drain', target: { kind: 'node', id: 'a-01' } }).ok).toBe(true);
    simulation.runUntil(5_000);
    for (const { strategy, policies, statuses } of simulation.save().routers) {
      expect([strategy.id, policies, [...statuses]]).toEqual([
        'round-robin',
        [{ kind: 'latency', weight: 7, maxLatencyMs: 5_000, mode: 'reference' }],
        [3, 0, 0],
      ]);
    }
  });

  it('count less each, so least-connections on own counts balances worse the more there are', () => {
    const spread = (replicas: number): number => {
      const report = simulate(fleet(8, { router: { policies: [], strategy: { id: 'least-connections' }, replicas } }, 280));
      checkLaws(report);
      return report.latency.meanMs!;
    };
    const [one, four, sixteen] = [1, 4, 16].map(spread) as [number, number, number];
    expect(four).toBeGreaterThan(one);
    expect(sixteen).toBeGreaterThan(four);
  });
});
