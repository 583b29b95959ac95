import { CounterStream, SUBSYSTEM } from '@/lib/base/random';

import type { Range } from './schema';
import { PURPOSE } from './seeds';

/** One more than settings: each point differs from the one before in the setting that `moved` names. */
export interface MorrisPath {
  readonly points: readonly (readonly number[])[];
  readonly moved: readonly number[];
}

/** Levels of the grid on which a path walks; with an even number and steps of LEVELS / 2, all levels are met equally often. */
const LEVELS = 4;
const STEP = LEVELS / 2;

/** A random path through the box of ranges: a base on the grid's lower half, settings in random order, each moved half the grid up or down. */
export function morrisPath(ranges: readonly Range[], integers: readonly boolean[], seed: number, index: number): MorrisPath {
  const chance = new CounterStream(seed).aim(SUBSYSTEM.experiment, index, PURPOSE.path);
  const base = ranges.map(() => chance.nextBelow(LEVELS - STEP));
  const upwards = ranges.map(() => chance.nextBelow(2) === 1);
  const moved = shuffled(ranges.length, chance);
  const levels = base.map((level, i) => (upwards[i] ? level : level + STEP));
  const points = [valuesAt(levels, ranges, integers)];
  for (const i of moved) {
    levels[i] = levels[i]! + (upwards[i] ? STEP : -STEP);
    points.push(valuesAt(levels, ranges, integers));
  }
  return { points, moved };
}

function valuesAt(levels: readonly number[], ranges: readonly Range[], integers: readonly boolean[]): number[] {
  return levels.map((level, i) => {
    const { low, high } = ranges[i]!;
    const value = low + ((high - low) * level) / (LEVELS - 1);
    return integers[i] ? Math.round(value) : value;
  });
}

/** Fisher and Yates. */
function shuffled(count: number, chance: CounterStream): number[] {
  const order = Array.from({ length: count }, (_, i) => i);
  for (let i = count - 1; i > 0; i--) {
    const j = chance.nextBelow(i + 1);
    [order[i], order[j]] = [order[j]!, order[i]!];
  }
  return order;
}
