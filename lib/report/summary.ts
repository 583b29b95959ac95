import type { Sketch } from '@/lib/base/sketch';

/** Law: `arrived = finished + refused + failed + timedOut + inside`, at every instant. */
export interface RequestCounts {
  readonly arrived: number;
  /** Answered. */
  readonly finished: number;
  /** The router had no node for it, and no retry was left. */
  readonly refused: number;
  /** The last attempt failed (error, rejected, unreachable). */
  readonly failed: number;
  /** The last attempt timed out. */
  readonly timedOut: number;
  /** Still being served, or waiting for a retry. */
  readonly inside: number;
}

/** Quantiles of answered requests' latency, in ms. null where nothing was answered. Relative error at most 0.2 %. */
export interface LatencySummary {
  readonly count: number;
  readonly meanMs: number | null;
  readonly p50Ms: number | null;
  readonly p95Ms: number | null;
  readonly p99Ms: number | null;
  readonly p999Ms: number | null;
  readonly maxMs: number | null;
}

const FRACTIONS = [0.5, 0.95, 0.99, 0.999] as const;
const answers = new Float64Array(FRACTIONS.length);

/**
 * A latency summary from a sketch and the exact sum and largest value of the same numbers. Quantiles are within 0.2 %, and never
 * above the largest value.
 */
export function summaryOf(sketch: Sketch, sumMs: number, maxMs: number): LatencySummary {
  const count = sketch.count;
  if (count === 0) return { count: 0, meanMs: null, p50Ms: null, p95Ms: null, p99Ms: null, p999Ms: null, maxMs: null };
  sketch.quantiles(FRACTIONS, answers);
  const capped = (i: number): number => Math.min(answers[i]!, maxMs);
  return { count, meanMs: sumMs / count, p50Ms: capped(0), p95Ms: capped(1), p99Ms: capped(2), p999Ms: capped(3), maxMs };
}
