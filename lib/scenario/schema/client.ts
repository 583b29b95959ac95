import { z } from 'zod';

import { LIMITS } from '../limits';
import { integer, ms, positiveMs } from './fields';

export const clientSchema = z.strictObject({
  /** Of one attempt. */
  timeoutMs: positiveMs(3_600_000).default(2_000),
  retries: integer(0, LIMITS.retries).default(2),
  backoff: z
    .discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('none') }),
      z.strictObject({ kind: z.literal('fixed'), ms: ms(600_000) }),
      /** `ms` times the number of attempts made, as the reference. */
      z.strictObject({ kind: z.literal('linear'), ms: ms(600_000) }),
    ])
    .default({ kind: 'linear', ms: 100 }),
  /** What a time-out takes back from the node: nothing, what still waits in its queue, or work in service too. */
  cancel: z.enum(['never', 'queued', 'always']).default('queued'),
});
