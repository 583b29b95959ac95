/**
 * How one attempt ended, as the client saw it.
 * `ok`: answered. `error`: the node answered with a fault (5xx). `rejected`: the node's queue was full (503).
 * `unreachable`: the node was down. `timed-out`: the client stopped waiting. `cancelled`: the client no longer wants the answer.
 * `rate-limited`: the node refused for a quota (429). `client-error`: the request itself was wrong (any other 4xx).
 * `first-token-timeout`: no first token came in time. `stalled`: the answer broke off in the middle of its stream.
 * Together, `rejected` and `rate-limited` are backpressure: the node says that it has enough, not that it is broken.
 * The order is part of every digest: never renumber, only append.
 */
export const OUTCOMES = [
  'ok',
  'error',
  'rejected',
  'unreachable',
  'timed-out',
  'cancelled',
  'rate-limited',
  'client-error',
  'first-token-timeout',
  'stalled',
] as const;
export type Outcome = (typeof OUTCOMES)[number];

export const OUTCOME_CODE = {
  ok: 0,
  error: 1,
  rejected: 2,
  unreachable: 3,
  'timed-out': 4,
  cancelled: 5,
  'rate-limited': 6,
  'client-error': 7,
  'first-token-timeout': 8,
  stalled: 9,
} as const satisfies Record<Outcome, number>;
export type OutcomeCode = (typeof OUTCOME_CODE)[Outcome];
