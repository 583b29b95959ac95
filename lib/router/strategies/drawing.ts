import type { RandomStream } from '@/lib/base/random';
import type { DeploymentIndex } from '@/lib/fleet/ids';
import type { Pool } from '../pool';

/**
 * Tries for each draw before the eligible are listed. With half the fleet out, fewer than one pick in 10^8 of two draws misses
 * so often; a draw costs about 15 ns, a listing of 100 nodes 1 us.
 */
export const TRIES = 15;

/** One member, uniformly; -1 when there is none. Draws again while a draw is not eligible, then by rank: the same distribution. */
export function drawMember(pool: Pool, chance: RandomStream): DeploymentIndex {
  const { size } = pool;
  for (let tries = 0; tries < TRIES && size > 0; tries++) {
    const place = chance.nextBelow(size);
    if (pool.holds(place)) return pool.at(place);
  }
  pool.settle();
  return pool.size === 0 ? -1 : pool.at(chance.nextBelow(pool.size));
}

/**
 * Up to `most` distinct members, uniformly, in the order of the draws; writes them into `into` and answers how many there are. Draws
 * again while a draw is not eligible or was drawn before, then by rank among the members left.
 */
export function drawDistinct(pool: Pool, chance: RandomStream, most: number, into: Int32Array): number {
  let drawn = 0;
  const { size } = pool;
  for (let tries = 0; tries < TRIES * most && size > 1; tries++) {
    const place = chance.nextBelow(size);
    if (!pool.holds(place)) continue;
    const deployment = pool.at(place);
    if (among(into, drawn, deployment)) continue;
    into[drawn++] = deployment;
    if (drawn === most || drawn === size) return drawn;
  }
  pool.settle();
  if (pool.size === 1) {
    into[0] = pool.at(0);
    return 1;
  }
  while (drawn < most && drawn < pool.size) {
    let rank = chance.nextBelow(pool.size - drawn);
    let place = 0;
    for (; ; place++) if (!among(into, drawn, pool.at(place)) && rank-- === 0) break;
    into[drawn++] = pool.at(place);
  }
  return drawn;
}

function among(list: Int32Array, count: number, deployment: DeploymentIndex): boolean {
  for (let i = 0; i < count; i++) if (list[i] === deployment) return true;
  return false;
}

const ORDINALS = ['first', 'second', 'third', 'fourth', 'fifth', 'sixth', 'seventh', 'eighth'];

/** `second draw`, for receipts; `index` from 0. */
export function ordinalDraw(index: number): string {
  return `${ORDINALS[index] ?? `${index + 1}th`} draw`;
}
