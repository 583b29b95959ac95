/**
 * What a trace looks like in numbers. Population forms throughout: a trace is all there is, not a sample.
 * null where a figure has no meaning: gaps of a single request, counts of a trace shorter than a minute.
 */
import { windowEndMs, type RequestTrace, type WindowTrace } from './trace';

export interface RequestStatistics {
  readonly rows: number;
  /** Last arrival minus first. */
  readonly durationMs: number;
  /** Gaps over the time they take together. */
  readonly meanRatePerS: number | null;
  readonly meanInputTokens: number;
  readonly meanOutputTokens: number;
  readonly medianInputTokens: number;
  readonly medianOutputTokens: number;
  /** Quantiles interpolate linearly between order statistics: the one at p stands at (rows - 1) p from 0. */
  readonly p99InputTokens: number;
  readonly p99OutputTokens: number;
  /** Standard deviation over mean of the gaps between arrivals. */
  readonly interarrivalCv: number | null;
  /** Variance over mean of arrivals per minute, in half-open minutes from the first arrival, the unfinished last one left out. */
  readonly indexOfDispersion60s: number | null;
  /** Share of arrivals at the very instant of the one before. */
  readonly togetherFraction: number;
}

const MINUTE_MS = 60_000;

/** O(n log n), for the quantiles. */
export function requestStatistics(trace: RequestTrace): RequestStatistics {
  const { timeMs, inputTokens, outputTokens } = trace;
  const rows = timeMs.length;
  const durationMs = timeMs[rows - 1]!;
  const input = Int32Array.from(inputTokens).sort();
  const output = Int32Array.from(outputTokens).sort();
  return {
    rows,
    durationMs,
    meanRatePerS: durationMs > 0 ? ((rows - 1) / durationMs) * 1_000 : null,
    meanInputTokens: mean(input),
    meanOutputTokens: mean(output),
    medianInputTokens: quantile(input, 0.5),
    medianOutputTokens: quantile(output, 0.5),
    p99InputTokens: quantile(input, 0.99),
    p99OutputTokens: quantile(output, 0.99),
    interarrivalCv: gapCv(timeMs),
    indexOfDispersion60s: dispersionPerMinute(timeMs),
    togetherFraction: together(timeMs) / rows,
  };
}

/** Rows and tokens are limited so that the sum stays below 2^53 and is exact. */
function mean(values: Int32Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum / values.length;
}

/** `sorted` is not empty. */
function quantile(sorted: Int32Array, p: number): number {
  const at = (sorted.length - 1) * p;
  const below = Math.floor(at);
  const low = sorted[below]!;
  return low + (at - below) * (sorted[Math.min(below + 1, sorted.length - 1)]! - low);
}

function gapCv(timeMs: Float64Array): number | null {
  const gaps = timeMs.length - 1;
  const meanGap = gaps > 0 ? timeMs[gaps]! / gaps : 0;
  if (meanGap === 0) return null;
  let squares = 0;
  for (let i = 0; i < gaps; i++) {
    const off = timeMs[i + 1]! - timeMs[i]! - meanGap;
    squares += off * off;
  }
  return Math.sqrt(squares / gaps) / meanGap;
}

function dispersionPerMinute(timeMs: Float64Array): number | null {
  const minutes = Math.floor(timeMs[timeMs.length - 1]! / MINUTE_MS);
  if (minutes === 0) return null;
  const counts = new Float64Array(minutes);
  let all = 0;
  for (let i = 0; i < timeMs.length; i++) {
    const minute = Math.floor(timeMs[i]! / MINUTE_MS);
    if (minute >= minutes) break;
    counts[minute]!++;
    all++;
  }
  const meanCount = all / minutes;
  let squares = 0;
  for (const count of counts) squares += (count - meanCount) * (count - meanCount);
  return squares / minutes / meanCount;
}

function together(timeMs: Float64Array): number {
  let count = 0;
  for (let i = 1; i < timeMs.length; i++) if (timeMs[i] === timeMs[i - 1]) count++;
  return count;
}

export interface WindowStatistics {
  readonly windows: number;
  readonly durationMs: number;
  /** Mean of the windows' rates, each window counted once. */
  readonly meanRatePerS: number;
  readonly peakRatePerS: number;
  /** Coefficient of variation of the gaps, averaged with the rate as weight over windows with a fit; null where none has one. */
  readonly rateWeightedCv: number | null;
}

export function windowStatistics(trace: WindowTrace): WindowStatistics {
  const { ratePerS, cv, law } = trace;
  const windows = ratePerS.length;
  let rates = 0;
  let peak = 0;
  let fitted = 0;
  let weighted = 0;
  for (let i = 0; i < windows; i++) {
    const rate = ratePerS[i]!;
    rates += rate;
    peak = Math.max(peak, rate);
    if (law[i] === 0) continue;
    fitted += rate;
    weighted += rate * cv[i]!;
  }
  return {
    windows,
    durationMs: windowEndMs(trace, windows - 1),
    meanRatePerS: rates / windows,
    peakRatePerS: peak,
    rateWeightedCv: fitted > 0 ? weighted / fitted : null,
  };
}

export type TraceStatistics =
  ({ readonly kind: 'requests' } & RequestStatistics) | ({ readonly kind: 'windows' } & WindowStatistics);

export function traceStatistics(trace: RequestTrace | WindowTrace): TraceStatistics {
  return trace.kind === 'requests'
    ? { kind: 'requests', ...requestStatistics(trace) }
    : { kind: 'windows', ...windowStatistics(trace) };
}
