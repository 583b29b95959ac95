/**
 * Columns over time on a fixed grid: bin `i` covers [i * binMs, (i + 1) * binMs). Only finished bins are listed. All
 * columns have equal length. Percentiles at bin `i` are of requests answered in the trailing `windowMs` up to the bin's end;
 * NaN where there were none.
 */
export interface Series {
  readonly binMs: number;
  readonly windowMs: number;
  /** Requests that arrived in the bin. */
  readonly offered: readonly number[];
  /** Requests answered in the bin. */
  readonly completed: readonly number[];
  /** Requests that ended otherwise in the bin (refused, failed, timed out). */
  readonly lost: readonly number[];
  /** Attempts that started in the bin. */
  readonly attempts: readonly number[];
  /** Attempts that ended badly in the bin, by kind. */
  readonly errors: readonly number[];
  readonly rejected: readonly number[];
  readonly unreachable: readonly number[];
  readonly timedOut: readonly number[];
  readonly p50Ms: readonly number[];
  readonly p95Ms: readonly number[];
  readonly p99Ms: readonly number[];
  /** Requests answered in the trailing window. */
  readonly windowCount: readonly number[];
  /** In-flight attempts, all nodes, at the bin's end. */
  readonly inFlight: readonly number[];
  /** Attempts started in the bin per region, in the scenario's order of regions. */
  readonly regionAttempts: readonly (readonly number[])[];
}

/** Percentiles of a class over the trailing window, bin by bin, and of how many answers they are; NaN where there are none. */
export interface ClassPercentiles {
  readonly p50Ms: Float64Array;
  readonly p95Ms: Float64Array;
  readonly p99Ms: Float64Array;
  readonly windowCount: Float64Array;
}
