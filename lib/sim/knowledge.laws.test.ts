/** What a router may know, and what two runs have in common. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { lawRuns } from '@/lib/base/law-runs';
import type { Scenario, ScenarioInput } from '@/lib/scenario/schema';

import { byReports } from './least-reported.fixture';
import { offeredTraffic } from './offered';
import { scenarioOf, smallScenario } from './scenarios.contract';
import { Simulation } from './simulate';

const openScenario = smallScenario.filter(({ workload }) => workload.every(({ arrivals }) => arrivals.kind !== 'closed-loop'));

/** No node of these scenarios works faster than at speed 1, so nothing is served before this. */
const LEAST_MS = 2_000;

function served(scenario: Scenario, service: ScenarioInput['workload'][number]['service']): Simulation {
  const workload = scenario.workload.map((one) => ({ ...one, service }));
  return new Simulation(scenarioOf({ ...scenario, workload }));
}

/** Every fourth decision up to a time, as it is explained; the digest speaks for the others. */
function receipts(simulation: Simulation, untilMs: number): readonly unknown[] {
  const list: unknown[] = [];
  while (simulation.nextEventMs() < untilMs) {
    simulation.explainAt = simulation.decisions % 4 === 0 ? simulation.decisions : -1;
    simulation.step();
    const { explained } = simulation;
    if (explained !== null && explained !== list.at(-1)) list.push(explained);
  }
  return list;
}

describe('no oracle', () => {
  it('knows nothing of how much work a request brings before it is done', () => {
    let decisions = 0;
    fc.assert(
      fc.property(smallScenario, (scenario) => {
        const even = served(scenario, { kind: 'constant', meanMs: 3_000 });
        const uneven = served(scenario, { kind: 'empirical', values: [{ ms: 2_000 }, { ms: 4_000 }] });
        const known = receipts(even, LEAST_MS);
        expect(receipts(uneven, LEAST_MS)).toEqual(known);
        expect(uneven.digest()).toBe(even.digest());
        decisions += known.length;
      }),
      lawRuns(15),
    );
    expect(decisions).toBeGreaterThan(80);
  });

  it('knows nothing of what is still to come: neither traffic nor faults', () => {
    fc.assert(
      fc.property(smallScenario, fc.integer({ min: 500, max: 3_000 }), (scenario, atMs) => {
        const later = [
          { id: 'later', kind: 'fault' as const, atMs, untilMs: null, target: { kind: 'region' as const, id: 'east' } },
        ].map((entry) => ({ ...entry, fault: { kind: 'crash' as const } }));
        const one = new Simulation(scenario);
        const other = new Simulation(scenarioOf({ ...scenario, timeline: [...scenario.timeline, ...later] }));
        expect(receipts(other, atMs)).toEqual(receipts(one, atMs));
        expect(other.digest()).toBe(one.digest());
      }),
      lawRuns(10),
    );
  });
});

describe('freshness', () => {
  /** By node: what the routers last heard of its load, and when; all replicas hear the same. */
  const heard = (simulation: Simulation): readonly { readonly load: number; readonly atMs: number }[] => {
    const [first, ...others] = simulation.save().routers.map(({ signals }) =>
      simulation.nodesNow().map((_, node) => ({
        load: (signals.load[2 * node] ?? 0) + (signals.load[2 * node + 1] ?? 0),
        atMs: signals.shares[4 * node + 3] ?? -Infinity,
      })),
    );
    for (const other of others) expect(other).toEqual(first);
    return first!;
  };

  it('what routers know of a node is what was there at one multiple of the interval, the last at which it could report', () => {
    let reports = 0;
    let missed = 0;
    fc.assert(
      fc.property(smallScenario, fc.constantFrom(70, 250, 900), fc.nat(2_000), (generated, refreshMs, atMs) => {
        const cut = { id: 'cut', kind: 'fault' as const, target: { kind: 'region' as const, id: 'east' } };
        const entry = { ...cut, atMs, untilMs: atMs + 1_200, fault: { kind: 'partition' as const } };
        const scenario = scenarioOf({ ...generated, timeline: [...generated.timeline, entry] });
        const simulation = new Simulation(byReports(scenario, refreshMs));
        // What stands on the nodes after the last event at or before the multiple that comes next.
        let standing = simulation.nodesNow();
        let due = 0;
        let expected = standing.map(() => ({ load: 0, atMs: -Infinity }));
        for (let more = true; more;) {
          for (; due < simulation.nextEventMs() && due <= scenario.durationMs; due += refreshMs) {
            // The refresh itself comes last at its instant, so everything else there has happened.
            expected = expected.map((before, node) => {
              const { down, cutOff, status, busy, queued } = standing[node]!;
              const reaches = !down && !cutOff && (status === 'ready' || status === 'draining');
              if (reaches) reports++;
              else missed++;
              return reaches ? { load: busy + queued, atMs: due } : before;
            });
          }
          expect(heard(simulation)).toEqual(expected);
          more = simulation.step();
          standing = simulation.nodesNow();
        }
      }),
      lawRuns(12),
    );
    expect(reports).toBeGreaterThan(500);
    expect(missed).toBeGreaterThan(20);
  });
});

describe('common random numbers', () => {
  it('are told without serving anything, by the very hash of a run', () => {
    fc.assert(
      fc.property(openScenario, (scenario) => {
        const simulation = new Simulation(scenario);
        simulation.runUntil(Infinity);
        const offered = offeredTraffic(scenario)!;
        expect(offered.requests).toBe(simulation.arrived);
        expect(offered.trafficHash).toBe(simulation.report().trafficHash);
        const other = { ...scenario, client: { ...scenario.client, retries: 2 }, slos: [] };
        expect(offeredTraffic(other)).toEqual(offered);
        const { demandHash } = offeredTraffic({ ...scenario, seed: scenario.seed + 1 })!;
        if (offered.requests > 0) expect(demandHash).not.toBe(offered.demandHash);
      }),
      lawRuns(25),
    );
  });

  it('are none of a closed loop’s', () => {
    fc.assert(
      fc.property(
        smallScenario.filter(({ workload }) => workload.length === 3),
        (scenario) => {
          expect(offeredTraffic(scenario)).toBeNull();
        },
      ),
      lawRuns(2),
    );
  });

  it('give a request the same work by any strategy', () => {
    let compared = 0;
    fc.assert(
      fc.property(openScenario, fc.nat(150), (scenario, request) => {
        const works = (['round-robin', 'least-connections'] as const).map((id) => {
          const timeline = scenario.timeline.filter(({ kind }) => kind !== 'strategy');
          const simulation = new Simulation(
            scenarioOf({ ...scenario, timeline, router: { ...scenario.router, strategy: { id } } }),
          );
          simulation.watch(request);
          simulation.runUntil(Infinity);
          return simulation.lifeWatched()?.tries.find(({ attempt }) => attempt === 0)?.workMs ?? null;
        });
        if (works.includes(null)) return;
        expect(works[0]).toBe(works[1]);
        compared++;
      }),
      lawRuns(25),
    );
    expect(compared).toBeGreaterThan(5);
  });
});
