/**
 * The attempts that are alive: open at the client, or still occupying a node, or both. One row each, side by side in one buffer and reused through a free
 * list: whoever handles an attempt needs most of its row, so the row is what should be near by, and one array is what must be looked up. A row's `generation` goes up when it is freed and its `service` whenever its completion is planned anew, so an event that
 * names an older number is stale.
 */
import { floatsOver, linedCopy } from '@/lib/base/lines';

import { nextSize } from './too-large';

/** astray and unheard: the request, or the answer, was lost on its way, and nothing more happens until the client gives up. */
export const PHASE = { free: 0, outbound: 1, queued: 2, serving: 3, returning: 4, astray: 5, unheard: 6 } as const;

/**
 * What stands where in a row: `ints[row + ATTEMPT.node]`, and for times `floats[(row >> 1) + ATTEMPT.startMs]`. Hot files call it `A` by a constant
 * of their own, which the compiler folds into the code as it does not fold an import.
 */
export const ATTEMPT = {
  /** The first line of the cache: all that its node needs. Floats. When it reached its node; while serving, the engine's own: see there. */
  sinceMs: 0,
  /** Until it is served its whole work in ms at speed 1, or -1 where that is drawn then; while serving, the engine's own. For slots the work left at `sinceMs`. */
  work: 1,
  /** Integers. */
  node: 4,
  generation: 5,
  service: 6,
  phase: 7,
  /** Neighbours in the node's queue, and in service as its engine keeps them; `next` also links free rows. */
  next: 8,
  prev: 9,
  /** Number of its request in its class. */
  n: 10,
  /** The account of its request's class in the totals. */
  account: 11,
  /** 1 when the client no longer waits. */
  gone: 12,
  /** Region that its request comes from. */
  origin: 13,
  /** How it will be answered, while returning. */
  outcome: 14,
  /** Its place in the line of open attempts; meaningless once `gone` is set. */
  lined: 15,
  /** The second line: what only its client and the router need. Floats. */
  startMs: 8,
  /** Its whole work in ms at speed 1; -1 where it is drawn when its service begins, and has not. */
  demandMs: 9,
  /** How long the node told the client to stay away; kept where there are quotas. */
  retryAfterMs: 10,
  /** Integers. Row of the request; meaningless once `gone` is set. */
  request: 22,
  deployment: 23,
  /** With `n`, class and which try of its request this is aim the random draws. */
  classIndex: 24,
  tryIndex: 25,
  epoch: 26,
  /** 1 when it holds a probe slot. */
  probe: 27,
  /** 1 when its request arrived at or after the warm-up. */
  measured: 28,
  /** Next attempt of the same request that its client waits for, or -1; kept where there is hedging. */
  sibling: 29,
  /** 1 for a further copy; kept where there is hedging. */
  copy: 30,
} as const;
const A = ATTEMPT;
/** Of a row, in integers: two cache lines. */
export const ATTEMPT_WIDTH = 32;

/** What stands where of a node, `WIDTH_ON` numbers to each: rows in use, whoever still waits for them or not; the last decision that sent one, -1 before any, and when. */
const ON = { alive: 0, decision: 1, decisionMs: 2 } as const;
const WIDTH_ON = 4;

/** Of the line of open attempts at first; a power of two, as always. */
const LEAST_LINE = 1_024;

export interface AttemptsState {
  readonly freeHead: number;
  readonly alive: number;
  readonly rows: Int32Array;
  readonly nodes: Float64Array;
  /** Rows of the open attempts, oldest first. */
  readonly open: Int32Array;
}

export class Attempts {
  /** All rows, as integers and, over the same bytes, as floats. A row goes by the place of its first integer. */
  ints: Int32Array = new Int32Array(0);
  floats: Float64Array = new Float64Array(0);
  /** Attempts that a client waits for, and rows in use. */
  open = 0;
  alive = 0;
  private freeHead = -1;
  /** By node, as `ON` has it. */
  private readonly nodes: Float64Array;
  /**
   * The rows of the open attempts in the order in which they started, a ring. One that closes leaves a gap, -1, until that comes up or the ring is
   * full: so whoever looks for the oldest walks along the ring and touches no row.
   */
  private line = new Int32Array(LEAST_LINE);
  private first = 0;
  private lined = 0;

  constructor(nodes: number) {
    this.nodes = new Float64Array(WIDTH_ON * nodes);
    for (let at = ON.decision; at < this.nodes.length; at += WIDTH_ON) this.nodes[at] = -1;
  }

  /** Rows in use of attempts on a node or on their way to or from it. */
  on(node: number): number {
    return this.nodes[WIDTH_ON * node + ON.alive]!;
  }

  /** The decision that sent the last attempt to a node, and when; null before any. */
  lastTo(node: number): { readonly index: number; readonly atMs: number } | null {
    const index = this.nodes[WIDTH_ON * node + ON.decision]!;
    return index < 0 ? null : { index, atMs: this.nodes[WIDTH_ON * node + ON.decisionMs]! };
  }

  /** A new open attempt on its way to a node, by a decision; the caller fills its other columns. */
  take(node: number, decision: number, startMs: number): number {
    if (this.freeHead < 0) this.grow();
    const { ints } = this;
    const row = this.freeHead;
    this.freeHead = ints[row + A.next]!;
    this.alive++;
    ints[row + A.node] = node;
    const { nodes } = this;
    nodes[WIDTH_ON * node + ON.alive]!++;
    nodes[WIDTH_ON * node + ON.decision] = decision;
    nodes[WIDTH_ON * node + ON.decisionMs] = startMs;
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
    this.nodes[WIDTH_ON * ints[row + A.node]! + ON.alive]!--;
  }

  save(): AttemptsState {
    const { freeHead, alive } = this;
    return { freeHead, alive, rows: this.ints.slice(), nodes: this.nodes.slice(), open: this.openRows() };
  }

  restore(state: AttemptsState): void {
    this.ints = linedCopy(state.rows);
    this.floats = floatsOver(this.ints);
    this.nodes.set(state.nodes);
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
    const ints = linedCopy(this.ints, to * ATTEMPT_WIDTH);
    this.ints = ints;
    this.floats = floatsOver(ints);
    for (let row = (to - 1) * ATTEMPT_WIDTH; row >= from * ATTEMPT_WIDTH; row -= ATTEMPT_WIDTH) {
      ints[row + A.next] = this.freeHead;
      this.freeHead = row;
    }
  }
}
