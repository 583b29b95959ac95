/**
 * SVG path data for the tracks. Rates are drawn in columns: as many whole bins as make a few pixels, aligned to the run's
 * start, so that a column never changes its bins while the view moves.
 */
import { area, line } from 'd3-shape';

import type { TimeScale } from './time-axis';

/** A tenth of a pixel is enough, and halves the text. */
const tenth = (px: number) => Math.round(px * 10) / 10;
const LEAST_COLUMN_PX = 3.5;

/** Bins [from, to) that lie in view, with one more on either side so that lines leave the plot. */
export function binsInView(scale: TimeScale, binMs: number, bins: number): readonly [number, number] {
  const from = Math.max(0, Math.floor(scale.startMs / binMs) - 1);
  return [from, Math.max(from, Math.min(bins, Math.ceil(scale.endMs / binMs) + 1))];
}

export interface LinePaths {
  readonly solid: string;
  /** Where a percentile rests on too few requests; joins up with its neighbours. */
  readonly sparse: string;
}

/** A line through the ends of the bins; gaps where a value is not finite. */
export function percentilePaths(
  scale: TimeScale,
  binMs: number,
  values: readonly number[],
  counts: readonly number[],
  leastCount: number,
  y: (value: number) => number,
): LinePaths {
  const [from, to] = binsInView(scale, binMs, values.length);
  const known = (i: number) => i >= 0 && i < values.length && Number.isFinite(values[i]);
  const enough = (i: number) => (counts[i] ?? 0) >= leastCount;
  const bins: number[] = [];
  let anySparse = false;
  for (let i = from; i < to; i++) {
    bins.push(i);
    if (known(i) && !enough(i)) anySparse = true;
  }
  const path = line<number>()
    .x((i) => tenth(scale.x((i + 1) * binMs)))
    .y((i) => tenth(y(values[i] ?? 0)));
  const solid = path.defined((i) => known(i) && enough(i))(bins) ?? '';
  if (!anySparse) return { solid, sparse: '' };
  const nearSparse = (i: number) => !enough(i) || (known(i - 1) && !enough(i - 1)) || (known(i + 1) && !enough(i + 1));
  return { solid, sparse: path.defined((i) => known(i) && nearSparse(i))(bins) ?? '' };
}

export interface Columns {
  /** Bins per column. */
  readonly size: number;
  readonly from: number;
  readonly to: number;
  readonly fromMs: (column: number) => number;
  readonly toMs: (column: number) => number;
  /** Per second, over the bins of the column that are finished. */
  rate(values: readonly number[], column: number): number;
}

export function columnsInView(scale: TimeScale, binMs: number, bins: number): Columns {
  const size = Math.max(1, Math.ceil(LEAST_COLUMN_PX / (binMs * scale.pxPerMs)));
  const [from, to] = binsInView(scale, binMs, bins);
  return {
    size,
    from: Math.floor(from / size),
    to: Math.ceil(to / size),
    fromMs: (column) => column * size * binMs,
    toMs: (column) => Math.min((column + 1) * size, bins) * binMs,
    rate(values, column) {
      const end = Math.min((column + 1) * size, bins);
      let sum = 0;
      for (let i = column * size; i < end; i++) sum += values[i] ?? 0;
      return (sum * 1000) / ((end - column * size) * binMs);
    },
  };
}

/** The highest column of a run, so that an axis grows but never shrinks while the view moves. */
export function highestRate(columns: Columns, bins: number, lists: readonly (readonly number[])[]): number {
  let highest = 0;
  for (let column = 0; column * columns.size < bins; column++) {
    let sum = 0;
    for (const values of lists) sum += columns.rate(values, column);
    if (sum > highest) highest = sum;
  }
  return highest;
}

function indexes({ from, to }: Columns): number[] {
  return Array.from({ length: Math.max(0, to - from) }, (_, i) => from + i);
}

function middle(scale: TimeScale, columns: Columns): (column: number) => number {
  return (column) => tenth(scale.x((columns.fromMs(column) + columns.toMs(column)) / 2));
}

/** Line and area under it, through the middles of the columns. */
export function ratePaths(scale: TimeScale, columns: Columns, values: readonly number[], y: (rate: number) => number) {
  const list = indexes(columns);
  const x = middle(scale, columns);
  const height = (column: number) => tenth(y(columns.rate(values, column)));
  return {
    line: line<number>().x(x).y(height)(list) ?? '',
    area: area<number>().x(x).y0(y(0)).y1(height)(list) ?? '',
  };
}

/** Stacked bars, one path per list, from zero up. A bar that stands for anything is at least 1 px high. */
export function barPaths(
  scale: TimeScale,
  columns: Columns,
  lists: readonly (readonly number[])[],
  y: (rate: number) => number,
): string[] {
  const paths = lists.map(() => '');
  for (const column of indexes(columns)) {
    const x0 = tenth(scale.x(columns.fromMs(column)));
    const width = tenth(scale.x(columns.toMs(column)) - x0 - 0.8);
    let below = 0;
    let bottom = tenth(y(0));
    lists.forEach((values, i) => {
      const rate = columns.rate(values, column);
      if (rate <= 0) return;
      below += rate;
      const top = Math.min(tenth(y(below)), bottom - 1);
      paths[i] += `M${x0},${bottom}h${Math.max(width, 0.8)}V${top}h${-Math.max(width, 0.8)}z`;
      bottom = top;
    });
  }
  return paths;
}

/** Stacked shares of the whole, one area per list, the first at the bottom; gaps where all are zero. */
export function sharePaths(
  scale: TimeScale,
  columns: Columns,
  lists: readonly (readonly number[])[],
  y: (share: number) => number,
): string[] {
  const list = indexes(columns);
  const totals = new Float64Array(list.length);
  for (const values of lists) list.forEach((column, i) => (totals[i] = totals[i]! + columns.rate(values, column)));
  const below = new Float64Array(list.length);
  const above = new Float64Array(list.length);
  return lists.map((values) => {
    list.forEach((column, i) => {
      below[i] = above[i]!;
      if (totals[i]! > 0) above[i] = below[i] + columns.rate(values, column) / totals[i]!;
    });
    const path = area<number>()
      .defined((_, i) => totals[i]! > 0)
      .x(middle(scale, columns))
      .y0((_, i) => tenth(y(below[i]!)))
      .y1((_, i) => tenth(y(above[i]!)));
    return path(list) ?? '';
  });
}
