/**
 * Event heap: four children per parent, over parallel typed arrays. Order is (time, kind, sequence), all three in the keys, so equal
 * times have one order whatever the history of pushes. Push and pop are O(log n) and allocate nothing until it grows.
 * Layout after mourner/flatqueue; four children halve the depth, and the row moves once per level instead of being swapped.
 */
const KIND_STEP = 281474976710656; // 2^48: kinds 0..31, sequences below 2^48, exact in a float64

export interface HeapState {
  readonly times: Float64Array;
  readonly ranks: Float64Array;
  readonly a: Int32Array;
  readonly b: Int32Array;
}

export class EventHeap {
  /** Number of events. */
  size = 0;
  /** Row `i`: `times[i]`, `ranks[i]` = kind * 2^48 + sequence, and two integers of the caller's. Row 0 is the least. */
  private times: Float64Array;
  private ranks: Float64Array;
  private as: Int32Array;
  private bs: Int32Array;

  constructor(capacity = 1024) {
    this.times = new Float64Array(capacity);
    this.ranks = new Float64Array(capacity);
    this.as = new Int32Array(capacity);
    this.bs = new Int32Array(capacity);
  }

  /** Time of the least event; Infinity when empty. */
  topTime(): number {
    return this.size === 0 ? Infinity : this.times[0]!;
  }
  topKind(): number {
    return this.size === 0 ? 31 : Math.floor(this.ranks[0]! / KIND_STEP);
  }
  topSequence(): number {
    return this.ranks[0]! % KIND_STEP;
  }
  topA(): number {
    return this.as[0]!;
  }
  topB(): number {
    return this.bs[0]!;
  }

  /** Throws on NaN: a NaN time would break the order for good. `sequence` must be unique among events of equal time and kind. */
  push(time: number, kind: number, sequence: number, a: number, b: number): void {
    if (time !== time) throw new Error(`event of kind ${kind} (${a}, ${b}) at time NaN`);
    if (this.size === this.times.length) this.grow();
    const times = this.times;
    const ranks = this.ranks;
    const rank = kind * KIND_STEP + sequence;
    let at = this.size++;
    while (at > 0) {
      const parent = (at - 1) >> 2;
      const t = times[parent]!;
      if (t < time || (t === time && ranks[parent]! < rank)) break;
      times[at] = t;
      ranks[at] = ranks[parent]!;
      this.as[at] = this.as[parent]!;
      this.bs[at] = this.bs[parent]!;
      at = parent;
    }
    times[at] = time;
    ranks[at] = rank;
    this.as[at] = a;
    this.bs[at] = b;
  }

  /** Drops the least event. */
  pop(): void {
    if (this.size === 0) return;
    const n = --this.size;
    const times = this.times;
    const ranks = this.ranks;
    const time = times[n]!;
    const rank = ranks[n]!;
    let at = 0;
    for (;;) {
      const first = (at << 2) + 1;
      if (first >= n) break;
      let least = first;
      let t = times[first]!;
      const end = first + 4 < n ? first + 4 : n;
      for (let child = first + 1; child < end; child++) {
        const other = times[child]!;
        if (other < t || (other === t && ranks[child]! < ranks[least]!)) {
          least = child;
          t = other;
        }
      }
      if (time < t || (time === t && rank < ranks[least]!)) break;
      times[at] = t;
      ranks[at] = ranks[least]!;
      this.as[at] = this.as[least]!;
      this.bs[at] = this.bs[least]!;
      at = least;
    }
    times[at] = time;
    ranks[at] = rank;
    this.as[at] = this.as[n]!;
    this.bs[at] = this.bs[n]!;
  }

  /** Every pending event of a kind, in no order. O(n). */
  forEach(kind: number, visit: (time: number, a: number, b: number) => void): void {
    for (let i = 0; i < this.size; i++) {
      if (Math.floor(this.ranks[i]! / KIND_STEP) === kind) visit(this.times[i]!, this.as[i]!, this.bs[i]!);
    }
  }

  save(): HeapState {
    const n = this.size;
    return { times: this.times.slice(0, n), ranks: this.ranks.slice(0, n), a: this.as.slice(0, n), b: this.bs.slice(0, n) };
  }

  restore(state: HeapState): void {
    const n = state.times.length;
    while (this.times.length < n) this.grow();
    this.times.set(state.times);
    this.ranks.set(state.ranks);
    this.as.set(state.a);
    this.bs.set(state.b);
    this.size = n;
  }

  private grow(): void {
    const capacity = this.times.length * 2;
    const times = new Float64Array(capacity);
    times.set(this.times);
    this.times = times;
    const ranks = new Float64Array(capacity);
    ranks.set(this.ranks);
    this.ranks = ranks;
    const as = new Int32Array(capacity);
    as.set(this.as);
    this.as = as;
    const bs = new Int32Array(capacity);
    bs.set(this.bs);
    this.bs = bs;
  }
}
