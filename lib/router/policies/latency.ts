import { needsNothing, type Policy, type PolicyMode } from './policy';

export interface LatencyPolicy {
  readonly kind: 'latency';
  readonly weight: number;
  /** Nodes with a smoothed latency above it are refused, unless soft; at it they score 0. */
  readonly maxLatencyMs: number;
  /** Left out: `reference`, which refuses as `hard` does, without an error of its own. */
  readonly mode?: PolicyMode;
}

/** 1 at 0 ms, falling to 0 at `maxLatencyMs`; 1 where that is Infinity. */
export function latencyShare(smoothedMs: number, maxLatencyMs: number): number {
  return smoothedMs >= maxLatencyMs ? 0 : 1 - smoothedMs / maxLatencyMs;
}

export const latency: Policy<LatencyPolicy> = {
  reads: () => 'latency',
  needs: needsNothing,
  share: (settings, facts) => latencyShare(facts.smoothedLatencyMs, settings.maxLatencyMs),
  accepts: ({ mode, maxLatencyMs }, facts) => mode === 'soft' || facts.smoothedLatencyMs <= maxLatencyMs,
  excess: (settings, facts) => facts.smoothedLatencyMs - settings.maxLatencyMs,
  raw: (_settings, facts) => `smoothed ${facts.smoothedLatencyMs} ms`,
  refusal: (settings, facts) => `smoothed latency ${facts.smoothedLatencyMs} ms is above ${settings.maxLatencyMs} ms`,
};
