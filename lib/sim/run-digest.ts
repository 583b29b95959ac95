/**
 * What a run's digest covers, in event order: every attempt's end, every refusal, every breaker and health transition. Tags and the
 * order of words are part of every digest: a change needs a new number of semantics.
 */
import { Digest, type DigestState } from '@/lib/base/digest';

const ATTEMPT = 1;
const TAG = { refusal: 2, breaker: 3, health: 4, replica: 5 } as const;

export class RunDigest {
  private readonly digest = new Digest();

  attemptEnded(request: number, tryIndex: number, deployment: number, outcome: number, startMs: number, endMs: number): void {
    const { digest } = this;
    digest.int(ATTEMPT);
    digest.twoInts(request, tryIndex);
    digest.twoInts(deployment, outcome);
    digest.float(startMs);
    digest.float(endMs);
  }

  refused(request: number, tryIndex: number, error: number, atMs: number): void {
    const { digest } = this;
    digest.int(TAG.refusal);
    digest.int(request);
    digest.int(tryIndex);
    digest.int(error);
    digest.float(atMs);
  }

  /** Whose the transition is that follows; only in runs with several router replicas. */
  replica(index: number): void {
    this.digest.int(TAG.replica);
    this.digest.int(index);
  }

  breaker(node: number, from: number, to: number, atMs: number): void {
    this.transition(TAG.breaker, node, from, to, atMs);
  }

  health(node: number, from: number, to: number, atMs: number): void {
    this.transition(TAG.health, node, from, to, atMs);
  }

  hex(): string {
    return this.digest.hex();
  }

  save(): DigestState {
    return this.digest.save();
  }

  restore(state: DigestState): void {
    this.digest.restore(state);
  }

  private transition(tag: number, node: number, from: number, to: number, atMs: number): void {
    const { digest } = this;
    digest.int(tag);
    digest.int(node);
    digest.int(from);
    digest.int(to);
    digest.float(atMs);
  }
}
