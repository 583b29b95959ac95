/**
 * What a composite's filters ask of a node's state, gathered into a few numbers, so that nobody walks a list of policies to learn whether a
 * node may be picked. Filters that read the request alone are not here: a request class has applied them before. The bounds of a
 * request (its maximum latency, its least throughput) come in with the question.
 */
import { HEALTH_CODE } from '@/lib/fleet/snapshot';
import { predictedMs } from './max-latency';
import { isHard, type LeafPolicy } from './table';
import { throughputPerS } from './throughput';

/** The bounds that a request puts on its node: Infinity and 0 where it has none. */
export interface Bounds {
  readonly maxLatencyMs: number;
  readonly minThroughput: number;
}

export class NodeLimits {
  /** Nodes with a higher smoothed latency are refused; Infinity: none. */
  readonly maxLatencyMs: number;
  /** Whether there is more to ask than `maxLatencyMs`. */
  readonly more: boolean;
  /** Whether any of it depends on the bounds of the request. */
  readonly readsBounds: boolean;
  /** The same limit by hard policies alone. */
  private readonly hardLatencyMs: number;
  private readonly healthyOnly: boolean;
  /** Load over slots from which on a node is full. */
  private readonly fullAt: number;
  private readonly reportedFullAt: number;
  private readonly predicts: boolean;
  private readonly counts: boolean;

  constructor(policies: readonly LeafPolicy[]) {
    const hard = policies.filter(isHard);
    const fullest = (signal: 'in-flight' | 'reported'): number =>
      least(
        hard.map((policy) => (policy.kind === 'load' && (policy.signal ?? 'in-flight') === signal ? policy.fullAt : Infinity)),
      );
    this.maxLatencyMs = latencyLimit(policies);
    this.hardLatencyMs = latencyLimit(hard);
    this.healthyOnly = hard.some(({ kind }) => kind === 'health');
    this.fullAt = fullest('in-flight');
    this.reportedFullAt = fullest('reported');
    this.predicts = hard.some(({ kind }) => kind === 'max-latency');
    this.counts = hard.some(({ kind }) => kind === 'throughput');
    this.readsBounds = this.predicts || this.counts;
    this.more = this.healthyOnly || this.fullAt < Infinity || this.reportedFullAt < Infinity || this.predicts || this.counts;
  }

  /** Whether a node passes all that is asked beyond `maxLatencyMs`. O(1). */
  passes(health: number, smoothedMs: number, inFlight: number, reported: number, slots: number, bounds: Bounds): boolean {
    return (
      !(this.healthyOnly && health !== HEALTH_CODE.healthy) &&
      inFlight < slots * this.fullAt &&
      reported < slots * this.reportedFullAt &&
      !(this.predicts && predictedMs(smoothedMs, inFlight, slots) > bounds.maxLatencyMs) &&
      !(this.counts && throughputPerS(slots, smoothedMs) < bounds.minThroughput)
    );
  }

  /** Whether a hard policy refuses the node, whatever other filters say. */
  violatedBy(health: number, smoothedMs: number, inFlight: number, reported: number, slots: number, bounds: Bounds): boolean {
    return smoothedMs > this.hardLatencyMs || !this.passes(health, smoothedMs, inFlight, reported, slots, bounds);
  }
}

function latencyLimit(policies: readonly LeafPolicy[]): number {
  return least(policies.map((policy) => (policy.kind === 'latency' && policy.mode !== 'soft' ? policy.maxLatencyMs : Infinity)));
}

function least(values: readonly number[]): number {
  return values.reduce((a, b) => Math.min(a, b), Infinity);
}
