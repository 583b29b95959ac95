import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lawRuns } from '@/lib/base/law-runs';
import { emptyResult } from '../query';
import { aimed, nameOf, send, smallFleet, type SmallFleet } from '../small-fleet.fixture';
import type { StrategySettings } from './table';

const BY_WEIGHT_ALONE: StrategySettings = { id: 'least-request', choices: 2, selection: 'full-scan', activeRequestBias: 0 };
const names = (count: number): string[] => Array.from({ length: count }, (_, i) => `n${i}`);
const fleetOf = (weights: readonly number[], strategy: StrategySettings = BY_WEIGHT_ALONE): SmallFleet =>
  smallFleet(names(weights.length), { weights, config: { strategy } });
const picksOf = (fleet: SmallFleet, count: number): (string | null)[] =>
  Array.from({ length: count }, (_, i) => nameOf(fleet, send(fleet, 10 + i, i)));

const integers = fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 12 });

describe('turns that are due by weight', () => {
  it('spreads the turns of heavy nodes between those of light ones', () => {
    const fleet = fleetOf([5, 1, 1]);
    const period = ['n0', 'n0', 'n0', 'n1', 'n2', 'n0', 'n0'];
    expect(picksOf(fleet, 14)).toEqual([...period, ...period]);
  });

  it('gives everyone exactly its weight of turns in every period', () => {
    fc.assert(
      fc.property(integers, fc.integer({ min: 1, max: 20 }), (weights, periods) => {
        const fleet = fleetOf(weights);
        const length = weights.reduce((sum, weight) => sum + weight, 0);
        for (let period = 0; period < periods; period++) {
          const picks = picksOf(fleet, length);
          weights.forEach((weight, i) => expect(picks.filter((name) => name === `n${i}`).length).toBe(weight));
        }
      }),
      lawRuns(60),
    );
  });

  it('lets nobody lose a turn to others that come and go', () => {
    const outs = fc.array(fc.array(fc.nat(11), { maxLength: 8 }), { minLength: 40, maxLength: 120 });
    fc.assert(
      fc.property(integers, outs, (weights, story) => {
        const fleet = fleetOf(weights);
        const { router, query } = fleet;
        const result = emptyResult();
        // The first node is always there; the others are left out of single picks.
        const since = weights.map(() => 0);
        story.forEach((out, i) => {
          query.triedCount = 0;
          for (const node of out) if (node > 0 && node < weights.length) query.tried[query.triedCount++] = node;
          router.route(query, i, aimed(i), result);
          if (result.deployment === 0) since.fill(0);
          else since[result.deployment]!++;
          // As many as fit between two turns, one for the rounding, and one that it had kept from before.
          weights.forEach((weight, other) => expect(since[other]!).toBeLessThanOrEqual(Math.ceil(weight / weights[0]!) + 2));
        });
      }),
      lawRuns(100),
    );
  });

  it('gives a node that comes back its next turn at once, and not all that it has missed', () => {
    const fleet = fleetOf([4, 2, 2]);
    for (let k = 0; k < 3; k++) fleet.health.reportFailure('n0');
    expect(new Set(picksOf(fleet, 40))).toEqual(new Set(['n1', 'n2']));
    for (let k = 0; k < 2; k++) fleet.health.reportSuccess('n0', 100);
    const picks = picksOf(fleet, 80);
    expect(picks[0]).toBe('n0');
    // Half of 8, the turn that it was behind, and one for the rounding.
    expect(picks.slice(0, 8).filter((name) => name === 'n0').length).toBeLessThanOrEqual(6);
    expect(picks.filter((name) => name === 'n0').length).toBeLessThanOrEqual(42);
  });

  it('keeps proportions of classes that share no node', () => {
    const fleet = fleetOf([1, 3]);
    fleet.catalog.register('bge', 'e0', 'here', ['embed'], { weight: 5 });
    fleet.catalog.register('bge', 'e1', 'here', ['embed'], { weight: 1 });
    for (const node of ['e0', 'e1']) fleet.health.register(node);
    const embed = fleet.router.requestClass({ capability: 'embed', privacy: 'internal', costTolerance: 50 });
    const counts = new Map<string | null, number>();
    for (let i = 0; i < 600; i++) {
      // Ten of one class for each of the other.
      const requestClass = i % 11 === 0 ? embed : fleet.query.requestClass;
      const name = nameOf(fleet, send(fleet, i, i, { requestClass }));
      counts.set(name, (counts.get(name) ?? 0) + 1);
    }
    expect(counts.get('n1')! / counts.get('n0')!).toBeCloseTo(3, 1);
    expect(counts.get('e0')! / counts.get('e1')!).toBeCloseTo(5, 0);
  });

  it('says whose turn is due, and before whom', () => {
    const fleet = fleetOf([5, 1, 1]);
    const sentence = (): string => {
      const { decision } = fleet.router.explain(fleet.query, 1, aimed());
      return decision.kind === 'routed' ? decision.decision.reasoning : '';
    };
    expect(sentence()).toBe('n0 is due first of 3 eligible nodes by weight, before n1.');
    picksOf(fleet, 2);
    expect(sentence()).toBe('n0 and n1 are due first of 3 eligible nodes by weight, and n0 was registered first.');
  });
});
