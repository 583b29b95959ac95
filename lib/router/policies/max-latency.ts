import { latencyShare } from './latency';
import { needsNothing, type Facts, type Policy } from './policy';

/** Holds what a node is likely to take against the request's own bound, where `latency` has one bound for all. */
export interface MaxLatencyPolicy {
  readonly kind: 'max-latency';
  readonly weight: number;
  /** Left out: `soft`. `hard`: refuses nodes predicted to take longer than the request allows. */
  readonly mode?: 'soft' | 'hard';
}

/**
 * What one more request is likely to take on a node, in ms: its smoothed latency, times the rounds of its slots that what is in flight and
 * the request itself fill where they are more than one. A fluid estimate from this router's own counts, with no claim beyond its order.
 */
export function predictedMs(smoothedMs: number, inFlight: number, slots: number): number {
  return smoothedMs * Math.max(1, (inFlight + 1) / slots);
}

function predicted({ smoothedLatencyMs, inFlight, slots }: Facts): number {
  return predictedMs(smoothedLatencyMs, inFlight, slots);
}

/** 1 at 0 ms, falling to 0 at the request's bound; 1 for a request without one. */
export const maxLatency: Policy<MaxLatencyPolicy> = {
  reads: () => 'predicted',
  needs: needsNothing,
  share: (_settings, facts) => latencyShare(predicted(facts), facts.maxLatencyMs),
  accepts: ({ mode }, facts) => mode !== 'hard' || predicted(facts) <= facts.maxLatencyMs,
  excess: (_settings, facts) => predicted(facts) - facts.maxLatencyMs,
  raw: (_settings, facts) =>
    facts.maxLatencyMs === Infinity
      ? `predicted ${said(predicted(facts))} ms, no bound`
      : `predicted ${said(predicted(facts))} ms of ${facts.maxLatencyMs} ms`,
  refusal: (_settings, facts) => `predicted latency ${said(predicted(facts))} ms is above the request's ${facts.maxLatencyMs} ms`,
};

function said(value: number): string {
  return String(Number(value.toFixed(1)));
}
