import { hashString } from '@/lib/base/hash';
import { CounterStream, SUBSYSTEM } from '@/lib/base/random';

/** How many of `count` nodes a share is: rounded up, at least one where there is one. */
export function shareSize(count: number, fraction: number): number {
  // A product such as 0.07 * 100 is a little above the whole number that it stands for.
  return Math.min(count, Math.max(1, Math.ceil(fraction * count - 1e-9)));
}

/** The nodes of `positions` (ascending) that a share of them with this id hits, ascending: those with the least draws. */
export function drawShare(positions: readonly number[], fraction: number, id: string, seed: number): number[] {
  const chance = new CounterStream(seed);
  const entity = hashString(id);
  const drawn = positions.map((position) => ({ position, unit: chance.aim(SUBSYSTEM.shares, entity, position).nextUnit() }));
  return drawn
    .sort((a, b) => a.unit - b.unit || a.position - b.position)
    .slice(0, shareSize(positions.length, fraction))
    .map(({ position }) => position)
    .sort((a, b) => a - b);
}
