/**
 * Columns over time of many replications: at each bin their mean, and between which values nine in ten of them lie. Added in index order, as
 * sums of floats depend on it.
 */
import type { Curves } from './replication';

export const CURVE_NAMES = ['p50Ms', 'p95Ms', 'p99Ms', 'offered', 'completed', 'lost', 'attempts', 'inFlight'] as const;
export type CurveName = (typeof CURVE_NAMES)[number];

/** By bin; null where no replication had a value. */
export interface Curve {
  readonly mean: readonly (number | null)[];
  /** The 5th and the 95th percentile of the replications, between ranks in a straight line; exact to 24 bits. */
  readonly low: readonly (number | null)[];
  readonly high: readonly (number | null)[];
  readonly least: readonly (number | null)[];
  readonly most: readonly (number | null)[];
}

/** Bin `i` covers [i * binMs, (i + 1) * binMs). */
export type OverTime = Readonly<Record<CurveName, Curve>> & { readonly binMs: number };

interface Sums {
  readonly count: Float64Array;
  readonly sum: Float64Array;
  readonly least: Float64Array;
  readonly most: Float64Array;
  /** By bin: the values so far, ascending. */
  readonly sorted: Float32Array[];
}

const LOW = 0.05;
const HIGH = 0.95;

export class CurveSums {
  private binMs = 0;
  private readonly sums = new Map<CurveName, Sums>();

  add(curves: Curves): void {
    this.binMs = curves.binMs;
    for (const name of CURVE_NAMES) {
      const column = curves[name];
      const { count, sum, least, most, sorted } = this.sumsOf(name, column.length);
      for (let i = 0; i < count.length; i++) {
        const value = column[i] ?? NaN;
        if (Number.isNaN(value)) continue;
        count[i]!++;
        sum[i]! += value;
        if (value < least[i]!) least[i] = value;
        if (value > most[i]!) most[i] = value;
        sorted[i] = inserted(sorted[i]!, count[i]! - 1, value);
      }
    }
  }

  /** null before anything was added. */
  overTime(): OverTime | null {
    if (this.sums.size === 0) return null;
    const curves = CURVE_NAMES.map((name) => [name, curveOf(this.sums.get(name)!)] as const);
    return { binMs: this.binMs, ...(Object.fromEntries(curves) as Record<CurveName, Curve>) };
  }

  private sumsOf(name: CurveName, bins: number): Sums {
    const have = this.sums.get(name);
    if (have !== undefined) return have;
    const made = {
      count: new Float64Array(bins),
      sum: new Float64Array(bins),
      least: new Float64Array(bins).fill(Infinity),
      most: new Float64Array(bins).fill(-Infinity),
      sorted: Array.from({ length: bins }, () => new Float32Array(4)),
    };
    this.sums.set(name, made);
    return made;
  }
}

function curveOf({ count, sum, least, most, sorted }: Sums): Curve {
  const where = (value: (i: number) => number): (number | null)[] => Array.from(count, (n, i) => (n === 0 ? null : value(i)));
  return {
    mean: where((i) => sum[i]! / count[i]!),
    low: where((i) => percentileOf(sorted[i]!, count[i]!, LOW)),
    high: where((i) => percentileOf(sorted[i]!, count[i]!, HIGH)),
    least: where((i) => least[i]!),
    most: where((i) => most[i]!),
  };
}

/** `list`, or a longer copy, with one more value among its first `count`. */
function inserted(list: Float32Array, count: number, value: number): Float32Array {
  let into = list;
  if (count === list.length) {
    into = new Float32Array(2 * count);
    into.set(list);
  }
  let at = count;
  while (at > 0 && into[at - 1]! > value) {
    into[at] = into[at - 1]!;
    at--;
  }
  into[at] = value;
  return into;
}

/** Of the first `count` of an ascending list, at least one: what lies at rank `fraction * (count - 1)`. */
function percentileOf(sorted: Float32Array, count: number, fraction: number): number {
  const rank = fraction * (count - 1);
  const below = Math.floor(rank);
  const value = sorted[below]!;
  return below + 1 < count ? value + (rank - below) * (sorted[below + 1]! - value) : value;
}
