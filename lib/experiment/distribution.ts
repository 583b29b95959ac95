import type { Sketch } from '@/lib/base/sketch';

/** Of all requests of all replications together: `ms` is the latency that a share of `fraction` did not exceed, within 0.2 %. */
export interface DistributionPoint {
  readonly fraction: number;
  readonly ms: number;
}

/** Half of them below the p95, half in the tail. */
const FRACTIONS = [
  ...Array.from({ length: 19 }, (_, i) => (i + 1) / 20),
  ...[0.96, 0.97, 0.975, 0.98, 0.985, 0.99, 0.992, 0.994, 0.995, 0.996, 0.997, 0.998, 0.9985, 0.999, 0.9995, 0.9999],
];
/** Fewer answers beyond a fraction than this say nothing of it. */
const FEWEST_BEYOND = 3;

/** Ascending; ends where too few answers lie beyond. Empty where nothing was answered. */
export function distributionOf(latencies: Sketch): DistributionPoint[] {
  const known = FRACTIONS.filter((fraction) => (1 - fraction) * latencies.count >= FEWEST_BEYOND);
  const answers = new Float64Array(known.length);
  latencies.quantiles(known, answers);
  return known.map((fraction, i) => ({ fraction, ms: answers[i]! }));
}
