import { z } from 'zod';

import { integer, ms, number } from './fields';

export const healthSchema = z.strictObject({
  failureThreshold: integer(1, 1_000).default(3),
  recoveryThreshold: integer(1, 1_000).default(2),
  degradedLatencyMs: ms(3_600_000).default(1_000),
  /** Active probes on an interval; null: passive only, as the reference. */
  probes: z
    .strictObject({
      intervalMs: number(10, 3_600_000).default(1_000),
      timeoutMs: number(1, 3_600_000).default(500),
      /** Failed probes in a row that make a node unhealthy; null: each counts as a request's failure. */
      failureThreshold: integer(1, 1_000).nullable().default(null),
      /** Passed probes in a row that make it healthy again; null: each counts as a request's success. */
      recoveryThreshold: integer(1, 1_000).nullable().default(null),
    })
    .nullable()
    .prefault({}),
  /** Records start healthy with this smoothed latency; null: they start unknown at 0, as the reference. */
  warmLatencyMs: integer(0, 3_600_000).nullable().default(500),
  /** Latest successes of a node that its latency quantiles are over. */
  quantileSamples: integer(16, 4_096).default(256),
});
