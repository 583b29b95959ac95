/**
 * The requests inside: being served somewhere, or waiting for their next try. One row each, in one buffer as in `attempts.ts`, reused through a
 * free list.
 */
import { floatsOver, linedCopy } from '@/lib/base/lines';

import { MOST_ROWS, MOST_TRIED, nextSize } from './too-large';

/** What stands where in a row, as for `ATTEMPT`. */
export const REQUEST = {
  /** The first line of the cache: all that most requests need. Floats. */
  arrivedMs: 0,
  /** The work of its first try, in ms at speed 1; -1 where it is drawn when its service begins. */
  demandMs: 1,
  /** Integers. Number in order of arrival, over all classes. */
  id: 4,
  classIndex: 5,
  /** Number within its class. */
  n: 6,
  origin: 7,
  /** The router's number for (capability, origin, privacy, cost tolerance). */
  routerClass: 8,
  /** The router replica that it is routed by, all its tries. */
  replica: 9,
  /** Tries made, refusals included; -1 marks a free row. */
  tries: 10,
  /** Attempts sent out. */
  attempts: 11,
  /** The account of its class in the totals. */
  account: 12,
  /** Links free rows; in use: unused. */
  next: 13,
  key: 14,
  /** Nodes tried: how many, and from `tried` on which. */
  triedCount: 15,
  /** The second line. A float: the last pause between two tries; kept where the next depends on it, else 0. */
  pausedMs: 8,
  /** Integers. Of the tries, those that do not count against the retries of its stage: of earlier stages, and further copies. */
  aside: 18,
  /** Where there is hedging: copies sent, the last sent of the attempts that the client waits for, or -1, and what dates the next copy's event. */
  copies: 19,
  firstOut: 20,
  clock: 21,
  /** Which stage it is in: 0, then its class's fallbacks in order. */
  stage: 22,
  tried: 24,
} as const;
const R = REQUEST;
/** Integers in a line of the cache. */
const LINE = 16;

export interface RequestsState {
  readonly freeHead: number;
  readonly rows: Int32Array;
}

export class Requests {
  /** All rows, as integers and, over the same bytes, as floats. A row goes by the place of its first integer. */
  ints: Int32Array = new Int32Array(0);
  floats: Float64Array = new Float64Array(0);
  private freeHead = -1;
  /** Rows in use. */
  inside = 0;
  readonly stride: number;
  /** Of a row, in integers: whole lines of the cache. */
  private readonly width: number;

  /** `stride` is the most nodes that one request can have tried. */
  constructor(stride: number) {
    this.stride = stride;
    this.width = LINE * Math.ceil((R.tried + stride) / LINE);
  }

  take(): number {
    if (this.freeHead < 0) this.grow();
    const { ints } = this;
    const row = this.freeHead;
    this.freeHead = ints[row + R.next]!;
    this.floats[(row >> 1) + R.pausedMs] = 0;
    ints[row + R.tries] = 0;
    ints[row + R.aside] = 0;
    ints[row + R.attempts] = 0;
    ints[row + R.copies] = 0;
    ints[row + R.firstOut] = -1;
    ints[row + R.stage] = 0;
    ints[row + R.triedCount] = 0;
    this.inside++;
    return row;
  }

  free(row: number): void {
    this.ints[row + R.tries] = -1;
    this.ints[row + R.next] = this.freeHead;
    this.freeHead = row;
    this.inside--;
  }

  /** A second attempt on a node is not a second name on the list. */
  addTried(row: number, node: number): void {
    const { ints } = this;
    const count = ints[row + R.triedCount]!;
    const from = row + R.tried;
    for (let i = 0; i < count; i++) if (ints[from + i] === node) return;
    ints[from + count] = node;
    ints[row + R.triedCount] = count + 1;
  }

  /** Calls back for every request inside, in no order that means anything. */
  forEach(visit: (row: number) => void): void {
    for (let row = 0; row < this.ints.length; row += this.width) if (this.ints[row + R.tries]! >= 0) visit(row);
  }

  save(): RequestsState {
    return { freeHead: this.freeHead, rows: this.ints.slice() };
  }

  restore(state: RequestsState): void {
    this.freeHead = state.freeHead;
    this.ints = linedCopy(state.rows);
    this.floats = floatsOver(this.ints);
    this.inside = 0;
    this.forEach(() => this.inside++);
  }

  private grow(): void {
    const { width } = this;
    const from = this.ints.length / width;
    const hint = 'send fewer, or shorten the time-outs and pauses';
    const to = nextSize(from, 256, 'requests are inside', hint, Math.min(MOST_ROWS, MOST_TRIED / this.stride));
    const ints = linedCopy(this.ints, to * width);
    this.ints = ints;
    this.floats = floatsOver(ints);
    for (let row = (to - 1) * width; row >= from * width; row -= width) {
      ints[row + R.tries] = -1;
      ints[row + R.next] = this.freeHead;
      this.freeHead = row;
    }
  }
}
