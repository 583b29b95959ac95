import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lawRuns } from '@/lib/base/law-runs';
import { emptyResult } from '../query';
import { aimed, nameOf, send, smallFleet, type SmallFleet } from '../small-fleet.fixture';

const names = (count: number): string[] => Array.from({ length: count }, (_, i) => `n${i}`);
const fleetOf = (weights: readonly number[], of: readonly string[] = names(weights.length)): SmallFleet =>
  smallFleet(of, { weights, config: { strategy: { id: 'round-robin' } } });
const picksOf = (fleet: SmallFleet, count: number): (string | null)[] =>
  Array.from({ length: count }, (_, i) => nameOf(fleet, send(fleet, 10 + i, i)));
const sumOf = (weights: readonly number[]): number => weights.reduce((sum, weight) => sum + weight, 0);

/** What the strategy keeps: the current weights, by deployment, in millionths. */
function currents(fleet: SmallFleet): Map<number, number> {
  const memory = fleet.router
    .save()
    .memories.find(({ strategy }) => strategy.id === 'round-robin')!
    .memory.slice(1);
  return new Map(Array.from({ length: memory.length / 2 }, (_, i) => [memory[2 * i]!, memory[2 * i + 1]!]));
}

/** nginx's `ngx_http_upstream_get_peer` for integer weights, over everybody who is not out. */
function nginx(weights: readonly number[]): (out?: ReadonlySet<number>) => number {
  const current = weights.map(() => 0);
  return (out = new Set()) => {
    let total = 0;
    let best = -1;
    for (let i = 0; i < weights.length; i++) {
      if (out.has(i)) continue;
      current[i]! += weights[i]!;
      total += weights[i]!;
      if (best === -1 || current[i]! > current[best]!) best = i;
    }
    if (best !== -1) current[best]! -= total;
    return best;
  };
}

const integers = fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 12 });
/** Not all equal: then it is plain round robin, which keeps a place instead. */
const different = fc
  .array(fc.integer({ min: 1, max: 12 }), { minLength: 2, maxLength: 12 })
  .filter((list) => new Set(list).size > 1);

describe('round-robin by weight', () => {
  it('goes round weights 5, 1 and 1 as nginx does: a a b a c a a', () => {
    const cycle = ['a', 'a', 'b', 'a', 'c', 'a', 'a'];
    expect(picksOf(fleetOf([5, 1, 1], ['a', 'b', 'c']), 28)).toEqual([...cycle, ...cycle, ...cycle, ...cycle]);
  });

  it('goes round as nginx does whatever the weights, and whoever is out at single picks', () => {
    const outs = fc.array(fc.array(fc.nat(11), { maxLength: 6 }), { minLength: 1, maxLength: 100 });
    fc.assert(
      fc.property(different, outs, (weights, story) => {
        const { router, query } = fleetOf(weights);
        const twin = nginx(weights);
        const result = emptyResult();
        story.forEach((out, i) => {
          // The last node is always there.
          const left = new Set(out.filter((node) => node < weights.length - 1));
          query.triedCount = 0;
          for (const node of left) query.tried[query.triedCount++] = node;
          router.route(query, i, aimed(i), result);
          expect(result.deployment).toBe(twin(left));
        });
      }),
      lawRuns(150),
    );
  });

  it('gives everyone exactly its weight of turns in every period, and more than its share, rounded up, never on the way', () => {
    fc.assert(
      fc.property(integers, fc.integer({ min: 1, max: 12 }), (weights, periods) => {
        const fleet = fleetOf(weights);
        const sum = sumOf(weights);
        const period = sum / (new Set(weights).size === 1 ? weights[0]! : 1);
        for (let round = 0; round < periods; round++) {
          const counts = weights.map(() => 0);
          for (let k = 1; k <= period; k++) {
            const { deployment } = send(fleet, k, k);
            counts[deployment]!++;
            expect(counts[deployment]!).toBeLessThanOrEqual(Math.ceil((k * weights[deployment]!) / sum));
          }
          expect(counts).toEqual(weights.map((weight) => (weight * period) / sum));
        }
      }),
      lawRuns(60),
    );
  });

  it('shares out fractions of a weight exactly', () => {
    // A period of 0.7 + 0.2 + 0.1 in tenths, and of thousandths.
    for (const [weights, period] of [
      [[0.7, 0.2, 0.1], 10],
      [[0.001, 1, 0.3], 1_301],
    ] as const) {
      const fleet = fleetOf(weights);
      const first = picksOf(fleet, period);
      weights.forEach((weight, i) =>
        expect(first.filter((name) => name === `n${i}`).length).toBe(Math.round((weight / sumOf(weights)) * period)),
      );
      expect(currents(fleet).size).toBe(0);
      expect(picksOf(fleet, period)).toEqual(first);
    }
  });

  it('is plain round robin where all weights are equal, whatever they are', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 9 }), fc.constantFrom(0.001, 0.3, 7), (count, weight) => {
        const fleet = fleetOf(Array.from({ length: count }, () => weight));
        expect(picksOf(fleet, 3 * count)).toEqual([...names(count), ...names(count), ...names(count)]);
        expect(currents(fleet).size).toBe(0);
      }),
      lawRuns(30),
    );
  });

  it('neither gives to a node that is away nor takes from it, so it comes back as it went', () => {
    const fleet = fleetOf([4, 2, 1]);
    picksOf(fleet, 3);
    const before = currents(fleet).get(0)!;
    for (let k = 0; k < 3; k++) fleet.health.reportFailure('n0');
    expect(new Set(picksOf(fleet, 41))).toEqual(new Set(['n1', 'n2']));
    expect(currents(fleet).get(0)).toBe(before);
    for (let k = 0; k < 2; k++) fleet.health.reportSuccess('n0', 100);
    const picks = picksOf(fleet, 70);
    // 4 of 7, and less than one period to catch up on, however long it was away.
    const most = Math.max(
      ...Array.from({ length: 64 }, (_, from) => picks.slice(from, from + 7).filter((name) => name === 'n0').length),
    );
    expect(most).toBeLessThanOrEqual(5);
    expect(Math.abs(picks.filter((name) => name === 'n0').length - 40)).toBeLessThanOrEqual(1);
  });

  it('owes nobody more than a period, and everybody together nothing, however nodes come and go', () => {
    const waves = fc.array(fc.tuple(fc.array(fc.nat(11), { maxLength: 8 }), fc.integer({ min: 1, max: 30 })), {
      minLength: 5,
      maxLength: 30,
    });
    fc.assert(
      fc.property(different, waves, (weights, story) => {
        const fleet = fleetOf(weights);
        const { router, query } = fleet;
        const result = emptyResult();
        for (const [out, lasts] of story) {
          query.triedCount = 0;
          for (const node of new Set(out)) if (node > 0 && node < weights.length) query.tried[query.triedCount++] = node;
          for (let i = 0; i < lasts; i++) {
            router.route(query, i, aimed(i), result);
            const kept = [...currents(fleet).values()];
            expect(sumOf(kept)).toBe(0);
            for (const current of kept) expect(Math.abs(current)).toBeLessThan(1e6 * sumOf(weights));
          }
        }
      }),
      lawRuns(60),
    );
  });

  it('does not drift: after more turns than the cells count it stands where a fresh one does', { timeout: 60_000 }, () => {
    const weights = [5, 1, 1, 0.3];
    const fleet = fleetOf(weights);
    const fresh = fleetOf(weights);
    const result = emptyResult();
    const turns = 1_048_576 + 40;
    for (let i = 0; i < turns; i++) fleet.router.route(fleet.query, 1, aimed(), result);
    for (let i = 0; i < turns % 73; i++) fresh.router.route(fresh.query, 1, aimed(), result);
    expect(currents(fleet)).toEqual(currents(fresh));
    expect(picksOf(fleet, 146)).toEqual(picksOf(fresh, 146));
  });

  it('keeps proportions of classes that share no node', () => {
    const fleet = fleetOf([1, 3]);
    fleet.catalog.register('bge', 'e0', 'here', ['embed'], { weight: 5 });
    fleet.catalog.register('bge', 'e1', 'here', ['embed'], { weight: 1 });
    for (const node of ['e0', 'e1']) fleet.health.register(node);
    const embed = fleet.router.requestClass({ capability: 'embed', privacy: 'internal', costTolerance: 50 });
    const counts = new Map<string | null, number>();
    for (let i = 0; i < 660; i++) {
      // Ten of one class for each of the other.
      const requestClass = i % 11 === 0 ? embed : fleet.query.requestClass;
      const name = nameOf(fleet, send(fleet, i, i, { requestClass }));
      counts.set(name, (counts.get(name) ?? 0) + 1);
    }
    expect(Object.fromEntries(counts)).toEqual({ n0: 150, n1: 450, e0: 50, e1: 10 });
  });

  it('says who has the highest current weight, and before whom', () => {
    const fleet = fleetOf([5, 1, 1]);
    const sentence = (): string => {
      const { decision } = fleet.router.explain(fleet.query, 1, aimed());
      return decision.kind === 'routed' ? decision.decision.reasoning : '';
    };
    expect(sentence()).toBe('n0 has the highest current weight of 3 eligible nodes (5), before n1 (1).');
    picksOf(fleet, 1);
    expect(sentence()).toBe('n0 has the highest current weight of 3 eligible nodes (3), before n1 (2).');
    picksOf(fleet, 1);
    expect(sentence()).toBe('n1 and n2 have the highest current weight of 3 eligible nodes (3), and n1 was registered first.');
  });
});
