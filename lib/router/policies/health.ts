import { HEALTH_STATES, type HealthState } from '@/lib/fleet/snapshot';
import { needsNothing, type Policy, type PolicyMode } from './policy';

export interface HealthPolicy {
  readonly kind: 'health';
  readonly weight: number;
  /** Left out: `reference`. `hard`: only `healthy` nodes; one that starts unknown waits for a probe to show it well. */
  readonly mode?: PolicyMode;
}

/** The reference's worth of each state. `unhealthy` never gets as far as a policy. */
export const HEALTH_SHARE = { healthy: 1, degraded: 0.5, unhealthy: 0, unknown: 0.3 } as const satisfies Record<
  HealthState,
  number
>;

/** `HEALTH_SHARE` by `HEALTH_CODE`. */
export const HEALTH_SHARES = Float64Array.from(HEALTH_STATES, (state) => HEALTH_SHARE[state]);

export const health: Policy<HealthPolicy> = {
  reads: () => 'health',
  needs: needsNothing,
  share: (_settings, facts) => HEALTH_SHARE[facts.health],
  accepts({ mode = 'reference' }, facts) {
    if (mode === 'soft') return true;
    return mode === 'hard' ? facts.health === 'healthy' : HEALTH_SHARE[facts.health] > 0;
  },
  excess: (_settings, facts) => 1 - HEALTH_SHARE[facts.health],
  raw: (_settings, facts) => facts.health,
  refusal: ({ mode }, facts) => (mode === 'hard' ? `${facts.health}, not healthy` : facts.health),
};
