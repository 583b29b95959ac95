import type { Outcome } from './outcome';

/** How an attempt ended, in a person's words, with the status that it has in HTTP; as they stand within a line. */
export const OUTCOME_WORDS = {
  ok: 'answered',
  error: 'error (5xx)',
  rejected: 'queue full (503)',
  unreachable: 'unreachable',
  'timed-out': 'time-out',
  cancelled: 'cancelled',
  'rate-limited': 'rate limit (429)',
  'client-error': 'client error (4xx)',
  'first-token-timeout': 'first token late',
  stalled: 'answer stalled',
} as const satisfies Record<Outcome, string>;
