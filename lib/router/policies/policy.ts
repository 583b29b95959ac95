import type { HealthState } from '@/lib/fleet/snapshot';

/** Everything that a policy may look at when it judges one deployment for one request. */
export interface Facts {
  readonly health: HealthState;
  /** Whole ms. */
  readonly smoothedLatencyMs: number;
  /** Attempts of this router on the deployment's node. */
  readonly inFlight: number;
  /** Requests that the node serves at once; at least 1. */
  readonly slots: number;
  readonly region: string;
  /** Rank of the request's privacy level, 0 to 3. */
  readonly privacy: number;
  /** 0 to 100; the reference takes up to 255. */
  readonly costTolerance: number;
  /** From the request's origin to the region; null when unknown. */
  readonly roundTripMs: number | null;
}

/**
 * Scores and filters deployments. Score = `share` times the weight; a policy without a weight has `weight: null` in its settings
 * and counts its share as it is. `reads` says which facts the share depends on, hence when it must be computed again:
 * `request` terms are computed once per request class and region.
 */
export interface Policy<Settings> {
  readonly reads: 'request' | 'health' | 'latency' | 'load';
  /** The score before the weight; higher is better. */
  share(settings: Settings, facts: Facts): number;
  accepts(settings: Settings, facts: Facts): boolean;
  /** What was measured, with its unit. */
  raw(settings: Settings, facts: Facts): string;
  /** Why it does not accept, in a few words. */
  refusal(settings: Settings, facts: Facts): string;
}

/** A policy that accepts everyone has nothing to say about refusing. */
export function acceptsAll(): { accepts(): true; refusal(): string } {
  return { accepts: () => true, refusal: () => 'accepted' };
}
