import { FEWEST_ANSWERS } from '@/lib/report/fewest';

/**
 * Of fewer than `least` requests a percentile is drawn hollow. Order: from the highest, as the latency track stacks its labels.
 */
export const PERCENTILES = [
  { key: 'p99Ms', name: 'p99', least: FEWEST_ANSWERS.p99Ms, width: 1.8, opacity: 1 },
  { key: 'p95Ms', name: 'p95', least: FEWEST_ANSWERS.p95Ms, width: 1.2, opacity: 0.78 },
  { key: 'p50Ms', name: 'p50', least: FEWEST_ANSWERS.p50Ms, width: 1.2, opacity: 0.55 },
] as const;
export type PercentileKey = (typeof PERCENTILES)[number]['key'];
