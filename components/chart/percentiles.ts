/**
 * A percentile q rests on enough requests when at least three are expected beyond it: 3 / (1 - q). Below that it is drawn
 * hollow. Order: from the highest, as the latency track stacks its labels.
 */
export const PERCENTILES = [
  { key: 'p99Ms', name: 'p99', least: 300, width: 1.8, opacity: 1 },
  { key: 'p95Ms', name: 'p95', least: 60, width: 1.2, opacity: 0.78 },
  { key: 'p50Ms', name: 'p50', least: 6, width: 1.2, opacity: 0.55 },
] as const;
export type PercentileKey = (typeof PERCENTILES)[number]['key'];
