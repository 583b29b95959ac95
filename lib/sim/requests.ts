/**
 * The requests inside: being served somewhere, or waiting for their next try. One row each, in one buffer as in `attempts.ts`, reused through a
 * free list.
 */
import { MOST_ROWS, MOST_TRIED, nextSize } from './too-large';

/** What stands where in a row, as for `ATTEMPT`. */
export const REQUEST = {
  /** Floats. */
  arrivedMs: 0,
  /** The last pause between two tries; kept where the next depends on it, else 0. */
  pausedMs: 1,
  /** The work of its first try, in ms at speed 1; -1 where it is drawn when its service begins. */
  demandMs: 2,
  /** Integers. Number in order of arrival, over all classes. */
  id: 6,
  classIndex: 7,
  /** Number within its class. */
  n: 8,
  origin: 22,
  key: 23,
  /** The router's number for (capability, origin, privacy, cost tolerance). */
  routerClass: 9,
  /** The router replica that it is routed by, all its tries. */
  replica: 10,
  /** Tries made, refusals included; -1 marks a free row. */
  tries: 11,
  /** Of the tries, those that do not count against the retries of its stage: of earlier stages, and further copies. */
  aside: 12,
  /** Attempts sent out. */
  attempts: 13,
  /** Where there is hedging: copies sent, the last sent of the attempts that the client waits for, or -1, and what dates the next copy's event. */
  copies: 14,
  firstOut: 15,
  clock: 16,
  /** Links free rows; in use: unused. */
  next: 17,
  /** The account of its class in the totals. */
  account: 20,
  /** Which stage it is in: 0, then its class's fallbacks in order. */
  stage: 18,
  /** Nodes tried: how many, and from `tried` on which. */
  triedCount: 19,
  tried: 24,
} as const;
const R = REQUEST;

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
  /** Of a row, in integers; even, for the floats. */
  private readonly width: number;

  /** `stride` is the most nodes that one request can have tried. */
  constructor(stride: number) {
    this.stride = stride;
    this.width = 2 * Math.ceil((R.tried + stride) / 2);
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
    this.ints = state.rows.slice();
    this.floats = new Float64Array(this.ints.buffer);
    this.inside = 0;
    this.forEach(() => this.inside++);
  }

  private grow(): void {
    const { width } = this;
    const from = this.ints.length / width;
    const hint = 'send fewer, or shorten the time-outs and pauses';
    const to = nextSize(from, 256, 'requests are inside', hint, Math.min(MOST_ROWS, MOST_TRIED / this.stride));
    const ints = new Int32Array(to * width);
    ints.set(this.ints);
    this.ints = ints;
    this.floats = new Float64Array(ints.buffer);
    for (let row = (to - 1) * width; row >= from * width; row -= width) {
      ints[row + R.tries] = -1;
      ints[row + R.next] = this.freeHead;
      this.freeHead = row;
    }
  }
}
