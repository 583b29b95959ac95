/**
 * The circuit breaker of a node, as a pure machine over a union of states. It counts failures in a row by itself; what other rules
 * decide comes in as `tripped` and `recovered`. Open moves on when somebody asks after its time, never by itself. With `rules.probes`
 * a half-open breaker lends a bounded number of slots, each for a bounded time; without, it admits everyone, as the reference
 * does. The machine itself takes a late success as a close: leaving late results out is up to whoever reports.
 */
import type { BreakerSettings } from './settings';

export type Breaker =
  | { readonly kind: 'closed'; readonly failures: number }
  | { readonly kind: 'open'; readonly failures: number; readonly untilMs: number }
  | {
      readonly kind: 'half-open';
      readonly failures: number;
      readonly successes: number;
      readonly sinceMs: number;
      /** When each lent slot returns by itself, ascending; Infinity: when its attempt ends. */
      readonly leases: readonly number[];
    };

/** `asked`: may a request pass? `leased`: a probe was picked. `tripped`, `recovered`: another rule opens or closes it. */
export type BreakerEvent = 'asked' | 'succeeded' | 'failed' | 'leased' | 'tripped' | 'recovered';

export const CLOSED: Breaker = { kind: 'closed', failures: 0 };

/** `openMs`: how long an open state that begins now lasts. */
export function stepBreaker(
  breaker: Breaker,
  event: BreakerEvent,
  nowMs: number,
  rules: BreakerSettings,
  openMs = rules.openMs,
): Breaker {
  if (event === 'tripped') return { kind: 'open', failures: breaker.failures, untilMs: nowMs + openMs };
  if (event === 'recovered') return CLOSED;
  switch (breaker.kind) {
    case 'closed':
      if (event === 'failed') {
        const failures = breaker.failures + 1;
        const opens = rules.failureThreshold !== null && failures >= rules.failureThreshold;
        return opens ? { kind: 'open', failures, untilMs: nowMs + openMs } : { kind: 'closed', failures };
      }
      return event === 'succeeded' ? CLOSED : breaker;
    case 'open':
      if (event === 'failed') return { kind: 'open', failures: breaker.failures + 1, untilMs: nowMs + openMs };
      if (event === 'succeeded') return CLOSED;
      if (event !== 'asked' || nowMs < breaker.untilMs) return breaker;
      return rules.afterOpen === 'closed'
        ? CLOSED
        : { kind: 'half-open', failures: breaker.failures, successes: 0, sinceMs: nowMs, leases: [] };
    case 'half-open':
      if (event === 'failed') {
        const failures = breaker.failures + 1;
        return judgesByShares(rules) ? { ...breaker, failures } : { kind: 'open', failures, untilMs: nowMs + openMs };
      }
      if (event === 'succeeded') {
        const successes = breaker.successes + 1;
        return !judgesByShares(rules) && successes >= rules.halfOpenSuccesses ? CLOSED : { ...breaker, successes };
      }
      if (event === 'leased' && rules.probes !== null) {
        return { ...breaker, leases: [...heldAt(breaker.leases, nowMs), nowMs + (rules.probes.leaseMs ?? Infinity)] };
      }
      return breaker;
  }
}

/** Whether shares of calls decide about a half-open breaker, in place of successes in a row. */
export function judgesByShares(rules: BreakerSettings): boolean {
  return rules.rate !== null && rules.halfOpenCalls !== null;
}

/** Gives back the slot lent at `sinceMs`. A lease that has run out by itself has nothing to give back. */
export function giveBack(breaker: Breaker, sinceMs: number, nowMs: number, rules: BreakerSettings): Breaker {
  if (breaker.kind !== 'half-open' || rules.probes === null) return breaker;
  const { leaseMs } = rules.probes;
  if (leaseMs === null) return { ...breaker, leases: breaker.leases.slice(1) };
  const untilMs = sinceMs + leaseMs;
  if (untilMs <= nowMs) return breaker;
  const leases = [...heldAt(breaker.leases, nowMs)];
  // `sinceMs` is often computed as now minus a latency, so the lease is found as the nearest, not by equality.
  let nearest = -1;
  for (let i = 0; i < leases.length; i++) {
    if (nearest === -1 || Math.abs(leases[i]! - untilMs) < Math.abs(leases[nearest]! - untilMs)) nearest = i;
  }
  if (nearest !== -1) leases.splice(nearest, 1);
  return { ...breaker, leases };
}

/** Lent slots, now. */
export function probesInFlight(breaker: Breaker, nowMs: number): number {
  return breaker.kind === 'half-open' ? heldAt(breaker.leases, nowMs).length : 0;
}

function heldAt(leases: readonly number[], nowMs: number): readonly number[] {
  return leases.length > 0 && leases[0]! <= nowMs ? leases.filter((untilMs) => untilMs > nowMs) : leases;
}
