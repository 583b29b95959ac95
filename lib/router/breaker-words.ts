/** Why a breaker moved, in a few words: `5 failures in a row`, `12 of 20 calls failed`, `3 probes answered`. */
import type { Outcome } from '@/lib/fleet/outcome';
import type { Breaker, BreakerEvent } from './breaker';
import type { MARK } from './call-tally';
import { type CallTally } from './call-tally';
import type { BreakerSettings, RateRule } from './settings';

/** Of a move that the machine made by itself. */
export function causeOf(before: Breaker, event: BreakerEvent, after: Breaker, rules: BreakerSettings): string {
  const trial = rules.probes === null ? 'request' : 'probe';
  if (event === 'asked') return 'open time over';
  if (after.kind === 'closed') {
    if (before.kind === 'open') return 'a late success';
    const answered = Math.max(1, rules.halfOpenSuccesses);
    return answered === 1 ? `1 ${trial} answered` : `${answered} ${trial}s answered`;
  }
  if (before.kind === 'half-open') return `a ${trial} failed`;
  return after.failures === 1 ? '1 failure' : `${after.failures} failures in a row`;
}

const AT_ONCE: Readonly<Record<Exclude<Outcome, 'ok'>, string>> = {
  error: 'an error',
  rejected: 'a full queue',
  unreachable: 'an unreachable node',
  'timed-out': 'a time-out',
  cancelled: 'a cancelled attempt',
  'rate-limited': 'a rate limit',
  'client-error': 'a client error',
  'first-token-timeout': 'a late first token',
  stalled: 'a stalled answer',
};

/** Of an outcome that opens a breaker at once. */
export function causeAtOnce(outcome: Exclude<Outcome, 'ok'>): string {
  return `${AT_ONCE[outcome]}, which opens at once`;
}

/** Of a share that was reached, or of the shares that were not when a trial ended. */
export function causeByShare(
  reached: keyof typeof MARK | null,
  rule: RateRule,
  tally: CallTally,
  node: number,
  what: string,
): string {
  const calls = tally.calls[node]!;
  switch (reached) {
    case 'failed':
      return `${tally.failed[node]!} of ${calls} ${what} failed`;
    case 'slow':
      return `${tally.slow[node]!} of ${calls} ${what} took over ${rule.slow!.ms} ms`;
    case 'slowFirstToken':
      return `${tally.slowFirstToken[node]!} of ${calls} ${what} had no token after ${rule.slowFirstToken!.ms} ms`;
    case null:
      return `${calls - tally.failed[node]!} of ${calls} ${what} answered`;
  }
}
