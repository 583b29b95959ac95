import { needsNothing, type Facts, type Policy } from './policy';

export interface ThroughputPolicy {
  readonly kind: 'throughput';
  readonly weight: number;
  /** Requests per second at which the share reaches 1; left out: the reference's 1,000. */
  readonly fullPerS?: number;
  /** Left out: `soft`. `hard`: refuses nodes that complete fewer a second than the request asks for. */
  readonly mode?: 'soft' | 'hard';
}

export const FULL_PER_S = 1_000;

/**
 * Requests that a node can complete each second: its slots over its smoothed latency, by Little's law with every slot busy.
 * Infinity at 0 ms. The latency is as the router hears it, so the network and the queue are in it and the answer errs low.
 * Source: Little, Operations Research 9(3), 1961.
 */
export function throughputPerS(slots: number, smoothedMs: number): number {
  return (slots * 1_000) / smoothedMs;
}

/** 1 from `fullPerS` on. */
export function throughputShare(perS: number, fullPerS: number): number {
  return Math.min(perS / fullPerS, 1);
}

function perS({ slots, smoothedLatencyMs }: Facts): number {
  return throughputPerS(slots, smoothedLatencyMs);
}

export const throughput: Policy<ThroughputPolicy> = {
  reads: () => 'throughput',
  needs: needsNothing,
  share: ({ fullPerS = FULL_PER_S }, facts) => throughputShare(perS(facts), fullPerS),
  accepts: ({ mode }, facts) => mode !== 'hard' || perS(facts) >= facts.minThroughput,
  excess: (_settings, facts) => facts.minThroughput - perS(facts),
  raw: (_settings, facts) => `completes ${said(facts)}`,
  refusal: (_settings, facts) => `completes ${said(facts)}, below the request's ${facts.minThroughput}`,
};

function said(facts: Facts): string {
  const value = perS(facts);
  return value === Infinity ? 'no known limit a second' : `${Number(value.toFixed(1))} a second`;
}
