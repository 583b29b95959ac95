import type { RandomStream } from '@/lib/base/random';

/**
 * A place, drawn with a probability of its share over the sum of the first `count` shares, one draw; any place alike where the sum
 * is 0. Shares are at least 0 and are added up in order, so that a place without a share is never drawn. O(count).
 */
export function drawPlace(shares: Float64Array, count: number, chance: RandomStream): number {
  let sum = 0;
  for (let place = 0; place < count; place++) sum += shares[place]!;
  if (!(sum > 0)) return chance.nextBelow(count);
  const target = chance.nextUnit() * sum;
  let passed = 0;
  for (let place = 0; place < count; place++) {
    passed += shares[place]!;
    if (target < passed) return place;
  }
  throw new Error(`A draw of ${target} lies beyond all shares, which come to ${sum}.`);
}
