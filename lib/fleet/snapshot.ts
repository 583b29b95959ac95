/** Health of a node, as the passive checker sees it. `unknown`: registered, or never heard of. */
export const HEALTH_STATES = ['healthy', 'degraded', 'unhealthy', 'unknown'] as const;
export type HealthState = (typeof HEALTH_STATES)[number];
export const HEALTH_CODE = { healthy: 0, degraded: 1, unhealthy: 2, unknown: 3 } as const satisfies Record<HealthState, number>;

export const BREAKER_STATES = ['closed', 'open', 'half-open'] as const;
export type BreakerState = (typeof BREAKER_STATES)[number];
export const BREAKER_CODE = { closed: 0, open: 1, 'half-open': 2 } as const satisfies Record<BreakerState, number>;
