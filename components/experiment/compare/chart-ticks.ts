/** Ticks of the charts of experiments: round steps, each with its unit, and never so many that they touch. */

/** Steps of simulated time that a clock shows well, in ms. */
const TIME_STEPS_MS = [
  500, 1_000, 2_000, 5_000, 10_000, 15_000, 30_000, 60_000, 120_000, 300_000, 600_000, 1_800_000, 3_600_000, 14_400_000,
  43_200_000,
];
const TIME_TICKS = 4;

/** From 0 to the end of a run at most, in at most five ticks. */
export function timeTicks(durationMs: number): number[] {
  const step = TIME_STEPS_MS.find((one) => durationMs / one <= TIME_TICKS) ?? Math.ceil(durationMs / TIME_TICKS);
  return Array.from({ length: Math.floor(durationMs / step) + 1 }, (_, i) => i * step);
}

const LOG_TICKS = 5;

/** Doublings of 125 ms (and of 1 ms below that) within an axis, thinned out to at most five. */
export function logTicks(least: number, most: number): number[] {
  const [from, to] = [Math.ceil(Math.log2(least / 125) - 1e-9), Math.floor(Math.log2(most / 125) + 1e-9)];
  const stride = Math.max(1, Math.ceil((to - from + 1) / LOG_TICKS));
  return Array.from({ length: Math.floor((to - from) / stride) + 1 }, (_, i) => 125 * 2 ** (from + i * stride));
}

/** 1, 2, 5, 10, 20 ... within an axis, thinned out to decades where there are many. */
export function decadeTicks(least: number, most: number): number[] {
  const found: number[] = [];
  for (let decade = 10 ** Math.floor(Math.log10(least)); decade <= most; decade *= 10) {
    for (const step of [1, 2, 5]) {
      const value = Number((decade * step).toPrecision(6));
      if (value >= least * (1 - 1e-9) && value <= most * (1 + 1e-9)) found.push(value);
    }
  }
  return found.length <= 7 ? found : found.filter((value) => /^0*\.?0*1/.test(String(value)));
}
