import type { RateShape } from './rate-shape';

export interface RatePoint {
  readonly atMs: number;
  readonly factor: number;
}

/** Points in order of time; two at one instant make a jump. With `repeatMs`, which lies after the last point, the curve starts anew then. */
export interface CurveSettings {
  readonly points: readonly RatePoint[];
  /** `line`: straight from point to point. `step`: each factor holds until the next point. */
  readonly between: 'line' | 'step';
  readonly repeatMs: number | null;
}

/**
 * A rate factor drawn by hand: a ramp, steps, a day that repeats. Before the first point its factor holds, after the last that one's;
 * a repeating curve goes on from the last point to the first of the next round. Its integral is quadratic in each piece and is inverted
 * piece by piece in closed form. O(log points) per call.
 */
export class RateCurve implements RateShape {
  /** Per piece: where it starts, its factor there, the change of the factor per ms, and the integral up to there. The last goes on. */
  private readonly fromMs: Float64Array;
  private readonly factor: Float64Array;
  private readonly slope: Float64Array;
  private readonly sum: Float64Array;
  private readonly repeatMs: number;
  /** Of one round. */
  private readonly total: number;

  constructor(settings: CurveSettings) {
    const points = unrolled(settings);
    const count = points.length;
    this.fromMs = Float64Array.from(points, ({ atMs }) => atMs);
    this.factor = Float64Array.from(points, ({ factor }) => factor);
    this.slope = new Float64Array(count);
    this.sum = new Float64Array(count);
    for (let i = 0; i + 1 < count; i++) {
      const lastsMs = this.fromMs[i + 1]! - this.fromMs[i]!;
      const rise = settings.between === 'line' ? this.factor[i + 1]! - this.factor[i]! : 0;
      if (lastsMs > 0) this.slope[i] = rise / lastsMs;
      this.sum[i + 1] = this.sum[i]! + lastsMs * (this.factor[i]! + rise / 2);
    }
    this.repeatMs = settings.repeatMs ?? Infinity;
    this.total = settings.repeatMs === null ? Infinity : this.sum[count - 1]!;
  }

  passed(timeMs: number): number {
    if (this.repeatMs === Infinity) return this.within(timeMs);
    const rounds = Math.floor(timeMs / this.repeatMs);
    return rounds * this.total + this.within(Math.max(0, timeMs - rounds * this.repeatMs));
  }

  reached(passed: number): number {
    if (this.total === Infinity) return this.when(passed);
    if (this.total === 0) return passed > 0 ? Infinity : 0;
    const rounds = Math.floor(passed / this.total);
    return rounds * this.repeatMs + Math.min(this.repeatMs, this.when(Math.max(0, passed - rounds * this.total)));
  }

  private within(timeMs: number): number {
    const i = lastUpTo(this.fromMs, timeMs);
    const dt = timeMs - this.fromMs[i]!;
    return this.sum[i]! + dt * (this.factor[i]! + (this.slope[i]! * dt) / 2);
  }

  private when(passed: number): number {
    const i = lastUpTo(this.sum, passed);
    const left = passed - this.sum[i]!;
    if (left <= 0) return this.fromMs[i]!;
    const factor = this.factor[i]!;
    // The root of slope/2 t^2 + factor t = left, in the form in which nothing cancels; 0 / 0 cannot be, since `left` is above 0.
    const t = (2 * left) / (factor + Math.sqrt(Math.max(0, factor * factor + 2 * this.slope[i]! * left)));
    const next = this.fromMs[i + 1];
    return next === undefined ? this.fromMs[i]! + t : Math.min(next, this.fromMs[i]! + t);
  }
}

/** The points of one round from 0 on, the end of the round included where it repeats. */
function unrolled({ points, between, repeatMs }: CurveSettings): RatePoint[] {
  const first = points[0];
  const last = points[points.length - 1];
  if (first === undefined || last === undefined) throw new Error('a rate curve without points');
  if (repeatMs === null) return first.atMs > 0 ? [{ atMs: 0, factor: first.factor }, ...points] : [...points];
  const toEnd = repeatMs - last.atMs;
  const share = toEnd / (toEnd + first.atMs);
  const edge = between === 'line' ? last.factor + (first.factor - last.factor) * share : last.factor;
  const inner = [...points, { atMs: repeatMs, factor: edge }];
  return first.atMs > 0 ? [{ atMs: 0, factor: edge }, ...inner] : inner;
}

/** The last position whose value is at most `value`; the first is. */
function lastUpTo(column: Float64Array, value: number): number {
  let from = 0;
  let to = column.length - 1;
  while (from < to) {
    const middle = (from + to + 1) >> 1;
    if (column[middle]! <= value) from = middle;
    else to = middle - 1;
  }
  return from;
}
