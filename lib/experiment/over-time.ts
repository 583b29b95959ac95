/** Columns over time of many replications: mean, least and most at each bin. Added in index order, as sums of floats depend on it. */
import type { Curves } from './replication';

export const CURVE_NAMES = ['p50Ms', 'p95Ms', 'p99Ms', 'offered', 'completed', 'lost', 'attempts', 'inFlight'] as const;
export type CurveName = (typeof CURVE_NAMES)[number];

/** By bin; null where no replication had a value. */
export interface Curve {
  readonly mean: readonly (number | null)[];
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
}

export class CurveSums {
  private binMs = 0;
  private readonly sums = new Map<CurveName, Sums>();

  add(curves: Curves): void {
    this.binMs = curves.binMs;
    for (const name of CURVE_NAMES) {
      const column = curves[name];
      const { count, sum, least, most } = this.sumsOf(name, column.length);
      for (let i = 0; i < count.length; i++) {
        const value = column[i] ?? NaN;
        if (Number.isNaN(value)) continue;
        count[i]!++;
        sum[i]! += value;
        if (value < least[i]!) least[i] = value;
        if (value > most[i]!) most[i] = value;
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
    };
    this.sums.set(name, made);
    return made;
  }
}

function curveOf({ count, sum, least, most }: Sums): Curve {
  const where = (value: (i: number) => number): (number | null)[] => Array.from(count, (n, i) => (n === 0 ? null : value(i)));
  return { mean: where((i) => sum[i]! / count[i]!), least: where((i) => least[i]!), most: where((i) => most[i]!) };
}
