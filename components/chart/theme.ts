/**
 * What each strategy, policy, kind of failed attempt and breaker state looks like. Colours are variables of globals.css; shape
 * and word come first. Fixed for life: nothing here is reassigned by rank or order.
 */
import type { BreakerState } from '@/lib/fleet/snapshot';
import type { PolicyKind, StrategyId } from '@/lib/scenario/schema';

export type MarkerShape =
  | 'square'
  | 'triangle-up'
  | 'triangle-down'
  | 'triangle-right'
  | 'plus'
  | 'cross'
  | 'pentagon'
  | 'hexagon'
  | 'diamond'
  | 'hourglass'
  | 'bars'
  | 'circle'
  | 'star'
  | 'ring';

export interface StrategyLook {
  readonly name: string;
  readonly marker: MarkerShape;
  /** A CSS colour: `var(--s-...)`. */
  readonly colour: string;
}

export const STRATEGIES = {
  'least-latency': { name: 'Policy score', marker: 'circle', colour: 'var(--s-least-latency)' },
  'least-connections': { name: 'Least in-flight', marker: 'triangle-up', colour: 'var(--s-least-connections)' },
  'round-robin': { name: 'Round robin', marker: 'square', colour: 'var(--s-round-robin)' },
  'weighted-random': { name: 'Weighted random', marker: 'star', colour: 'var(--s-weighted-random)' },
  'consistent-hash': { name: 'Consistent hash', marker: 'ring', colour: 'var(--s-consistent-hash)' },
  'power-of-two': { name: 'Power of two', marker: 'diamond', colour: 'var(--s-power-of-two)' },
  random: { name: 'Random', marker: 'plus', colour: 'var(--s-random)' },
  'peak-ewma': { name: 'Peak EWMA', marker: 'triangle-down', colour: 'var(--s-peak-ewma)' },
  'join-idle-queue': { name: 'Join idle queue', marker: 'pentagon', colour: 'var(--s-join-idle-queue)' },
  'least-request': { name: 'Least request', marker: 'triangle-right', colour: 'var(--s-least-request)' },
  prequal: { name: 'Prequal', marker: 'hourglass', colour: 'var(--s-prequal)' },
  'prefix-cache': { name: 'Prefix cache', marker: 'hexagon', colour: 'var(--s-prefix-cache)' },
  'kv-cost': { name: 'KV cost', marker: 'cross', colour: 'var(--s-kv-cost)' },
  'scorer-sum': { name: 'Sum of scorers', marker: 'bars', colour: 'var(--s-scorer-sum)' },
} as const satisfies Record<StrategyId, StrategyLook>;

export interface Look {
  readonly name: string;
  readonly colour: string;
}

/** In the order in which contributions are stacked. Privacy adds a constant, unless it is soft. */
export const POLICIES = {
  health: { name: 'health', colour: 'var(--p-health)' },
  latency: { name: 'latency', colour: 'var(--p-latency)' },
  locality: { name: 'locality', colour: 'var(--p-locality)' },
  cost: { name: 'cost', colour: 'var(--p-cost)' },
  load: { name: 'load', colour: 'var(--p-load)' },
  throughput: { name: 'throughput', colour: 'var(--p-throughput)' },
  'max-latency': { name: 'max latency', colour: 'var(--p-max-latency)' },
  gpu: { name: 'GPU', colour: 'var(--p-gpu)' },
  cache: { name: 'cache', colour: 'var(--p-cache)' },
  privacy: { name: 'privacy', colour: 'var(--p-privacy)' },
} as const satisfies Record<PolicyKind, Look>;

/**
 * Kinds of attempts that ended badly, in stack order from the zero line: columns of `Series`. Client errors and stalled answers are
 * errors, rate limits are rejections, and a first token that came too late is a time-out; `means` says so in a table.
 */
export const ERROR_KINDS = [
  { key: 'errors', name: 'error', means: 'error (5xx, 4xx, stalled)', colour: 'var(--e-error)' },
  { key: 'rejected', name: 'rejected', means: 'rejected (queue full, 429)', colour: 'var(--e-rejected)' },
  { key: 'unreachable', name: 'unreachable', means: 'unreachable', colour: 'var(--e-unreachable)' },
  { key: 'timedOut', name: 'timed out', means: 'timed out (first token too)', colour: 'var(--e-timed-out)' },
] as const;

export const BREAKERS = {
  closed: { name: 'Closed', colour: 'var(--closed)' },
  open: { name: 'Open', colour: 'var(--open)' },
  'half-open': { name: 'Half-open', colour: 'var(--half)' },
} as const satisfies Record<BreakerState, Look>;

/** Slate steps for regions, in the scenario's order; they repeat beyond four, with a hairline between neighbours. */
export const REGION_STEPS = ['var(--r0)', 'var(--r1)', 'var(--r2)', 'var(--r3)'] as const;

export function regionColour(index: number): string {
  return REGION_STEPS[index % REGION_STEPS.length] ?? REGION_STEPS[0];
}
