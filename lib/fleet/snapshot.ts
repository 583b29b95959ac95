/** Health of a node, as the passive checker sees it. `unknown`: registered, or never heard of. */
export const HEALTH_STATES = ['healthy', 'degraded', 'unhealthy', 'unknown'] as const;
export type HealthState = (typeof HEALTH_STATES)[number];
export const HEALTH_CODE = { healthy: 0, degraded: 1, unhealthy: 2, unknown: 3 } as const satisfies Record<HealthState, number>;

export const BREAKER_STATES = ['closed', 'open', 'half-open'] as const;
export type BreakerState = (typeof BREAKER_STATES)[number];
export const BREAKER_CODE = { closed: 0, open: 1, 'half-open': 2 } as const satisfies Record<BreakerState, number>;

/** What an engine may say of itself. `queued` waits, `running` is in service; blocks are blocks of KV cache. */
export const SIGNALS = ['queued', 'running', 'kv-used', 'prefill-blocks', 'decode-blocks', 'cached-blocks'] as const;
export type Signal = (typeof SIGNALS)[number];

/** What a node last said of its engine. null: this engine does not say it. */
export interface NodeSnapshot {
  /** Requests that wait, and requests in service; load is the sum of both. */
  readonly queued: number;
  readonly running: number;
  /** 0 to 1. */
  readonly kvUsedFraction: number | null;
  /** Blocks that prompts under way have still to fill, and blocks held by requests that are writing their answer. */
  readonly prefillBlocks: number | null;
  readonly decodeBlocks: number | null;
  /** Hashes of the prompt blocks in its cache; see `InferenceRequest.promptBlocks`. */
  readonly cachedBlocks: ReadonlySet<number> | null;
}
