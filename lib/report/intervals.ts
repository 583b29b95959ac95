/**
 * 95 % confidence intervals of steady-state means by batch means: the line is cut into few long batches, whose means are taken as independent and
 * normal, so that Student's t applies. They are only as good as the batches are long; their correlation with the next one tells.
 * Source: Law, Simulation Modeling and Analysis, 5th ed. 2015, section 9.5.3; sectioning for quantiles: Asmussen & Glynn, Stochastic
 * Simulation, 2007, section III.5.
 */
import { studentQuantile } from '@/lib/base/student';

/** Batches of an interval. With many more they are too short, with many fewer t is wide; ten to thirty is the usual advice. */
export const BATCHES = 20;
const TAIL = 0.05;
/** Twenty independent values correlate more than this with their neighbours in one case of twenty: 1.645 / sqrt(20). */
const MOST_CORRELATION = 0.368;

export interface Interval {
  readonly mean: number;
  /** The interval is mean minus this to mean plus this. */
  readonly halfWidth: number;
  /** Whole batches that it rests on. */
  readonly batches: number;
  /** Correlation of a batch with the next one, -1 to 1. */
  readonly lag1: number;
  /** They correlate more than independent ones would: the batches are too short, and the interval is likely too narrow. */
  readonly batchesTooShort: boolean;
}

/** From values of batches in order, around `centre` (left out: their mean). At least 3 values. */
export function intervalOf(values: ArrayLike<number>, centre?: number): Interval {
  const n = values.length;
  if (n < 3) throw new Error(`an interval takes at least 3 batches, not ${n}`);
  let sum = 0;
  for (let i = 0; i < n; i++) sum += values[i]!;
  const own = sum / n;
  const mean = centre ?? own;
  let squares = 0;
  let around = 0;
  let products = 0;
  for (let i = 0; i < n; i++) {
    const off = values[i]! - own;
    squares += off * off;
    around += (values[i]! - mean) * (values[i]! - mean);
    if (i > 0) products += off * (values[i - 1]! - own);
  }
  const lag1 = squares === 0 ? 0 : products / squares;
  return {
    mean,
    halfWidth: studentQuantile(TAIL, n - 1) * Math.sqrt(around / (n - 1) / n),
    batches: n,
    lag1,
    batchesTooShort: lag1 > MOST_CORRELATION,
  };
}

/** Means of `BATCHES` equal stretches of the line; what does not divide is left out at its beginning. At least one value each. */
export function stretches(values: Float64Array): Float64Array {
  const each = Math.floor(values.length / BATCHES);
  if (each < 1) throw new Error(`${values.length} values do not make ${BATCHES} batches`);
  const first = values.length - each * BATCHES;
  return Float64Array.from({ length: BATCHES }, (_, batch) => {
    let sum = 0;
    for (let i = 0; i < each; i++) sum += values[first + batch * each + i]!;
    return sum / each;
  });
}
