/** Clients: how long they wait, how they try again, and how much of that they allow themselves. */
import { z } from 'zod';

import { LIMITS } from '../limits';
import { fraction, integer, ms, number, positiveMs } from './fields';

const pauseMs = ms(600_000);

/** The pause before the k-th retry. */
export const backoffSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('none') }),
  z.strictObject({ kind: z.literal('fixed'), ms: pauseMs }),
  /** `ms` times the number of attempts made, as the reference. */
  z.strictObject({ kind: z.literal('linear'), ms: pauseMs }),
  /** `ms` times `factor` to the k - 1, at most `capMs`; full jitter draws uniformly between 0 and that. */
  z.strictObject({
    kind: z.literal('exponential'),
    ms: pauseMs,
    factor: number(1, 10).default(2),
    capMs: pauseMs.default(10_000),
    jitter: z.enum(['none', 'full']).default('full'),
  }),
  /** Uniform between `ms` and three times the pause before, at most `capMs`. */
  z.strictObject({ kind: z.literal('decorrelated'), ms: pauseMs, capMs: pauseMs.default(10_000) }),
]);

/** Drawn once for each request where it is not constant. */
export const patienceSchema = z.strictObject({ kind: z.enum(['constant', 'exponential']), meanMs: positiveMs(3_600_000) });

/** Retries and further copies of all clients together, against their first attempts. Both count for `ttlMs`. */
export const budgetSchema = z.strictObject({
  /** So many for each first attempt. */
  fraction: fraction.default(0.2),
  /** So many are let out whatever the traffic. */
  minPerS: number(0, LIMITS.ratePerS).default(10),
  ttlMs: number(10, 3_600_000).default(10_000),
});

/** Further copies of a request that is not answered. The first good answer counts. */
export const hedgeSchema = z.strictObject({
  /** From the departure of the last attempt; a quantile is over the answered requests of the class. */
  after: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('fixed'), ms: ms(3_600_000) }),
    z.strictObject({
      kind: z.literal('quantile'),
      fraction: fraction.default(0.95),
      /** Answers before the first copy. */
      minimumSamples: integer(1, 1_000_000).default(100),
    }),
  ]),
  /** Further copies of one request. */
  most: integer(1, LIMITS.copies).default(1),
  /** Whether the others leave their queues and slots when one is answered; otherwise their nodes work on, for nobody. */
  cancelLoser: z.boolean().default(true),
});

export const clientSchema = z.strictObject({
  /** Of one attempt. */
  timeoutMs: positiveMs(3_600_000).default(2_000),
  retries: integer(0, LIMITS.retries).default(2),
  backoff: backoffSchema.default({ kind: 'linear', ms: 100 }),
  /** What a time-out takes back from the node: nothing, what still waits in its queue, or work in service too. */
  cancel: z.enum(['never', 'queued', 'always']).default('queued'),
  /** Retries go to nodes not tried yet, as long as there is one. */
  excludeTried: z.boolean().default(true),
  /** How long an attempt may wait for its service to begin; then the client gives the request up. null: until its time-out. */
  patience: patienceSchema.nullable().default(null),
  /** null: no further copies. */
  hedge: hedgeSchema.nullable().default(null),
  /** An answer 429 that names a time holds the retry back until then, where no other node is left to try. */
  honourRetryAfter: z.boolean().default(true),
  /** A retry or copy that it does not let out is not made; null: every one is. */
  budget: budgetSchema.nullable().default(null),
});
