/**
 * How one attempt ended, as the client saw it.
 * `ok`: answered. `error`: the node answered with a fault (5xx). `rejected`: the node's queue was full (503).
 * `unreachable`: the node was down. `timed-out`: the client stopped waiting. `cancelled`: the client no longer wants the answer.
 * The order is part of every digest: never renumber, only append.
 */
export const OUTCOMES = ['ok', 'error', 'rejected', 'unreachable', 'timed-out', 'cancelled'] as const;
export type Outcome = (typeof OUTCOMES)[number];

export const OUTCOME_CODE = {
  ok: 0,
  error: 1,
  rejected: 2,
  unreachable: 3,
  'timed-out': 4,
  cancelled: 5,
} as const satisfies Record<Outcome, number>;
export type OutcomeCode = (typeof OUTCOME_CODE)[Outcome];
