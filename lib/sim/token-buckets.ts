/**
 * Token buckets of many owners, exact in continuous time. A bucket is one number, the time at which it will be full again, so that nothing is
 * added up tick by tick (the virtual scheduling form of the generic cell rate algorithm, ITU-T I.371). Over any span of `t` ms an owner
 * gives out at most its capacity and `perMs` times `t`. What costs more than the capacity is given when the bucket is full, and leaves it in debt.
 */
export interface TokenBucketsState {
  readonly fullAtMs: Float64Array;
}

export class TokenBuckets {
  private readonly capacity: Float64Array;
  private readonly perMs: Float64Array;
  private readonly fullAtMs: Float64Array;

  /** Full at the start. By owner; an infinite capacity never runs out. */
  constructor(capacity: Float64Array, perMs: Float64Array) {
    this.capacity = capacity;
    this.perMs = perMs;
    this.fullAtMs = new Float64Array(capacity.length);
  }

  /** How long until `cost` can be had; 0: now. */
  waitMs(owner: number, cost: number, nowMs: number): number {
    const capacity = this.capacity[owner]!;
    if (capacity === Infinity) return 0;
    return Math.max(0, this.fullAtMs[owner]! - nowMs - (capacity - Math.min(cost, capacity)) / this.perMs[owner]!);
  }

  /** Only where `waitMs` is 0. */
  take(owner: number, cost: number, nowMs: number): void {
    if (this.capacity[owner] === Infinity) return;
    this.fullAtMs[owner] = Math.max(this.fullAtMs[owner]!, nowMs) + cost / this.perMs[owner]!;
  }

  save(): TokenBucketsState {
    return { fullAtMs: this.fullAtMs.slice() };
  }

  restore(state: TokenBucketsState): void {
    this.fullAtMs.set(state.fullAtMs);
  }
}
