/** Answers below which a percentile q is a handful of requests: at least three are to be expected beyond it, 3 / (1 - q). */
export const FEWEST_ANSWERS = { p50Ms: 6, p95Ms: 60, p99Ms: 300, p999Ms: 3_000 } as const;
export type PercentileName = keyof typeof FEWEST_ANSWERS;
