/** What the nearest cells that have run say of those that have not: a guess to draw a map by, and never a result. */
import { gridPlaces } from './coarse-to-fine';
import type { Sweep } from './sweep';

/** `mean` is that of the nearest cells that do not fail; null where all of the nearest fail or say nothing. */
export interface Guess {
  readonly mean: number | null;
}

/**
 * For each cell: null where it has run, is refused, or nothing has run yet. Near is by steps over each axis's whole length; cells that are
 * equally near are averaged. O(cells that have not run × those that have).
 */
export function guessesOf({ cells, axes, metric }: Pick<Sweep, 'cells' | 'axes' | 'metric'>): (Guess | null)[] {
  const places = gridPlaces(axes.map(({ values }) => values.length));
  const dimensions = axes.length;
  const run = cells.flatMap(({ replications }, i) => (replications > 0 ? [i] : []));
  return cells.map(({ refused, replications }, i) => {
    if (refused !== null || replications > 0 || run.length === 0) return null;
    let least = Infinity;
    let sum = 0;
    let count = 0;
    for (const other of run) {
      let squared = 0;
      for (let a = 0; a < dimensions; a++) {
        const apart = places[i * dimensions + a]! - places[other * dimensions + a]!;
        squared += apart * apart;
      }
      if (squared > least) continue;
      if (squared < least) [least, sum, count] = [squared, 0, 0];
      const mean = cells[other]!.fails ? null : (cells[other]!.metrics[metric]?.mean ?? null);
      if (mean === null) continue;
      sum += mean;
      count++;
    }
    return { mean: count === 0 ? null : sum / count };
  });
}
