/**
 * The attempts in service on one node that shares its processor, the one that will be done first at the top: a binary heap over rows of
 * `Attempts`, by `work` (what the node must have given each by then), then by when they started, then by row. While an attempt is in here its
 * `prev` is its place, so any of them is taken out in O(log n).
 */
import { ATTEMPT, type Attempts } from '../attempts';

const A = ATTEMPT;

export class FinishOrder {
  count = 0;
  private rows: Int32Array = new Int32Array(8);
  private readonly attempts: Attempts;

  constructor(attempts: Attempts) {
    this.attempts = attempts;
  }

  /** -1 when nothing is in service. */
  get first(): number {
    return this.count === 0 ? -1 : this.rows[0]!;
  }

  add(attempt: number): void {
    if (this.count === this.rows.length) {
      const rows = new Int32Array(2 * this.count);
      rows.set(this.rows);
      this.rows = rows;
    }
    this.rise(attempt, this.count++);
  }

  remove(attempt: number): void {
    const at = this.attempts.ints[attempt + A.prev]!;
    const last = this.rows[--this.count]!;
    if (last === attempt) return;
    if (at > 0 && this.before(last, this.rows[(at - 1) >> 1]!)) this.rise(last, at);
    else this.sink(last, at);
  }

  clear(): void {
    this.count = 0;
  }

  /** The rows in use, in the heap's own order. */
  list(): Int32Array {
    return this.rows.slice(0, this.count);
  }

  /** Takes on a list that `list` gave. */
  set(list: Int32Array): void {
    this.count = list.length;
    this.rows = new Int32Array(Math.max(8, list.length));
    this.rows.set(list);
  }

  private rise(attempt: number, from: number): void {
    const { ints } = this.attempts;
    let at = from;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      const other = this.rows[parent]!;
      if (!this.before(attempt, other)) break;
      this.rows[at] = other;
      ints[other + A.prev] = at;
      at = parent;
    }
    this.rows[at] = attempt;
    ints[attempt + A.prev] = at;
  }

  private sink(attempt: number, from: number): void {
    const { ints } = this.attempts;
    let at = from;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= this.count) break;
      if (child + 1 < this.count && this.before(this.rows[child + 1]!, this.rows[child]!)) child++;
      const other = this.rows[child]!;
      if (!this.before(other, attempt)) break;
      this.rows[at] = other;
      ints[other + A.prev] = at;
      at = child;
    }
    this.rows[at] = attempt;
    ints[attempt + A.prev] = at;
  }

  private before(one: number, other: number): boolean {
    const { floats } = this.attempts;
    if (floats[(one >> 1) + A.work] !== floats[(other >> 1) + A.work])
      return floats[(one >> 1) + A.work]! < floats[(other >> 1) + A.work]!;
    if (floats[(one >> 1) + A.sinceMs] !== floats[(other >> 1) + A.sinceMs])
      return floats[(one >> 1) + A.sinceMs]! < floats[(other >> 1) + A.sinceMs]!;
    return one < other;
  }
}
