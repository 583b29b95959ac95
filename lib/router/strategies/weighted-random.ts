/**
 * At random, with a probability of the total over the sum of totals; a total below 0 counts as 0. Where the sum is 0, the
 * first member by total, as the reference. The sums form a tree in which each inner value is its left plus its right, so
 * that they depend on the fleet alone and not on the order of updates. O(log n).
 */
import type { Pool } from '../pool';
import { withoutMemory, type Strategy } from './strategy';

export interface WeightedRandomSettings {
  readonly id: 'weighted-random';
}

export const weightedRandom: Strategy = withoutMemory((_key, pool, chance, trace) => {
  const sums = pool.sums();
  if (!(sums.sum > 0)) {
    const best = pool.best();
    if (best !== -1 && trace.on) {
      const node = pool.catalog.nodeIdOf(best);
      trace.say(`No score of ${pool.phrase()} is above 0, so the highest one is taken: ${node}.`);
    }
    return best;
  }
  const draw = chance.nextUnit();
  const leaf = sums.find(draw * sums.sum);
  const picked = pool.atLeaf(leaf);
  if (trace.on) {
    const node = pool.catalog.nodeIdOf(picked);
    const share = ((100 * sums.at(leaf)) / sums.sum).toFixed(1);
    trace.step('draw', draw.toFixed(6));
    trace.step('sum of scores', sums.sum.toFixed(3));
    trace.step('picked', `${node} with ${share} % of it`);
    trace.say(`The draw fell on ${node}, which holds ${share} % of the scores of ${pool.phrase()}.`);
  }
  return picked;
});

/** Probability of each member of the pool, by place; draws nothing. Settles the pool. */
export function pickShares(pool: Pool): Float64Array {
  pool.rate();
  const { sum } = pool.sums();
  const best = pool.best();
  return Float64Array.from({ length: pool.size }, (_, place) => {
    if (sum > 0) return Math.max(pool.total(place), 0) / sum;
    return pool.at(place) === best ? 1 : 0;
  });
}
