import { log } from '@/lib/base/math';
import type { Scenario } from '@/lib/scenario/schema';

export type Jitter = NonNullable<Scenario['network']['jitter']>;

/** A one-way time as one message meets it, in ms: not below 0. `unit` is uniform in [0, 1). */
export function jittered(ms: number, jitter: Jitter, unit: number): number {
  switch (jitter.kind) {
    case 'uniform':
      return ms * (1 + jitter.fraction * (2 * unit - 1));
    case 'exponential':
      return ms - log(1 - unit) * jitter.meanMs;
  }
}
