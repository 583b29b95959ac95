import { HEALTH_STATES, type HealthState } from '@/lib/fleet/snapshot';
import type { Policy } from './policy';

export interface HealthPolicy {
  readonly kind: 'health';
  readonly weight: number;
}

/** The reference's worth of each state. `unhealthy` never gets as far as a policy. */
export const HEALTH_SHARE = { healthy: 1, degraded: 0.5, unhealthy: 0, unknown: 0.3 } as const satisfies Record<
  HealthState,
  number
>;

/** `HEALTH_SHARE` by `HEALTH_CODE`. */
export const HEALTH_SHARES = Float64Array.from(HEALTH_STATES, (state) => HEALTH_SHARE[state]);

export const health: Policy<HealthPolicy> = {
  reads: 'health',
  share: (_settings, facts) => HEALTH_SHARE[facts.health],
  accepts: (_settings, facts) => HEALTH_SHARE[facts.health] > 0,
  raw: (_settings, facts) => facts.health,
  refusal: (_settings, facts) => facts.health,
};
