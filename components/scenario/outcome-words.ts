/** How attempts end and what that means to a breaker, in the words of the page. */
import type { Outcome } from '@/lib/fleet/outcome';
import type { BreakerSettings } from '@/lib/scenario/schema';

export type BadOutcome = Exclude<Outcome, 'ok'>;
export type Verdict = BreakerSettings['outcomes'][BadOutcome];

/** In the order of the list. */
export const OUTCOME_NAMES = {
  error: 'Error (5xx)',
  rejected: 'Queue full (503)',
  unreachable: 'Unreachable',
  'timed-out': 'Time-out',
  cancelled: 'Cancelled',
  'rate-limited': 'Rate limit (429)',
  'client-error': 'Client error (4xx)',
  'first-token-timeout': 'First token late',
  stalled: 'Answer stalled',
} as const satisfies Record<BadOutcome, string>;

export const BAD_OUTCOMES = Object.keys(OUTCOME_NAMES) as BadOutcome[];

/** What the breaker does about an outcome of each verdict, to follow the outcome's name. */
export const VERDICT_WORDS = {
  failure: 'counts as a failure',
  success: 'counts as a success',
  ignored: 'changes nothing',
  trip: 'opens the breaker at once',
} as const satisfies Record<Verdict, string>;

/** `all failures`, `1 ignored, 2 open at once`: how the outcomes other than failures are taken. */
export function outcomesSummary(outcomes: BreakerSettings['outcomes']): string {
  const count = (verdict: Verdict): number => BAD_OUTCOMES.filter((outcome) => outcomes[outcome] === verdict).length;
  const parts = (
    [
      ['ignored', 'ignored'],
      ['success', 'as success'],
      ['trip', 'open at once'],
    ] as const
  ).flatMap(([verdict, words]) => (count(verdict) === 0 ? [] : [`${count(verdict)} ${words}`]));
  return parts.length === 0 ? 'all failures' : parts.join(', ');
}
