import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { lawRuns } from '@/lib/base/law-runs';
import { lifeLines, type LifeOfRequest } from '@/lib/report/life';

import { oneNode, scenarioOf, smallScenario } from './scenarios.contract';
import { simulate, Simulation } from './simulate';

function lived(simulation: Simulation, request: number): LifeOfRequest | null {
  simulation.watch(request);
  simulation.runUntil(Infinity);
  return simulation.lifeWatched();
}

function ascending(...times: readonly (number | null)[]): void {
  const known = times.filter((time) => time !== null);
  known.forEach((time, i) => expect(time).toBeGreaterThanOrEqual(known[i - 1] ?? -Infinity));
}

describe('the life of a request', () => {
  it('goes forward, ends once, is made of the decisions that were made, and disturbs nothing', () => {
    let tries = 0;
    fc.assert(
      fc.property(smallScenario, fc.nat(120), (scenario, request) => {
        const simulation = new Simulation(scenario);
        const life = lived(simulation, request);
        expect(simulation.digest()).toBe(simulate(scenario).digest);
        if (life === null) {
          expect(simulation.arrived).toBeLessThanOrEqual(request);
          return;
        }
        expect(life.request).toBe(request);
        ascending(life.arrivedMs, ...life.tries.map(({ decidedMs }) => decidedMs), life.endedMs);
        for (const one of life.tries) {
          tries++;
          ascending(one.decidedMs, one.reachedMs, one.serviceStartMs, one.serviceEndMs);
          ascending(one.decidedMs, one.heardMs, life.endedMs);
          expect(one.error === null).toBe(one.node !== null);
          expect(one.heardMs === null).toBe(one.outcome === null);
          expect(one.workMs === null).toBe(one.serviceStartMs === null);
          // Causality: nothing is answered before its node is done with it.
          if (one.outcome === 'ok')
            ascending(one.reachedMs ?? NaN, one.serviceStartMs ?? NaN, one.serviceEndMs ?? NaN, one.heardMs);
        }
        if (life.end === 'finished') {
          expect(life.tries.filter(({ outcome }) => outcome === 'ok').length).toBe(1);
        } else expect(life.tries.every(({ outcome }) => outcome !== 'ok')).toBe(true);
        const last = life.tries.findLast(({ decision }) => decision !== null);
        if (last?.decision == null) return;
        const again = new Simulation(scenario);
        again.explainAt = last.decision;
        while (again.explained === null && again.step());
        const { decision } = again.explained!.receipt;
        expect(again.explained!.request).toBe(request);
        expect(decision.kind === 'routed' ? decision.decision.target.node : null).toBe(last.node);
      }),
      lawRuns(20),
    );
    expect(tries).toBeGreaterThan(20);
  });

  it('is the same when the run goes on from a saved state in which the request is still to come', () => {
    fc.assert(
      fc.property(smallScenario, fc.nat(120), fc.integer({ min: 1, max: 60 }), (scenario, request, events) => {
        const first = new Simulation(scenario);
        first.runUntil(Infinity, events);
        if (first.arrived > request) return;
        const second = new Simulation(scenario);
        second.restore(structuredClone(first.save()));
        expect(lived(second, request)).toEqual(lived(new Simulation(scenario), request));
      }),
      lawRuns(15),
    );
  });

  it('tells waiting, service and answer of a queue, with the way there and back', () => {
    const scenario = scenarioOf({
      ...oneNode({ durationMs: 1_000 }),
      network: { localMs: 10 },
      workload: [
        {
          id: 'w',
          origins: [{ region: 'home', weight: 1 }],
          arrivals: { kind: 'deterministic', ratePerS: 25 },
          service: { kind: 'constant', meanMs: 100 },
        },
      ],
    });
    const life = lived(new Simulation(scenario), 1);
    expect(life).toEqual({
      request: 1,
      class: 'w',
      origin: 'home',
      arrivedMs: 80,
      tries: [
        {
          attempt: 0,
          decision: 1,
          isCopy: false,
          decidedMs: 80,
          node: 'a-01',
          model: 'm',
          error: null,
          reachedMs: 85,
          serviceStartMs: 145,
          serviceEndMs: 245,
          workMs: 100,
          outcome: 'ok',
          heardMs: 250,
        },
      ],
      end: 'finished',
      endedMs: 250,
    });
    expect(lifeLines(life!).map(({ atMs, text }) => `${atMs} ${text}`)).toEqual([
      '80 sent to a-01 for m',
      '85 reaches a-01',
      '145 service begins after waiting 60.0 ms, of 100.0 ms work',
      '245 leaves a-01',
      '250 the answer arrives',
      '250 the request is answered',
    ]);
    expect(lived(new Simulation(scenario), 9_999)).toBeNull();
  });
});
