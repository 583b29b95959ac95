/** What each router replica lets in: so many attempts under way at once, and a rate with bursts. Who is refused costs nothing and is tried again as any refusal. */
import type { Scenario } from '@/lib/scenario/schema';

import { TokenBuckets, type TokenBucketsState } from './token-buckets';

export interface AdmissionState {
  readonly inFlight: Int32Array;
  readonly bucket: TokenBucketsState;
}

export class Admission {
  private readonly most: number;
  /** By replica: attempts sent that a client waits for. */
  private readonly inFlight: Int32Array;
  private readonly bucket: TokenBuckets;

  constructor({ maxInFlight, ratePerS, burst }: NonNullable<Scenario['router']['admission']>, replicas: number) {
    this.most = maxInFlight ?? Infinity;
    this.inFlight = new Int32Array(replicas);
    this.bucket = new TokenBuckets(
      new Float64Array(replicas).fill(ratePerS === null ? Infinity : burst),
      new Float64Array(replicas).fill((ratePerS ?? 0) / 1_000),
    );
  }

  /** Whether a try may go to the router; it then counts against the rate, whatever the router says. */
  admit(replica: number, nowMs: number): boolean {
    if (this.inFlight[replica]! >= this.most || this.bucket.waitMs(replica, 1, nowMs) > 0) return false;
    this.bucket.take(replica, 1, nowMs);
    return true;
  }

  started(replica: number): void {
    this.inFlight[replica]!++;
  }

  ended(replica: number): void {
    this.inFlight[replica]!--;
  }

  save(): AdmissionState {
    return { inFlight: this.inFlight.slice(), bucket: this.bucket.save() };
  }

  restore(state: AdmissionState): void {
    this.inFlight.set(state.inFlight);
    this.bucket.restore(state.bucket);
  }
}
