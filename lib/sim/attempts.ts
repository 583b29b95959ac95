/**
 * The attempts that are alive: open at the client, or still occupying a node, or both. One row each, side by side in one buffer and reused through a free
 * list: whoever handles an attempt needs most of its row, so the row is what should be near by, and one array is what must be looked up. A row's `generation` goes up when it is freed and its `service` whenever its completion is planned anew, so an event that
 * names an older number is stale.
 */
import { nextSize } from './too-large';

/** astray and unheard: the request, or the answer, was lost on its way, and nothing more happens until the client gives up. */
export const PHASE = { free: 0, outbound: 1, queued: 2, serving: 3, returning: 4, astray: 5, unheard: 6 } as const;

/**
 * What stands where in a row: `ints[row + ATTEMPT.node]`, and for times `floats[(row >> 1) + ATTEMPT.startMs]`. Hot files call it `A` by a constant
 * of their own, which the compiler folds into the code as it does not fold an import.
 */
export const ATTEMPT = {
  /** Floats. */
  startMs: 0,
  /** While serving, the engine's own: see there. For slots the work left at `sinceMs`, in ms at speed 1. */
  work: 1,
  sinceMs: 2,
  /** When it reached its node. */
  reachedMs: 3,
  /** Its whole work in ms at speed 1; -1 where it is drawn when its service begins, and has not. */
  demandMs: 4,
  /** How long the node told the client to stay away; kept where there are quotas. */
  retryAfterMs: 5,
  /** Integers. Row of the request; meaningless once `gone` is set. */
  request: 12,
  deployment: 13,
  node: 14,
  /** Class and number in the class of the request, and which of its tries this is: they aim the random draws. */
  classIndex: 15,
  n: 16,
  tryIndex: 17,
  epoch: 18,
  generation: 19,
  service: 20,
  phase: 21,
  /** Neighbours in the node's queue, and in service as its engine keeps them; `next` also links free rows. */
  next: 22,
  prev: 23,
  /** The account of its request's class in the totals. */
  account: 24,
  /** Its place in the line of open attempts; meaningless once `gone` is set. */
  lined: 25,
  /** How it will be answered, while returning. */
  outcome: 26,
  /** 1 when it holds a probe slot. */
  probe: 27,
  /** 1 when its request arrived at or after the warm-up. */
  measured: 28,
  /** 1 when the client no longer waits. */
  gone: 29,
  /** Next attempt of the same request that its client waits for, or -1; kept where there is hedging. */
  sibling: 30,
  /** 1 for a further copy; kept where there is hedging. */
  copy: 31,
} as const;
const A = ATTEMPT;
/** Of a row, in integers: two cache lines. */
export const ATTEMPT_WIDTH = 32;

/** Of the line of open attempts at first; a power of two, as always. */
const LEAST_LINE = 1_024;

export interface AttemptsState {
  readonly freeHead: number;
  readonly alive: number;
  readonly rows: Int32Array;
  readonly on: Int32Array;
  /** Rows of the open attempts, oldest first. */
  readonly open: Int32Array;
}

export class Attempts {
  /** All rows, as integers and, over the same bytes, as floats. A row goes by the place of its first integer. */
  ints: Int32Array = new Int32Array(0);
  floats: Float64Array = new Float64Array(0);

  /** By node: rows in use, whoever still waits for them or not. */
  readonly on: Int32Array;
  /** Attempts that a client waits for, and rows in use. */
  open = 0;
  alive = 0;
  private freeHead = -1;
  /**
   * The rows of the open attempts in the order in which they started, a ring. One that closes leaves a gap, -1, until that comes up or the ring is
   * full: so whoever looks for the oldest walks along the ring and touches no row.
   */
  private line = new Int32Array(LEAST_LINE);
  private first = 0;
  private lined = 0;

  constructor(nodes: number) {
    this.on = new Int32Array(nodes);
  }

  /** A new open attempt on its way to a node; the caller fills its other columns. */
  take(node: number, startMs: number): number {
    if (this.freeHead < 0) this.grow();
    const { ints } = this;
    const row = this.freeHead;
    this.freeHead = ints[row + A.next]!;
    this.alive++;
    ints[row + A.node] = node;
    this.on[node]!++;
    this.floats[(row >> 1) + A.startMs] = startMs;
    ints[row + A.gone] = 0;
    ints[row + A.phase] = PHASE.outbound;
    if (this.lined === this.line.length) this.lineUp(this.openRows());
    this.open++;
    const { line } = this;
    const at = (this.first + this.lined++) & (line.length - 1);
    line[at] = row;
    ints[row + A.lined] = at;
    return row;
  }

  /** The open attempt that started first; -1 when there is none. All wait equally long, so it times out first. O(1) on average. */
  oldest(): number {
    const { line } = this;
    for (; this.lined > 0; this.lined--) {
      const row = line[this.first]!;
      if (row >= 0) return row;
      this.first = (this.first + 1) & (line.length - 1);
    }
    return -1;
  }

  /** The client no longer waits for it. */
  close(row: number): void {
    const { ints } = this;
    ints[row + A.gone] = 1;
    this.line[ints[row + A.lined]!] = -1;
    this.open--;
  }

  /** Neither client nor node knows it any more. */
  free(row: number): void {
    const { ints } = this;
    ints[row + A.generation] = (ints[row + A.generation]! + 1) | 0;
    ints[row + A.service] = (ints[row + A.service]! + 1) | 0;
    ints[row + A.phase] = PHASE.free;
    ints[row + A.next] = this.freeHead;
    this.freeHead = row;
    this.alive--;
    this.on[ints[row + A.node]!]!--;
  }

  save(): AttemptsState {
    const { freeHead, alive } = this;
    return { freeHead, alive, rows: this.ints.slice(), on: this.on.slice(), open: this.openRows() };
  }

  restore(state: AttemptsState): void {
    this.ints = state.rows.slice();
    this.floats = new Float64Array(this.ints.buffer);
    this.on.set(state.on);
    this.freeHead = state.freeHead;
    this.alive = state.alive;
    this.open = state.open.length;
    this.lineUp(state.open);
  }

  private openRows(): Int32Array {
    const { line, first, lined } = this;
    const rows = new Int32Array(this.open);
    let count = 0;
    for (let i = first; i < first + lined; i++) {
      const row = line[i & (line.length - 1)]!;
      if (row >= 0) rows[count++] = row;
    }
    return rows;
  }

  /** Lines the open attempts up without gaps, in a ring that they fill to at most a quarter. */
  private lineUp(rows: Int32Array): void {
    let { length } = this.line;
    while (4 * rows.length > length) length *= 2;
    this.line = new Int32Array(length);
    this.line.set(rows);
    for (let i = 0; i < rows.length; i++) this.ints[rows[i]! + A.lined] = i;
    this.first = 0;
    this.lined = rows.length;
  }

  private grow(): void {
    const from = this.ints.length / ATTEMPT_WIDTH;
    const to = nextSize(from, 256, 'attempts are under way', 'send fewer requests, or shorten the queues');
    const ints = new Int32Array(to * ATTEMPT_WIDTH);
    ints.set(this.ints);
    this.ints = ints;
    this.floats = new Float64Array(ints.buffer);
    for (let row = (to - 1) * ATTEMPT_WIDTH; row >= from * ATTEMPT_WIDTH; row -= ATTEMPT_WIDTH) {
      ints[row + A.next] = this.freeHead;
      this.freeHead = row;
    }
  }
}
