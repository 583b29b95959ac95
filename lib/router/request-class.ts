import type { Capability } from '@/lib/fleet/model';

/** Round trip between two regions, in ms; null when unknown. */
export type RoundTrips = (origin: string, region: string) => number | null;

/** What a deployment is to a class. Deployments without the capability are `none`; `accepted` ones serve, too. */
export const MEMBERSHIP = { none: 0, serving: 1, accepted: 2 } as const;

/** Totals remembered by what went into them, so that they can be stale but never wrong. `status` 255: none yet. */
export interface Rated {
  totals: Float64Array;
  status: Uint8Array;
  smoothedMs: Float64Array;
  inFlight: Int32Array;
  reported: Int32Array;
}

/**
 * Requests that the router cannot tell apart but by their prompts: same capability, origin and QoS. Holds what depends on nothing else,
 * computed once per change of the catalog or of the policies.
 */
export interface RequestClass {
  readonly index: number;
  readonly capability: Capability;
  readonly origin: string | null;
  /** Rank, 0 to 3. */
  readonly privacy: number;
  readonly costTolerance: number;
  /** Infinity and 0 where the request has no such bound. */
  readonly maxLatencyMs: number;
  readonly minThroughput: number;
  readonly preferGpu: boolean;
  /** Ids of those it may be served by; empty: whichever. */
  readonly regions: readonly string[];
  readonly models: readonly string[];
  readonly roundTripMs: RoundTrips;
  /** By deployment: 1 outside the regions or models asked for; null where all may serve. */
  outside: Uint8Array | null;
  /** Deployments with the capability, by registration. */
  serving: Int32Array;
  /** Of these, the ones that are asked for and that every policy reading the request accepts. */
  accepted: Int32Array;
  /** By place in `accepted`: the deployment's node, its slots, and where its profile's terms begin in `row`. */
  nodes: Int32Array;
  slots: Int32Array;
  rowAt: Int32Array;
  /** By node: its first place, or -1. */
  firstPlace: Int32Array;
  /** By place: the next place on the same node, or -1. */
  nextPlace: Int32Array;
  /** Whether all of `accepted` have the same weight. */
  sameWeights: boolean;
  /** By place: the total last computed, and the node's state that it was computed from. */
  readonly rated: Rated;
  /** By deployment: a `MEMBERSHIP`. */
  membership: Uint8Array;
  /** By profile: what the policies that read the request say, as `VERDICT` bits. */
  verdicts: Uint8Array;
  /** What the request brings to each term (`Composite.writeRow`): row by profile, column by leaf of the composite. */
  row: Float64Array;
  /** Grows when any of this is computed anew. */
  version: number;
  catalogVersion: number;
  policyVersion: number;
}

/** Whether a deployment with the capability is not among those that the class asks for. */
export function isOutside({ outside }: RequestClass, deployment: number): boolean {
  return outside !== null && outside[deployment] === 1;
}
