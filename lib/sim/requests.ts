/** The requests inside: being served somewhere, or waiting for their next try. Columns of one row each, reused through a free list. */
import { grown } from '@/lib/base/columns';

import { MOST_ROWS, MOST_TRIED, nextSize } from './too-large';

export interface RequestsState {
  readonly freeHead: number;
  readonly floats: readonly Float64Array[];
  readonly ints: readonly Int32Array[];
}

export class Requests {
  arrivedMs: Float64Array = new Float64Array(0);
  /** The last pause between two tries; kept where the next depends on it, else 0. */
  pausedMs: Float64Array = new Float64Array(0);
  /** Number in order of arrival, over all classes. */
  id: Int32Array = new Int32Array(0);
  classIndex: Int32Array = new Int32Array(0);
  /** Number within its class. */
  n: Int32Array = new Int32Array(0);
  origin: Int32Array = new Int32Array(0);
  key: Int32Array = new Int32Array(0);
  /** The router's number for (capability, origin, privacy, cost tolerance). */
  routerClass: Int32Array = new Int32Array(0);
  /** The router replica that it is routed by, all its tries. */
  replica: Int32Array = new Int32Array(0);
  /** Tries made, refusals included; -1 marks a free row. */
  tries: Int32Array = new Int32Array(0);
  /** Which stage it is in: 0, then its class's fallbacks in order. */
  stage: Int32Array = new Int32Array(0);
  /** Of the tries, those that do not count against the retries of its stage: of earlier stages, and further copies. */
  aside: Int32Array = new Int32Array(0);
  /** Attempts sent out. */
  attempts: Int32Array = new Int32Array(0);
  /** Where there is hedging: copies sent, the last sent of the attempts that the client waits for, or -1, and what dates the next copy's event. */
  copies: Int32Array = new Int32Array(0);
  firstOut: Int32Array = new Int32Array(0);
  clock: Int32Array = new Int32Array(0);
  /** Nodes tried, `stride` columns per row, the first `triedCount` of them used. */
  tried: Int32Array = new Int32Array(0);
  triedCount: Int32Array = new Int32Array(0);
  /** Free rows; in use: unused. */
  private next: Int32Array = new Int32Array(0);
  private freeHead = -1;
  /** Rows in use. */
  inside = 0;
  readonly stride: number;

  /** `stride` is the most nodes that one request can have tried. */
  constructor(stride: number) {
    this.stride = stride;
  }

  take(): number {
    if (this.freeHead < 0) this.grow();
    const row = this.freeHead;
    this.freeHead = this.next[row]!;
    this.pausedMs[row] = 0;
    this.tries[row] = 0;
    this.stage[row] = 0;
    this.aside[row] = 0;
    this.attempts[row] = 0;
    this.copies[row] = 0;
    this.firstOut[row] = -1;
    this.triedCount[row] = 0;
    this.inside++;
    return row;
  }

  free(row: number): void {
    this.tries[row] = -1;
    this.next[row] = this.freeHead;
    this.freeHead = row;
    this.inside--;
  }

  /** A second attempt on a node is not a second name on the list. */
  addTried(row: number, node: number): void {
    const from = row * this.stride;
    const count = this.triedCount[row]!;
    for (let i = 0; i < count; i++) if (this.tried[from + i] === node) return;
    this.tried[from + count] = node;
    this.triedCount[row] = count + 1;
  }

  /** Calls back for every request inside, in no order that means anything. */
  forEach(visit: (row: number) => void): void {
    for (let row = 0; row < this.tries.length; row++) if (this.tries[row]! >= 0) visit(row);
  }

  save(): RequestsState {
    return {
      freeHead: this.freeHead,
      floats: this.floats().map((column) => column.slice()),
      ints: this.ints().map((column) => column.slice()),
    };
  }

  restore(state: RequestsState): void {
    this.freeHead = state.freeHead;
    this.setFloats(state.floats.map((column) => column.slice()));
    this.setInts(state.ints.map((column) => column.slice()));
    this.inside = 0;
    this.forEach(() => this.inside++);
  }

  private floats(): Float64Array[] {
    return [this.arrivedMs, this.pausedMs];
  }
  private setFloats(columns: readonly Float64Array[]): void {
    this.arrivedMs = columns[0]!;
    this.pausedMs = columns[1]!;
  }
  private ints(): Int32Array[] {
    return [
      this.id,
      this.classIndex,
      this.n,
      this.origin,
      this.key,
      this.routerClass,
      this.replica,
      this.tries,
      this.attempts,
      this.tried,
      this.triedCount,
      this.next,
      this.aside,
      this.copies,
      this.firstOut,
      this.clock,
      this.stage,
    ];
  }
  private setInts(columns: readonly Int32Array[]): void {
    this.id = columns[0]!;
    this.classIndex = columns[1]!;
    this.n = columns[2]!;
    this.origin = columns[3]!;
    this.key = columns[4]!;
    this.routerClass = columns[5]!;
    this.replica = columns[6]!;
    this.tries = columns[7]!;
    this.attempts = columns[8]!;
    this.tried = columns[9]!;
    this.triedCount = columns[10]!;
    this.next = columns[11]!;
    this.aside = columns[12]!;
    this.copies = columns[13]!;
    this.firstOut = columns[14]!;
    this.clock = columns[15]!;
    this.stage = columns[16]!;
  }

  private grow(): void {
    const from = this.tries.length;
    const hint = 'send fewer, or shorten the time-outs and pauses';
    const to = nextSize(from, 256, 'requests are inside', hint, Math.min(MOST_ROWS, MOST_TRIED / this.stride));
    this.setFloats(this.floats().map((column) => grown(column, to)));
    this.setInts(this.ints().map((column) => grown(column, column === this.tried ? to * this.stride : to)));
    for (let row = to - 1; row >= from; row--) {
      this.tries[row] = -1;
      this.next[row] = this.freeHead;
      this.freeHead = row;
    }
  }
}
