/**
 * Quantile sketch with a relative error of at most 0.2 %: a histogram whose bucket is the float64's own exponent and top 8 mantissa
 * bits, so 256 buckets per octave and no logarithm. A bucket is at most 1/256 of its lower edge wide and is answered by its
 * middle: error at most 1/512 = 0.196 %. Sketches add and subtract exactly, in any order.
 * The idea is that of HdrHistogram and DDSketch (Masson, Rim & Lee, VLDB 2019); here the floating-point format is the mapping.
 */
import { cell as sharedCell, HIGH as HIGH_WORD, words as sharedWords } from './float-bits';

// A constant of the module's own is folded into hot code; an imported one is looked up each time.
const cell = sharedCell;
const HIGH = HIGH_WORD;
const words = sharedWords;

/** Values below 2^-20 (a nanosecond, in ms) count as 0. */
const LEAST_BUCKET = (1023 - 20) * 256;
/** Buckets of all finite numbers from 0. */
const BUCKETS = 2047 * 256;
const GROWTH = 512;
/**
 * A bucket is a uint32: half the memory of a float64, and a run with a sketch for every node waits for memory more than for anything else. No run
 * comes near so many values; sketches of many runs, merged, throw instead of counting on from 0.
 */
const MOST_VALUES = 4_294_967_295;

export interface SketchState {
  readonly first: number;
  readonly counts: Uint32Array;
  readonly zeros: number;
}

/** Sign, exponent and top 8 mantissa bits. */
function bucketOf(value: number): number {
  cell[0] = value;
  return words[HIGH]! >>> 12;
}

function middleOf(bucket: number): number {
  words[HIGH] = (bucket << 12) | 0x800;
  words[1 - HIGH] = 0;
  return cell[0]!;
}

export class Sketch {
  /** How many values. */
  count = 0;
  private zeros = 0;
  /** `counts[i]` belongs to bucket `first + i`. */
  private first = LEAST_BUCKET;
  private counts = new Uint32Array(0);

  /** A finite number, not negative. Throws otherwise. The bucket alone tells: a sign bit, an infinity or a NaN make it too large. */
  add(value: number): void {
    const bucket = bucketOf(value);
    const at = bucket - this.first;
    // What is covered is neither too small nor too large.
    if (at < 0 || at >= this.counts.length) return this.addBeyond(value, bucket);
    this.count++;
    this.counts[at]!++;
  }

  private addBeyond(value: number, bucket: number): void {
    if (bucket >= BUCKETS && value !== 0) throw new Error(`a sketch takes finite values from 0, not ${value}`);
    this.count++;
    if (bucket < LEAST_BUCKET || bucket >= BUCKETS) {
      this.zeros++;
      return;
    }
    this.cover(bucket);
    this.counts[bucket - this.first]!++;
  }

  merge(other: Sketch): void {
    this.combine(other, 1);
  }

  /** Takes out what was merged before. */
  subtract(other: Sketch): void {
    this.combine(other, -1);
  }

  clear(): void {
    this.count = 0;
    this.zeros = 0;
    this.counts.fill(0);
  }

  /**
   * For ascending `fractions` in [0, 1], writes to `into` the value of rank ceil(fraction * count) (at least the first), each with
   * a relative error of at most 0.2 %; NaN when empty. One walk over the buckets for all.
   */
  quantiles(fractions: readonly number[], into: Float64Array): void {
    if (this.count === 0) {
      into.fill(NaN, 0, fractions.length);
      return;
    }
    let q = 0;
    let seen = this.zeros;
    while (q < fractions.length && this.rank(fractions[q]!) <= seen) into[q++] = 0;
    for (let i = 0; i < this.counts.length && q < fractions.length; i++) {
      const here = this.counts[i]!;
      if (here === 0) continue;
      seen += here;
      while (q < fractions.length && this.rank(fractions[q]!) <= seen) into[q++] = middleOf(this.first + i);
    }
  }

  /** One quantile; null when empty. */
  quantile(fraction: number): number | null {
    if (this.count === 0) return null;
    this.quantiles([fraction], SINGLE);
    return SINGLE[0]!;
  }

  /** Without the empty buckets at either end, which are most of them. */
  save(): SketchState {
    let from = 0;
    let to = this.counts.length;
    while (from < to && this.counts[from] === 0) from++;
    while (to > from && this.counts[to - 1] === 0) to--;
    return { first: this.first + from, counts: this.counts.slice(from, to), zeros: this.zeros };
  }

  restore(state: SketchState): void {
    this.first = state.first;
    this.counts = state.counts.slice();
    this.zeros = state.zeros;
    this.count = this.counts.reduce((sum, n) => sum + n, state.zeros);
  }

  private rank(fraction: number): number {
    return Math.min(this.count, Math.max(1, Math.ceil(fraction * this.count)));
  }

  private combine(other: Sketch, sign: number): void {
    this.count += sign * other.count;
    if (this.count > MOST_VALUES)
      throw new Error(`a sketch of ${this.count} values, and no bucket may hold more than ${MOST_VALUES}`);
    this.zeros += sign * other.zeros;
    const n = other.counts.length;
    if (n === 0) return;
    this.cover(other.first);
    this.cover(other.first + n - 1);
    const shift = other.first - this.first;
    for (let i = 0; i < n; i++) {
      const here = other.counts[i]!;
      if (here !== 0) this.counts[i + shift]! += sign * here;
    }
  }

  /** Makes room for a bucket that counts a value, in whole blocks of such. */
  private cover(bucket: number): void {
    const block = Math.floor(bucket / GROWTH) * GROWTH;
    const none = this.counts.length === 0;
    const first = Math.max(LEAST_BUCKET, none ? block : Math.min(this.first, block));
    const end = Math.min(BUCKETS, Math.max(none ? 0 : this.first + this.counts.length, block + GROWTH));
    if (end - first === this.counts.length) return;
    const counts = new Uint32Array(end - first);
    if (!none) counts.set(this.counts, this.first - first);
    this.first = first;
    this.counts = counts;
  }
}

const SINGLE = new Float64Array(1);
