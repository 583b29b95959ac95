import type { DeploymentStatus } from '@/lib/fleet/deployment';
import type { BreakerState, HealthState } from '@/lib/fleet/snapshot';

/** Where a request is sent. `score` is the total of the composite; `estimatedLatencyMs` the smoothed latency. */
export interface RouteTarget {
  readonly deployment: number;
  readonly node: string;
  readonly region: string;
  readonly model: string;
  readonly estimatedLatencyMs: number;
  readonly score: number;
}

/** Why a request got no node. Errors are values; each names what it was about. */
export type RouteError =
  | { readonly kind: 'NoCapacity'; readonly capability: string }
  | { readonly kind: 'AllNodesUnhealthy'; readonly capability: string }
  | { readonly kind: 'QoSViolation'; readonly rule: string }
  | { readonly kind: 'PrivacyViolation'; readonly rule: string }
  | { readonly kind: 'CircuitOpen'; readonly node: string }
  | { readonly kind: 'Timeout'; readonly node: string; readonly afterMs: number }
  | { readonly kind: 'NodeUnreachable'; readonly node: string }
  /** Said before anything is decided: the router lets no more in. */
  | { readonly kind: 'AdmissionLimit'; readonly rule: string };

/** The codes that the fast path writes into `RouteResult.error`; part of every digest, never renumber. */
export const ROUTE_ERROR = {
  none: 0,
  NoCapacity: 1,
  AllNodesUnhealthy: 2,
  QoSViolation: 3,
  PrivacyViolation: 4,
  AdmissionLimit: 5,
} as const;
export type RouteErrorCode = (typeof ROUTE_ERROR)[keyof typeof ROUTE_ERROR];

/** Target, alternatives (the next best of the pool by total, at most three) and a sentence of reasoning. */
export interface RouteDecision {
  readonly target: RouteTarget;
  readonly alternatives: readonly RouteTarget[];
  readonly reasoning: string;
}

export type Decision =
  | { readonly kind: 'routed'; readonly decision: RouteDecision }
  | { readonly kind: 'refused'; readonly error: RouteError; readonly reasoning: string };

/** The component scores of a candidate, each 0 to 1; `total` is the composite's. */
export interface RouteScores {
  readonly latency: number;
  readonly throughput: number;
  readonly cost: number;
  readonly locality: number;
  readonly health: number;
  readonly total: number;
}

/** One deployment that `getCandidates()` lists, in the reference's form. */
export interface RouteCandidate {
  readonly target: RouteTarget;
  readonly scores: RouteScores;
  readonly eligible: boolean;
  /** `Policy rejected` (the reference's one text), or by hard policies alone the error's name and the reason; null where eligible. */
  readonly rejection: string | null;
}

/** One policy's part in one candidate's total. */
export interface ReceiptTerm {
  /** `health`, `latency`, ... */
  readonly policy: string;
  /** What was measured, with its unit: `smoothed 412 ms`, `round trip 78 ms`. */
  readonly raw: string;
  /** The score before the weight; null where the policy has no weight (privacy in mode reference). */
  readonly normalised: number | null;
  readonly weight: number | null;
  /** The weighted score divided by the number of policies: the terms of a candidate add up to its total. */
  readonly contribution: number;
}

/**
 * Where a candidate stood in a decision.
 * `in-pool`: the strategy could pick it. `outside-window`: eligible, but not among the best `maxCandidates` or below `minScore`.
 * `probe`: half-open with a free probe slot, picked before the strategy is asked.
 * A deployment that is not ready stands as its status says, whatever its breaker and its record.
 */
export type CandidateStanding =
  | 'in-pool'
  | 'outside-window'
  | 'probe'
  | 'breaker-open'
  | 'half-open-full'
  | 'unhealthy'
  | 'policy-rejected'
  | 'already-tried'
  | Exclude<DeploymentStatus, 'ready'>;

export interface ReceiptCandidate {
  readonly deployment: number;
  readonly node: string;
  readonly region: string;
  readonly model: string;
  readonly breaker: BreakerState;
  readonly health: HealthState;
  readonly inFlight: number;
  readonly smoothedLatencyMs: number;
  readonly terms: readonly ReceiptTerm[];
  readonly total: number;
  readonly standing: CandidateStanding;
  /** In a few words, why it could not be picked; null for a candidate in the pool. */
  readonly reason: string | null;
}

/** What the strategy itself did, as label and value: the draw, the hash, the nodes sampled. */
export interface StrategyStep {
  readonly label: string;
  readonly value: string;
}

/** For one weight: the smallest change that flips the choice, or that no change of it does. */
export interface TiePoint {
  readonly policy: string;
  readonly weight: number;
  readonly flipsAt: number | null;
  /** Node chosen beyond the tie point. */
  readonly to: string | null;
}

/** Everything about one decision. Making one changes nothing. */
export interface Receipt {
  readonly nowMs: number;
  readonly strategy: string;
  readonly decision: Decision;
  /** Sorted by total, best first; ties by registration. */
  readonly candidates: readonly ReceiptCandidate[];
  readonly steps: readonly StrategyStep[];
  /** The pool's best total other than the target's; null when the pool has one member. */
  readonly runnerUp: string | null;
  /** Target's total minus the runner-up's; negative where the strategy does not pick by total. */
  readonly margin: number | null;
  /** Empty where the strategy does not pick by total. */
  readonly tiePoints: readonly TiePoint[];
  /** Breaker transitions that the call itself makes: `eu-west-02: open -> half-open`. */
  readonly transitions: readonly string[];
  /** How many eligible candidates the window hides. */
  readonly hiddenByWindow: number;
}
