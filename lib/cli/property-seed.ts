/**
 * Where property tests draw from: null for the fixed seed of `lib/base/law-runs`, or the seed that `FAST_CHECK_SEED` names.
 * `random` draws one. Throws on anything else, because a seed that is silently ignored repeats nothing.
 */
export function seedFrom(wish: string | undefined, draw: () => number = Math.random): number | null {
  if (wish === undefined || wish === '') return null;
  if (wish === 'random') return Math.floor(draw() * 0x7fffffff);
  const seed = Number(wish);
  if (!/^-?\d+$/.test(wish) || !Number.isInteger(seed) || Math.abs(seed) > 0x7fffffff) {
    throw new Error(`FAST_CHECK_SEED must be "random" or a whole number up to 2147483647 (found "${wish}").`);
  }
  return seed;
}
