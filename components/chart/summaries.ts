/** One sentence per track: what a reader who does not see it needs at a given time. */
import type { Series } from '@/lib/report/series';

import type { BreakerLane } from './breaker-spans';
import { stateAt } from './breaker-spans';
import type { FaultSpan } from './fault-label';
import { formatClock, formatCount, formatMs, formatPercent, formatRate, formatSeconds, formatSpan, plural } from './format';
import { ERROR_KINDS } from './theme';
import { binAt } from './time-axis';

export const NO_DATA = 'No data yet.';

/** Half-open for this long is worth a sentence: a node that waits for a probe it does not get. */
const LONG_WAIT_MS = 5_000;

const perS = (series: Series, values: readonly number[], bin: number) => ((values[bin] ?? 0) * 1000) / series.binMs;

export function latencySentence(series: Series, atMs: number): string {
  const bin = binAt(series.binMs, series.p99Ms.length, atMs);
  if (bin < 0) return NO_DATA;
  const count = series.windowCount[bin] ?? 0;
  if (count === 0) return `Latency at ${formatClock(atMs, 1)}: no request was answered in ${formatSpan(series.windowMs)}.`;
  return (
    `Latency at ${formatClock(atMs, 1)}: p50 ${formatMs(series.p50Ms[bin])}, p95 ${formatMs(series.p95Ms[bin])}, ` +
    `p99 ${formatMs(series.p99Ms[bin])}, over ${plural(count, 'request')} answered in ${formatSpan(series.windowMs)}.`
  );
}

export function rateSentence(series: Series, atMs: number): string {
  const bin = binAt(series.binMs, series.offered.length, atMs);
  if (bin < 0) return NO_DATA;
  const [offered, completed, lost] = [series.offered, series.completed, series.lost].map((values) =>
    formatRate(perS(series, values, bin)),
  );
  return `Requests at ${formatClock(atMs, 1)}: ${offered} offered, ${completed} completed, ${lost} lost.`;
}

export function errorsSentence(series: Series, atMs: number): string {
  const bin = binAt(series.binMs, series.errors.length, atMs);
  if (bin < 0) return NO_DATA;
  const kinds = ERROR_KINDS.filter(({ key }) => (series[key][bin] ?? 0) > 0);
  if (kinds.length === 0) return `Attempts at ${formatClock(atMs, 1)}: none ended badly.`;
  const parts = kinds.map(({ key, name }) => `${formatRate(perS(series, series[key], bin))} ${name}`);
  return `Attempts that ended badly at ${formatClock(atMs, 1)}: ${parts.join(', ')}.`;
}

/** Shares of the attempts that started in the bin, by region; null while there are none. */
export function regionShares(series: Series, atMs: number): number[] | null {
  const bin = binAt(series.binMs, series.attempts.length, atMs);
  const started = series.regionAttempts.map((values) => (bin < 0 ? 0 : (values[bin] ?? 0)));
  const total = started.reduce((sum, value) => sum + value, 0);
  return total === 0 ? null : started.map((value) => value / total);
}

export function trafficSentence(series: Series, regions: readonly string[], atMs: number): string {
  const shares = regionShares(series, atMs);
  if (shares === null) return series.attempts.length === 0 ? NO_DATA : `Traffic at ${formatClock(atMs, 1)}: none.`;
  const parts = regions.map((region, i) => `${region} ${formatPercent(shares[i], 0)}`);
  return `Traffic at ${formatClock(atMs, 1)}: ${parts.join(', ')}.`;
}

export function breakerSentence(lanes: readonly BreakerLane[], nodeCount: number, nowMs: number): string {
  if (lanes.length === 0) return `No breaker of ${plural(nodeCount, 'node')} has tripped.`;
  const closed = nodeCount - lanes.length;
  let text = `${formatCount(lanes.length)} of ${plural(nodeCount, 'node')} tripped, ${closed === 0 ? 'none' : formatCount(closed)} stayed closed.`;
  let waiting: { node: string; sinceMs: number } | null = null;
  for (const lane of lanes) {
    const { state, sinceMs } = stateAt(lane, nowMs);
    if (state === 'half-open' && sinceMs !== null && sinceMs < (waiting?.sinceMs ?? nowMs))
      waiting = { node: lane.node, sinceMs };
  }
  if (waiting !== null && nowMs - waiting.sinceMs >= LONG_WAIT_MS) {
    text += ` ${waiting.node} has been half-open for ${formatSeconds(nowMs - waiting.sinceMs)}.`;
  }
  return text;
}

export function faultsSentence(spans: readonly FaultSpan[], atMs: number): string {
  if (spans.length === 0) return 'Nothing is scheduled.';
  const active = spans.filter(({ fromMs, toMs }) => fromMs <= atMs && atMs < toMs);
  const scheduled = plural(spans.length, 'entry is', 'entries are').replace(/^1 entry/, 'One entry');
  if (active.length === 0) return `${scheduled} on the timeline; no fault holds at ${formatClock(atMs, 1)}.`;
  const names = active.slice(0, 3).map(({ label, targetLabel }) => `${label} ${targetLabel}`.trim());
  const more = active.length > 3 ? ` and ${active.length - 3} more` : '';
  return `${scheduled} on the timeline; at ${formatClock(atMs, 1)}: ${names.join(', ')}${more}.`;
}
