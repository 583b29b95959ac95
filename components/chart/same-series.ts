import type { Series } from '@/lib/report/series';

function same(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((value, i) => Object.is(value, b[i]));
}

/**
 * Whether two series hold the same numbers. Every frame brings a new object, though most bring no new bin; to compare a few
 * thousand numbers takes some microseconds, to draw them a few milliseconds.
 */
export function sameSeries(a: Series, b: Series): boolean {
  return (
    a.binMs === b.binMs &&
    a.windowMs === b.windowMs &&
    same(a.offered, b.offered) &&
    same(a.completed, b.completed) &&
    same(a.lost, b.lost) &&
    same(a.attempts, b.attempts) &&
    same(a.errors, b.errors) &&
    same(a.rejected, b.rejected) &&
    same(a.unreachable, b.unreachable) &&
    same(a.timedOut, b.timedOut) &&
    same(a.p50Ms, b.p50Ms) &&
    same(a.p95Ms, b.p95Ms) &&
    same(a.p99Ms, b.p99Ms) &&
    same(a.windowCount, b.windowCount) &&
    same(a.inFlight, b.inFlight) &&
    a.regionAttempts.length === b.regionAttempts.length &&
    a.regionAttempts.every((values, i) => same(values, b.regionAttempts[i] ?? []))
  );
}
