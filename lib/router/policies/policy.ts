import type { HealthState, Signal } from '@/lib/fleet/snapshot';

/** Everything that a policy may look at when it judges one deployment for one request. */
export interface Facts {
  readonly health: HealthState;
  /** Whole ms. */
  readonly smoothedLatencyMs: number;
  /** Attempts of this router on the deployment's node. */
  readonly inFlight: number;
  /** Queued plus running, as the node last said; 0 for one that has said nothing. */
  readonly reported: number;
  /** Requests that the node serves at once; at least 1. */
  readonly slots: number;
  readonly region: string;
  /** Of the node itself; null: its region's. */
  readonly price: number | null;
  readonly gpu: boolean;
  /** Rank of the request's privacy level, 0 to 3. */
  readonly privacy: number;
  /** 0 to 100; the reference takes up to 255. */
  readonly costTolerance: number;
  /** From the request's origin to the region; null when unknown. */
  readonly roundTripMs: number | null;
  /** The request's bounds: Infinity ms and 0 a second where it has none. */
  readonly maxLatencyMs: number;
  readonly minThroughput: number;
  readonly preferGpu: boolean;
  /** Blocks of the request's prompt, and how many of them from the first on the node has in its cache. */
  readonly promptBlocks: number;
  readonly matchedBlocks: number;
}

/**
 * `reference`: scores and filters as the reference does. `soft`: scores, and refuses nobody. `hard`: scores, and refuses whoever falls
 * short; a request for which hard policies refuse every candidate gets an error of its own, `QoSViolation` or `PrivacyViolation`.
 */
export type PolicyMode = 'reference' | 'soft' | 'hard';

/**
 * Which facts a share depends on, hence when it must be computed again. `request`: the request and what deployments have in common
 * (region, price, GPU), so once per request class and profile. `prompt`: the request's own blocks, so anew for every request. The others
 * read the node: `load` what is in flight, `reported` what the node says, `throughput` its latency, `predicted` latency and in flight
 * against the request's bound.
 */
export type Reads = 'request' | 'health' | 'latency' | 'load' | 'reported' | 'predicted' | 'throughput' | 'prompt';

/** Scores and filters deployments. Score = `share` times the weight; without a weight the share counts as it is. */
export interface Policy<Settings> {
  reads(settings: Settings): Reads;
  /** What nodes must say of themselves for it to mean anything. */
  needs(settings: Settings): readonly Signal[];
  /** The score before the weight; higher is better. */
  share(settings: Settings, facts: Facts): number;
  accepts(settings: Settings, facts: Facts): boolean;
  /** How far beyond what the filter allows, in the policy's own unit: of several that it refuses, the nearest has the least. */
  excess(settings: Settings, facts: Facts): number;
  /** What was measured, with its unit. */
  raw(settings: Settings, facts: Facts): string;
  /** Why it does not accept, in a few words: what was measured, and the limit. */
  refusal(settings: Settings, facts: Facts): string;
}

/** A policy that accepts everyone has nothing to say about refusing. */
export function acceptsAll(): { accepts(): true; excess(): number; refusal(): string } {
  return { accepts: () => true, excess: () => 0, refusal: () => 'accepted' };
}

/** A policy that reads nothing that a node must say. */
export function needsNothing(): readonly Signal[] {
  return [];
}
