/** Circuit breakers: when they open, for how long, and what looks at the fleet as a whole. */
import { z } from 'zod';

import { LIMITS } from '../limits';
import { fraction, integer, ms, number, positiveMs } from './fields';

/** A share of calls that is a threshold: 0 would be met by every call. */
const share = number(0.001, 1);
const slowRuleSchema = z.strictObject({ ms: positiveMs(3_600_000), fraction: share.default(1) });

/** Opens a closed breaker by shares over its latest calls. */
export const rateSchema = z.strictObject({
  /** The last so many calls, or the calls of the last `ms` in ten slices. */
  window: z
    .discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('count'), calls: integer(1, LIMITS.windowCalls).default(100) }),
      z.strictObject({ kind: z.literal('time'), ms: number(10, 3_600_000).default(10_000) }),
    ])
    .prefault({ kind: 'time' }),
  /** Fewer calls in the window are not judged. */
  minimumCalls: integer(1, 1_000_000).default(20),
  /** Opens at this share of failures or above; null: failures are not judged. */
  failureFraction: share.nullable().default(0.5),
  /** Opens at this share of calls that take longer than `ms`. */
  slow: slowRuleSchema.nullable().default(null),
  /** The same of the time to the first token. */
  slowFirstToken: slowRuleSchema.nullable().default(null),
});

/** The open time of the k-th trip in a row: `openMs` times `factor` to the k - 1, or times 1 + `factor` (k - 1). */
export const growthSchema = z.strictObject({
  kind: z.enum(['exponential', 'linear']).default('exponential'),
  factor: number(1, 100).default(2),
  capMs: ms(LIMITS.durationMs).default(300_000),
  /** At most this share of the open time comes on top, drawn from seed, node and trip. */
  jitterFraction: fraction.default(0),
  /** While closed, the trips in a row count one less for each such time; null: a close starts them anew. */
  calmMs: positiveMs().nullable().default(null),
});

/** What looks at the fleet as a whole. A node is ejected while its breaker is not closed. */
export const ejectionSchema = z.strictObject({
  /** The largest share of nodes that trips may eject. */
  maxEjectedFraction: fraction.default(1),
  /** One may be ejected, whatever the share, while none is. */
  alwaysOne: z.boolean().default(false),
  /** Breakers and health records are overlooked while a smaller share of nodes is not ejected; 0: never. */
  panicFraction: fraction.default(0),
  /** Open breakers move at whole multiples of this time only, and nodes are compared then; null: no sweep. */
  sweepMs: number(10, 3_600_000).nullable().default(null),
  /** Ejects a node whose success rate is so many standard deviations below the mean. */
  successRate: z
    .strictObject({
      minimumNodes: integer(1, LIMITS.nodes).default(5),
      minimumCalls: integer(1, 1_000_000).default(100),
      deviations: number(0, 100).default(1.9),
    })
    .nullable()
    .default(null),
  /** Ejects a node with this share of failures or more. */
  failureShare: z
    .strictObject({
      minimumNodes: integer(1, LIMITS.nodes).default(5),
      minimumCalls: integer(1, 1_000_000).default(50),
      fraction: share.default(0.85),
    })
    .nullable()
    .default(null),
});

/** `trip`: opens at once. Health records hear of what is a failure or opens, and of answers. */
const verdict = z.enum(['failure', 'success', 'ignored', 'trip']);

/** What each way to end means to breakers; an answer is a success. */
export const outcomesSchema = z.strictObject({
  error: verdict.default('failure'),
  rejected: verdict.default('failure'),
  unreachable: verdict.default('failure'),
  'timed-out': verdict.default('failure'),
  cancelled: verdict.default('ignored'),
  'rate-limited': verdict.default('ignored'),
  'client-error': verdict.default('ignored'),
  'first-token-timeout': verdict.default('failure'),
  stalled: verdict.default('failure'),
});

export const breakerSchema = z.strictObject({
  /** Failures in a row that open; null: they do not. */
  failureThreshold: integer(1, 1_000).nullable().default(5),
  rate: rateSchema.nullable().default(null),
  openMs: ms(3_600_000).default(5_000),
  growth: growthSchema.nullable().default(null),
  /** What an open breaker becomes when its time is over. */
  afterOpen: z.enum(['half-open', 'closed']).default('half-open'),
  halfOpenSuccesses: integer(1, 1_000).default(3),
  /** Calls after which the fractions of `rate` judge a half-open breaker, in place of `halfOpenSuccesses`. */
  halfOpenCalls: integer(1, 1_000).nullable().default(null),
  /** Requests that a half-open breaker admits at once, each under a lease (null: until it ends); null: everyone, as the reference. */
  probes: z
    .strictObject({ max: integer(1, 1_000).default(3), leaseMs: number(1, 3_600_000).nullable().default(30_000) })
    .nullable()
    .prefault({}),
  /** Results of attempts that started before the trip change nothing. */
  ignoreLate: z.boolean().default(true),
  /** An open breaker closes at a success that it hears, and stays open anew at a failure; otherwise it hears nothing. */
  hearsWhileOpen: z.boolean().default(true),
  /** A close makes the node's health record healthy again. */
  resetHealthOnClose: z.boolean().default(true),
  outcomes: outcomesSchema.prefault({}),
  /** null: each breaker for itself. */
  ejection: ejectionSchema.nullable().default(null),
});
