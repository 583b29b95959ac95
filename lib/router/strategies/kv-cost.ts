/**
 * The node where the request costs least, in blocks of KV cache: what is still to be prefilled there, this prompt with it, less what is
 * cached of it, plus what answers under way hold. With a temperature a draw instead: a node's chance falls with its cost as
 * exp(-cost / temperature), where costs are first brought to 0..1 between the cheapest and the dearest, so that a temperature means
 * the same on an idle and on a busy fleet. Linear in the window.
 * Source: NVIDIA Dynamo, KV router, default selector, with its defaults and device blocks alone. Among equals at temperature 0 Dynamo
 * draws; here the first registered wins, as everywhere in the house. Requests in flight are this router's own.
 */
import { exp } from '@/lib/base/math';
import type { RandomStream } from '@/lib/base/random';
import type { Signal } from '@/lib/fleet/snapshot';
import type { Pool } from '../pool';
import type { Trace } from '../trace';
import { BlockCosts, inBlocks, type CostWeights } from './block-costs';
import { drawPlace } from './share-draw';
import { withoutMemory, type Strategy } from './strategy';

export interface KvCostSettings extends CostWeights {
  readonly id: 'kv-cost';
  /** 0: always the cheapest. At 1 the dearest still has 1 / e of the cheapest's chance. */
  readonly temperature: number;
}

/** What the settings make no use of is not needed. */
export function kvCostNeeds({ overlapCredit, prefillScale }: KvCostSettings): readonly Signal[] {
  if (prefillScale === 0) return ['decode-blocks'];
  return overlapCredit === 0 ? ['prefill-blocks', 'decode-blocks'] : ['prefill-blocks', 'decode-blocks', 'cached-blocks'];
}

/** Writes each cost's share of a draw, not yet divided by their sum: 1 for the cheapest, and for all where all are equal. */
export function softmaxShares(costs: Float64Array, count: number, temperature: number, into: Float64Array): void {
  let least = Infinity;
  let most = -Infinity;
  for (let i = 0; i < count; i++) {
    least = Math.min(least, costs[i]!);
    most = Math.max(most, costs[i]!);
  }
  for (let i = 0; i < count; i++) into[i] = most === least ? 1 : exp(-((costs[i]! - least) / (most - least)) / temperature);
}

export function kvCost(settings: KvCostSettings): Strategy {
  const { temperature } = settings;
  const reckoned = new BlockCosts(settings);
  let shares = new Float64Array(64);
  const draw = (pool: Pool, chance: RandomStream): number => {
    if (shares.length < pool.size) shares = new Float64Array(2 * pool.size);
    softmaxShares(reckoned.costs, pool.size, temperature, shares);
    return drawPlace(shares, pool.size, chance);
  };
  const explain = (picked: number, pool: Pool, trace: Trace): void => {
    const node = pool.nodeId(picked);
    const cost = inBlocks(reckoned.costs[picked]!);
    const rival = reckoned.cheapest(pool, picked);
    trace.step('picked', reckoned.bill(pool, picked));
    if (rival !== -1) trace.step('runner-up', reckoned.bill(pool, rival));
    if (temperature === 0) {
      const next = rival === -1 ? '' : `; ${pool.nodeId(rival)} is next with ${inBlocks(reckoned.costs[rival]!)}`;
      return trace.say(`${node} costs least of ${pool.phrase()}, ${cost} blocks${next}.`);
    }
    let sum = 0;
    for (let place = 0; place < pool.size; place++) sum += shares[place]!;
    const share = ((100 * shares[picked]!) / sum).toFixed(1);
    trace.step('chance', `${share} % for ${node} at temperature ${temperature}`);
    trace.say(`The draw fell on ${node}, which costs ${cost} blocks and has ${share} % of the chances of ${pool.phrase()}.`);
  };
  return withoutMemory((_key, pool, chance, trace) => {
    pool.settle();
    if (pool.size === 0) return -1;
    reckoned.reckon(pool);
    const picked = temperature === 0 ? reckoned.cheapest(pool) : draw(pool, chance);
    if (trace.on) explain(picked, pool, trace);
    return pool.at(picked);
  });
}
