/**
 * The grid of a run's series: the finest of these steps that needs at most 400 bins, which is about one per two pixels of a wide
 * chart. Percentiles look back over at least 3 s and 4 bins: at 100 requests/s that is what a p99 needs.
 */
const STEPS_MS = [250, 500, 1_000, 2_000, 5_000, 10_000, 20_000, 30_000, 60_000, 120_000, 300_000] as const;
const MOST_BINS = 400;

export interface Grid {
  readonly binMs: number;
  readonly bins: number;
  readonly windowMs: number;
}

/** `durationMs` is above 0. The last bin may reach beyond the end of the run. */
export function gridOf(durationMs: number): Grid {
  const binMs = STEPS_MS.find((step) => durationMs <= step * MOST_BINS) ?? Math.ceil(durationMs / MOST_BINS);
  return { binMs, bins: Math.ceil(durationMs / binMs), windowMs: Math.max(3_000, 4 * binMs) };
}
