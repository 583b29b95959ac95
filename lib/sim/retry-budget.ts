/**
 * How many retries and hedges a client lets out, as a share of first attempts: Finagle's budget (`RetryBudget` on a leaky token bucket).
 * What first attempts bring and what retries take both expire after `ttlMs`, which is counted in ten slices. So whenever one is let out, those
 * of its slice and of the nine before, itself included, are at most `fraction` times the first attempts of the same slices, plus
 * `minPerS` for each second of `ttlMs`. One budget for all clients of a scenario. A pair of whole numbers per slice: nothing drifts.
 */
import type { ClientSettings } from '@/lib/scenario/schema';

const SLICES = 10;

export interface RetryBudgetState {
  readonly slice: number;
  readonly firsts: Float64Array;
  readonly taken: Float64Array;
}

export class RetryBudget {
  private readonly fraction: number;
  private readonly sliceMs: number;
  /** Let out in `ttlMs` whatever the traffic. */
  private readonly floor: number;
  /** Number of the slice that time has reached, and by slice modulo ten: first attempts, and what was let out. */
  private slice = 0;
  private readonly firsts = new Float64Array(SLICES);
  private readonly taken = new Float64Array(SLICES);
  private firstsSum = 0;
  private takenSum = 0;

  constructor({ fraction, minPerS, ttlMs }: NonNullable<ClientSettings['budget']>) {
    this.fraction = fraction;
    this.sliceMs = ttlMs / SLICES;
    this.floor = (minPerS * ttlMs) / 1_000;
  }

  firstAttempt(nowMs: number): void {
    this.moveTo(nowMs);
    this.firsts[this.slice % SLICES]!++;
    this.firstsSum++;
  }

  /** Whether one more may go. */
  lets(nowMs: number): boolean {
    this.moveTo(nowMs);
    return this.takenSum + 1 <= this.fraction * this.firstsSum + this.floor;
  }

  /** Lets one retry or hedge out; false: the budget is used up. */
  take(nowMs: number): boolean {
    if (!this.lets(nowMs)) return false;
    this.taken[this.slice % SLICES]!++;
    this.takenSum++;
    return true;
  }

  save(): RetryBudgetState {
    return { slice: this.slice, firsts: this.firsts.slice(), taken: this.taken.slice() };
  }

  restore(state: RetryBudgetState): void {
    this.slice = state.slice;
    this.firsts.set(state.firsts);
    this.taken.set(state.taken);
    this.firstsSum = this.firsts.reduce((a, b) => a + b, 0);
    this.takenSum = this.taken.reduce((a, b) => a + b, 0);
  }

  private moveTo(nowMs: number): void {
    const slice = Math.floor(nowMs / this.sliceMs);
    if (slice === this.slice) return;
    const steps = Math.min(SLICES, slice - this.slice);
    for (let i = 1; i <= steps; i++) {
      const at = (this.slice + i) % SLICES;
      this.firstsSum -= this.firsts[at]!;
      this.takenSum -= this.taken[at]!;
      this.firsts[at] = 0;
      this.taken[at] = 0;
    }
    this.slice = slice;
  }
}
