import type { Policy } from './policy';

export interface LatencyPolicy {
  readonly kind: 'latency';
  readonly weight: number;
  /** Nodes with a smoothed latency above it are refused; at it they score 0. */
  readonly maxLatencyMs: number;
}

/** 1 at 0 ms, falling to 0 at `maxLatencyMs`. */
export function latencyShare(smoothedMs: number, maxLatencyMs: number): number {
  return smoothedMs >= maxLatencyMs ? 0 : 1 - smoothedMs / maxLatencyMs;
}

export const latency: Policy<LatencyPolicy> = {
  reads: 'latency',
  share: (settings, facts) => latencyShare(facts.smoothedLatencyMs, settings.maxLatencyMs),
  accepts: (settings, facts) => facts.smoothedLatencyMs <= settings.maxLatencyMs,
  raw: (_settings, facts) => `smoothed ${facts.smoothedLatencyMs} ms`,
  refusal: (settings, facts) => `smoothed latency ${facts.smoothedLatencyMs} ms is above ${settings.maxLatencyMs} ms`,
};
