import type { Pool } from '../pool';

/** Blocks of the prompt that the place's node has cached from the first one on, as it last said. O(matched). */
export function matchedAt(pool: Pool, place: number): number {
  return pool.situation.signals.matched(pool.catalog.nodeOf[pool.at(place)]!, pool.blocks, pool.blockCount);
}

/** Whether the place's node has the block with this number of the prompt cached, with or without those before it. */
export function cachesAt(pool: Pool, place: number, number: number): boolean {
  return pool.situation.signals.caches(pool.catalog.nodeOf[pool.at(place)]!, pool.blocks[number]!);
}

/** `12 of 16 blocks cached`, for sentences. */
export function matchedWords(pool: Pool, place: number): string {
  return `${matchedAt(pool, place)} of ${pool.blockCount} ${pool.blockCount === 1 ? 'block' : 'blocks'} cached`;
}
