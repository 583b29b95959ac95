/**
 * What the run says of its steady state, if it has one: the beginning cut off by MSER-5, and 95 % intervals by batch means. It takes the
 * measured requests as one line in the order of their answers, and for rates and quantiles whole bins of the run's grid. A run
 * with faults or changing traffic has no one steady state: the intervals then say how well its average is known, as if it went on like this.
 */
import { Sketch } from '@/lib/base/sketch';

import type { BatchLine } from './batch-line';
import { FEWEST_ANSWERS } from './fewest';
import { BATCHES, intervalOf, stretches, type Interval } from './intervals';
import { warmUpCut } from './warm-up-cut';

/** Batches of the line below which nothing is said: each of the twenty batches has then at least four of five answers. */
const FEWEST = 4 * BATCHES;
/** Stretches for a quantile's interval: below ten, t is wide and their correlation unknown. */
const FEWEST_STRETCHES = 10;

export type SteadyState =
  | { readonly kind: 'not-enough-data'; readonly answers: number; readonly needed: number }
  /** Even the second half of the run has not settled: it is too short, or the system does not settle. */
  | { readonly kind: 'not-settled'; readonly answers: number }
  | {
      readonly kind: 'estimated';
      /** Cut off at the beginning, on top of the scenario's warm-up: so many answers, until that time. */
      readonly cutAnswers: number;
      readonly cutUntilMs: number;
      readonly meanLatencyMs: Interval;
      /** Answers per second; null where too few whole bins are left. */
      readonly throughputPerS: Interval | null;
      /** null where a stretch has too few answers for it. */
      readonly p95Ms: Interval | null;
      readonly p99Ms: Interval | null;
    };

/** Whole bins: answers in each, from `firstMs` on. */
export interface AnswerBins {
  readonly binMs: number;
  readonly firstMs: number;
  readonly answers: readonly number[];
}

/** Latencies answered in one of several equal stretches of time, in order. */
export interface Stretch {
  readonly startMs: number;
  readonly sketch: Sketch;
}

/** All from the same run, after the scenario's warm-up; `parts` holds whole stretches only. */
export function steadyState(line: BatchLine, bins: AnswerBins, parts: readonly Stretch[]): SteadyState {
  const answers = line.count * line.size;
  if (line.count < FEWEST) return { kind: 'not-enough-data', answers, needed: FEWEST * line.size };
  const means = line.means();
  const cut = warmUpCut(means);
  if (cut === null) return { kind: 'not-settled', answers };
  const cutUntilMs = cut === 0 ? bins.firstMs : Math.max(bins.firstMs, line.endMs(cut - 1));
  const from = Math.max(0, Math.ceil((cutUntilMs - bins.firstMs) / bins.binMs));
  const rates = Float64Array.from(bins.answers.slice(from), (count) => (1_000 * count) / bins.binMs);
  const settled = parts.filter(({ startMs }) => startMs >= cutUntilMs).map(({ sketch }) => sketch);
  const all = new Sketch();
  for (const sketch of settled) all.merge(sketch);
  return {
    kind: 'estimated',
    cutAnswers: cut * line.size,
    cutUntilMs,
    meanLatencyMs: intervalOf(stretches(means.subarray(cut))),
    throughputPerS: rates.length < BATCHES ? null : intervalOf(stretches(rates)),
    p95Ms: quantile(0.95, settled, FEWEST_ANSWERS.p95Ms, all),
    // Of as many answers a p99 is more biased than a p95: where there are enough, its stretches are twice as long.
    p99Ms: quantile(0.99, settled.length < 2 * FEWEST_STRETCHES ? settled : inPairs(settled), FEWEST_ANSWERS.p99Ms, all),
  };
}

/** Around the quantile of all, which is less biased than the mean of the stretches' own. */
function quantile(fraction: number, sketches: readonly Sketch[], fewest: number, all: Sketch): Interval | null {
  if (sketches.length < FEWEST_STRETCHES || sketches.some(({ count }) => count < fewest)) return null;
  const values = sketches.map((sketch) => sketch.quantile(fraction) ?? 0);
  return intervalOf(values, all.quantile(fraction) ?? 0);
}

/** Neighbours put together; the first is left out where their number is odd. */
function inPairs(sketches: readonly Sketch[]): Sketch[] {
  const first = sketches.length % 2;
  return Array.from({ length: sketches.length >> 1 }, (_, i) => {
    const joined = new Sketch();
    joined.merge(sketches[first + 2 * i]!);
    joined.merge(sketches[first + 2 * i + 1]!);
    return joined;
  });
}
