/** Calls counted by node, with what was wrong with them. One shape for a window, a half-open trial and the time between sweeps. */
import type { NodeIndex } from '@/lib/fleet/ids';
import type { RateRule } from './settings';

/** What may be wrong with a call; marks add up. */
export const MARK = { failed: 1, slow: 2, slowFirstToken: 4 } as const;

/** Plain data: columns by node. */
export interface CallTallyState {
  readonly calls: Int32Array;
  readonly failed: Int32Array;
  readonly slow: Int32Array;
  readonly slowFirstToken: Int32Array;
}

/** Four columns, 16 bytes a node. */
export class CallTally {
  calls = new Int32Array(0);
  failed = new Int32Array(0);
  slow = new Int32Array(0);
  slowFirstToken = new Int32Array(0);

  /** `times` -1 takes a call back. */
  add(node: NodeIndex, marks: number, times: 1 | -1 = 1): void {
    this.calls[node]! += times;
    if ((marks & MARK.failed) !== 0) this.failed[node]! += times;
    if ((marks & MARK.slow) !== 0) this.slow[node]! += times;
    if ((marks & MARK.slowFirstToken) !== 0) this.slowFirstToken[node]! += times;
  }

  clear(node: NodeIndex): void {
    this.calls[node] = 0;
    this.failed[node] = 0;
    this.slow[node] = 0;
    this.slowFirstToken[node] = 0;
  }

  clearAll(): void {
    for (const column of [this.calls, this.failed, this.slow, this.slowFirstToken]) column.fill(0);
  }

  fit(nodes: number): void {
    if (this.calls.length < nodes) this.adopt(this, Math.max(nodes, 2 * this.calls.length, 16));
  }

  save(): CallTallyState {
    const { calls, failed, slow, slowFirstToken } = this;
    return { calls: calls.slice(), failed: failed.slice(), slow: slow.slice(), slowFirstToken: slowFirstToken.slice() };
  }

  restore(state: CallTallyState): void {
    this.adopt(state, state.calls.length);
  }

  private adopt(from: CallTallyState, length: number): void {
    this.calls = widened(from.calls, new Int32Array(length));
    this.failed = widened(from.failed, new Int32Array(length));
    this.slow = widened(from.slow, new Int32Array(length));
    this.slowFirstToken = widened(from.slowFirstToken, new Int32Array(length));
  }
}

/** Copies a column to the front of a wider one. */
export function widened<A extends Uint8Array | Int32Array | Float64Array>(from: ArrayLike<number>, to: A): A {
  to.set(from);
  return to;
}

/** Which marks a call's times earn. A first-token time of NaN was not measured. */
export function slowMarks(rule: RateRule, latencyMs: number, firstTokenMs: number): number {
  let marks = 0;
  if (rule.slow !== null && latencyMs > rule.slow.ms) marks |= MARK.slow;
  if (rule.slowFirstToken !== null && firstTokenMs > rule.slowFirstToken.ms) marks |= MARK.slowFirstToken;
  return marks;
}

/**
 * The first share of a node's calls that reaches its fraction: failures, then slow calls, then slow first tokens; null when none does.
 * The node has at least one call. A share is a quotient of whole numbers, so 29 of 100 reaches 0.29.
 */
export function reachedShare(rule: RateRule, tally: CallTally, node: NodeIndex): keyof typeof MARK | null {
  const calls = tally.calls[node]!;
  if (rule.failureFraction !== null && tally.failed[node]! / calls >= rule.failureFraction) return 'failed';
  if (rule.slow !== null && tally.slow[node]! / calls >= rule.slow.fraction) return 'slow';
  const first = rule.slowFirstToken;
  return first !== null && tally.slowFirstToken[node]! / calls >= first.fraction ? 'slowFirstToken' : null;
}
