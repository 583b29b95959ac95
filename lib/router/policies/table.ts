import { cache, type CachePolicy } from './cache';
import { cost, type CostPolicy } from './cost';
import { gpu, type GpuPolicy } from './gpu';
import { health, type HealthPolicy } from './health';
import { latency, type LatencyPolicy } from './latency';
import { load, type LoadPolicy } from './load';
import { locality, type LocalityPolicy } from './locality';
import { maxLatency, type MaxLatencyPolicy } from './max-latency';
import type { Policy } from './policy';
import { privacy, type PrivacyPolicy } from './privacy';
import { throughput, type ThroughputPolicy } from './throughput';

/** Every policy there is. */
export const policies = { health, latency, privacy, locality, cost, load, throughput, 'max-latency': maxLatency, gpu, cache };

export type PolicyKind = keyof typeof policies;

/** One policy with its settings. */
export type LeafPolicy =
  | HealthPolicy
  | LatencyPolicy
  | PrivacyPolicy
  | LocalityPolicy
  | CostPolicy
  | LoadPolicy
  | ThroughputPolicy
  | MaxLatencyPolicy
  | GpuPolicy
  | CachePolicy;

/** The mean of its members, which may be composites again; an empty one scores 1. */
export interface CompositePolicy {
  readonly kind: 'composite';
  readonly policies: readonly PolicySettings[];
}

export type PolicySettings = LeafPolicy | CompositePolicy;

/** The policy behind a leaf's settings; the pair always matches, which the table's type cannot say. */
export function policyOf(leaf: LeafPolicy): Policy<LeafPolicy> {
  return policies[leaf.kind];
}

/** null for a policy without a weight: privacy as the reference has it. */
export function weightOf(leaf: LeafPolicy): number | null {
  if (leaf.kind !== 'privacy') return leaf.weight;
  return (leaf.mode ?? 'reference') === 'reference' ? null : (leaf.weight ?? 1);
}

/** Whether its refusals give an error of their own. */
export function isHard(leaf: LeafPolicy): boolean {
  return 'mode' in leaf && leaf.mode === 'hard';
}

/** The reference's composite: its five policies with their defaults, in its order. Highest total 1.03. */
export const ENTERPRISE_DEFAULT: readonly LeafPolicy[] = [
  { kind: 'health', weight: 2 },
  { kind: 'latency', weight: 1, maxLatencyMs: 5_000 },
  { kind: 'privacy', regions: [] },
  { kind: 'locality', weight: 1, boost: 0.3, signal: 'constant', farMs: 300 },
  { kind: 'cost', weight: 1, regions: [] },
];
