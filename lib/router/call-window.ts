/**
 * The latest calls of every node: the last so many, or those of the last so many ms. Only a breaker with a rate rule has one.
 * Adding a call is O(1), or O(slices) after a pause, and allocates nothing. What has grown too old is forgotten when the next call is
 * added, which is the only time that a window is judged, so an idle node is never judged by stale calls.
 */
import type { NodeIndex } from '@/lib/fleet/ids';
import { CallTally, MARK, widened, type CallTallyState } from './call-tally';
import type { RateRule } from './settings';

/** Plain data: the sums, and what they are made of. */
export interface CallWindowState {
  readonly tally: CallTallyState;
  /** A count window's marks, or a time window's slices. */
  readonly cells: Uint8Array | Int32Array;
  /** By node: where the ring stands. */
  readonly at: Float64Array;
}

export interface CallWindow {
  /** Sums over the window, by node. */
  readonly tally: CallTally;
  add(node: NodeIndex, marks: number, nowMs: number): void;
  clear(node: NodeIndex): void;
  fit(nodes: number): void;
  save(): CallWindowState;
  restore(state: CallWindowState): void;
}

export function createWindow(of: RateRule['window']): CallWindow {
  return of.kind === 'count' ? new CountWindow(of.calls) : new TimeWindow(of.ms);
}

/** The last `calls` calls of a node: a byte each, 1 MB for 10,000 nodes and 100 calls. */
class CountWindow implements CallWindow {
  readonly tally = new CallTally();
  private readonly length: number;
  /** `marks[node * length + i]`: a ring. */
  private marks = new Uint8Array(0);
  /** By node: where the next call goes, which is the oldest once the ring is full. */
  private at = new Float64Array(0);

  constructor(calls: number) {
    this.length = calls;
  }

  add(node: NodeIndex, marks: number): void {
    const at = this.at[node]!;
    const cell = node * this.length + at;
    if (this.tally.calls[node] === this.length) this.tally.add(node, this.marks[cell]!, -1);
    this.marks[cell] = marks;
    this.tally.add(node, marks);
    this.at[node] = at + 1 === this.length ? 0 : at + 1;
  }

  clear(node: NodeIndex): void {
    this.tally.clear(node);
    this.at[node] = 0;
  }

  fit(nodes: number): void {
    this.tally.fit(nodes);
    const capacity = this.tally.calls.length;
    if (this.at.length >= capacity) return;
    this.at = widened(this.at, new Float64Array(capacity));
    this.marks = widened(this.marks, new Uint8Array(capacity * this.length));
  }

  save(): CallWindowState {
    return { tally: this.tally.save(), cells: this.marks.slice(), at: this.at.slice() };
  }

  restore(state: CallWindowState): void {
    this.tally.restore(state.tally);
    this.marks = Uint8Array.from(state.cells);
    this.at = state.at.slice();
  }
}

const SLICES = 10;
/** Cells of a slice: calls, and how many had each mark. */
const WIDTH = 4;

/**
 * The calls of the last `ms`, to a slice: the slice of now, in part, and the nine whole ones before it. So it reaches back by at
 * least nine tenths of `ms`. 160 bytes a node for the slices, 1.6 MB for 10,000 nodes.
 */
class TimeWindow implements CallWindow {
  readonly tally = new CallTally();
  private readonly sliceMs: number;
  /** `counts[(node * SLICES + slice % SLICES) * WIDTH + column]`. */
  private counts = new Int32Array(0);
  /** By node: number of the latest slice that a call fell in; slices are counted from time 0. */
  private at = new Float64Array(0);

  constructor(ms: number) {
    this.sliceMs = ms / SLICES;
  }

  add(node: NodeIndex, marks: number, nowMs: number): void {
    const slice = Math.floor(nowMs / this.sliceMs);
    const old = this.at[node]!;
    if (slice - old >= SLICES) this.clear(node);
    else for (let s = old + 1; s <= slice; s++) this.forget(node, s % SLICES);
    this.at[node] = slice;
    const cell = (node * SLICES + (slice % SLICES)) * WIDTH;
    const { counts } = this;
    counts[cell]!++;
    if ((marks & MARK.failed) !== 0) counts[cell + 1]!++;
    if ((marks & MARK.slow) !== 0) counts[cell + 2]!++;
    if ((marks & MARK.slowFirstToken) !== 0) counts[cell + 3]!++;
    this.tally.add(node, marks);
  }

  clear(node: NodeIndex): void {
    this.tally.clear(node);
    this.counts.fill(0, node * SLICES * WIDTH, (node + 1) * SLICES * WIDTH);
  }

  fit(nodes: number): void {
    this.tally.fit(nodes);
    const capacity = this.tally.calls.length;
    if (this.at.length >= capacity) return;
    this.at = widened(this.at, new Float64Array(capacity));
    this.counts = widened(this.counts, new Int32Array(capacity * SLICES * WIDTH));
  }

  save(): CallWindowState {
    return { tally: this.tally.save(), cells: this.counts.slice(), at: this.at.slice() };
  }

  restore(state: CallWindowState): void {
    this.tally.restore(state.tally);
    this.counts = Int32Array.from(state.cells);
    this.at = state.at.slice();
  }

  private forget(node: NodeIndex, slot: number): void {
    const cell = (node * SLICES + slot) * WIDTH;
    const { counts, tally } = this;
    tally.calls[node]! -= counts[cell]!;
    tally.failed[node]! -= counts[cell + 1]!;
    tally.slow[node]! -= counts[cell + 2]!;
    tally.slowFirstToken[node]! -= counts[cell + 3]!;
    counts.fill(0, cell, cell + WIDTH);
  }
}
