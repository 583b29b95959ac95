/**
 * At random, with a probability of the total over the sum of totals; a total below 0 counts as 0. Where the sum is 0, the
 * first member by total, as the reference. The sums form a tree in which each inner value is its left plus its right, so
 * that they depend on the members alone and not on the order of updates. O(deployments).
 */
import type { Pool } from '../pool';
import { withoutMemory, type Strategy } from './strategy';

export interface WeightedRandomSettings {
  readonly id: 'weighted-random';
}

export function weightedRandom(): Strategy {
  const tree = new SumTree();
  return withoutMemory((_key, pool, chance, trace) => {
    fill(tree, pool);
    if (pool.size === 0) return -1;
    if (!(tree.sum > 0)) {
      const place = bestPlace(pool);
      const picked = pool.at(place);
      if (trace.on) trace.say(`No score of ${pool.phrase()} is above 0, so the highest one is taken: ${pool.nodeId(place)}.`);
      return picked;
    }
    const draw = chance.nextUnit();
    const place = tree.find(draw * tree.sum);
    if (trace.on) {
      const share = ((100 * tree.at(place)) / tree.sum).toFixed(1);
      trace.step('draw', draw.toFixed(6));
      trace.step('sum of scores', tree.sum.toFixed(3));
      trace.step('picked', `${pool.nodeId(place)} with ${share} % of it`);
      trace.say(`The draw fell on ${pool.nodeId(place)}, which holds ${share} % of the scores of ${pool.phrase()}.`);
    }
    return pool.at(place);
  });
}

/** Probability of each member of the pool, by place; draws nothing. Settles the pool. */
export function pickShares(pool: Pool): Float64Array {
  const tree = new SumTree();
  fill(tree, pool);
  const shares = Float64Array.from({ length: pool.size }, (_, place) => (tree.sum > 0 ? tree.at(place) / tree.sum : 0));
  if (pool.size > 0 && !(tree.sum > 0)) shares[bestPlace(pool)] = 1;
  return shares;
}

function fill(tree: SumTree, pool: Pool): void {
  pool.rate();
  tree.size(pool.size);
  for (let i = 0; i < pool.size; i++) tree.put(i, Math.max(pool.total(i), 0));
  tree.add();
}

function bestPlace(pool: Pool): number {
  let best = 0;
  for (let i = 1; i < pool.size; i++) if (pool.total(i) > pool.total(best)) best = i;
  return best;
}

/** A complete binary tree of sums: node i has the children 2i and 2i + 1, leaves start at `leaves`. */
class SumTree {
  private values = new Float64Array(2);
  private leaves = 1;

  /** Makes room for `count` leaves, all 0. */
  size(count: number): void {
    this.leaves = 1;
    while (this.leaves < count) this.leaves *= 2;
    if (this.values.length < 2 * this.leaves) this.values = new Float64Array(2 * this.leaves);
    else this.values.fill(0, this.leaves + count, 2 * this.leaves);
  }

  put(leaf: number, value: number): void {
    this.values[this.leaves + leaf] = value;
  }

  add(): void {
    for (let i = this.leaves - 1; i >= 1; i--) this.values[i] = this.values[2 * i]! + this.values[2 * i + 1]!;
  }

  get sum(): number {
    return this.values[1]!;
  }

  at(leaf: number): number {
    return this.values[this.leaves + leaf]!;
  }

  /** The leaf in which `target`, from 0 to below the sum, falls; never one of value 0. */
  find(target: number): number {
    let i = 1;
    let left = target;
    while (i < this.leaves) {
      const value = this.values[2 * i]!;
      // A subtraction may round up to the whole of the right side; an empty right side is never entered.
      if (left < value || this.values[2 * i + 1] === 0) i = 2 * i;
      else {
        left -= value;
        i = 2 * i + 1;
      }
    }
    return i - this.leaves;
  }
}
