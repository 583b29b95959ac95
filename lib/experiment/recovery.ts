/** Whether a fleet comes back after a fault has ended, from columns over time beside those of the same seed's run without the fault. */
import type { Curves, RunResult } from './replication';

export type Recovery =
  /** In every replication; times from the fault's end. They count the report's own trailing window in. */
  | { readonly kind: 'recovers'; readonly meanMs: number; readonly mostMs: number; readonly windowMs: number }
  /** In so many replications of those that were harmed. */
  | { readonly kind: 'sometimes'; readonly recovered: number; readonly of: number }
  /** In none: it is still bad when the run ends, `forMs` after the fault's end. */
  | { readonly kind: 'stays bad'; readonly forMs: number }
  /** Never out of tolerance from the fault's beginning on. */
  | { readonly kind: 'no harm' }
  | { readonly kind: 'unknown' };

export interface FaultTimes {
  readonly fromMs: number;
  readonly untilMs: number;
  /** A bin counts as well when its p95 lies at most this share above the calm run's, and it loses at most this share of its requests more. */
  readonly tolerance: number;
}

type Measured = Extract<RunResult, { kind: 'measured' }>;

export function recoveryOf(faulty: readonly RunResult[], calm: readonly RunResult[], times: FaultTimes): Recovery {
  const pairs = faulty.slice(0, calm.length).map((one, r) => [one, calm[r]!] as const);
  if (pairs.length === 0) return { kind: 'unknown' };
  const found: number[] = [];
  let harmed = 0;
  let forMs = 0;
  let binMs = 0;
  for (const [one, other] of pairs) {
    if (!hasCurves(one) || !hasCurves(other)) return { kind: 'unknown' };
    const { last, endMs } = lastBad(one.curves, other.curves, times);
    binMs = one.curves.binMs;
    forMs = endMs - times.untilMs;
    if (last === null) continue;
    harmed++;
    if (last < endMs) found.push(Math.max(0, last - times.untilMs));
  }
  if (harmed === 0) return { kind: 'no harm' };
  if (found.length === 0) return { kind: 'stays bad', forMs };
  if (found.length < harmed) return { kind: 'sometimes', recovered: found.length, of: harmed };
  return {
    kind: 'recovers',
    meanMs: found.reduce((sum, ms) => sum + ms, 0) / found.length,
    mostMs: Math.max(...found),
    windowMs: Math.max(3_000, 4 * binMs),
  };
}

function hasCurves(result: RunResult): result is Measured & { readonly curves: Curves } {
  return result.kind === 'measured' && result.curves !== null;
}

/** The end of the last bad bin since the fault's beginning; null where there is none. `endMs` is the end of the last bin that was looked at. */
function lastBad(faulty: Curves, calm: Curves, { fromMs, tolerance }: FaultTimes): { last: number | null; endMs: number } {
  const { binMs } = faulty;
  const bins = Math.min(faulty.p95Ms.length, calm.p95Ms.length);
  let last: number | null = null;
  for (let i = Math.floor(fromMs / binMs); i < bins; i++) {
    if (isBad(faulty, calm, i, tolerance)) last = (i + 1) * binMs;
  }
  return { last, endMs: bins * binMs };
}

function isBad(faulty: Curves, calm: Curves, i: number, tolerance: number): boolean {
  const [p95, usual] = [faulty.p95Ms[i]!, calm.p95Ms[i]!];
  const offered = faulty.offered[i]!;
  if (offered > 0 && (faulty.lost[i]! - calm.lost[i]!) / offered > tolerance) return true;
  // Nothing was answered in the window: bad where the calm run had answers.
  if (Number.isNaN(p95)) return !Number.isNaN(usual);
  return p95 > usual * (1 + tolerance);
}
