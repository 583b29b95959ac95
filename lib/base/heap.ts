/**
 * Event heap: four children per parent, over parallel typed arrays. Order is (time, kind, sequence), all three in the keys, so equal
 * times have one order whatever the history of pushes. Push and pop are O(log n) and allocate nothing until it grows.
 * Layout after mourner/flatqueue; four children halve the depth, and an event moves once per level instead of being swapped.
 *
 * Two things make it fast. Only a time and a slot number move; rank and integers stay in their slot, and ranks are looked at among equal times
 * alone. And a pop leaves a hole on top, which the next push fills in one walk down, because an event that happens mostly plans another.
 */
const KIND_STEP = 281474976710656; // 2^48: kinds 0..31, sequences below 2^48, exact in a float64

export interface HeapState {
  readonly times: Float64Array;
  readonly ranks: Float64Array;
  readonly a: Int32Array;
  readonly b: Int32Array;
}

export class EventHeap {
  /** Places in use, a hole on top included. */
  private used = 0;
  /** The top has been popped and nothing has taken its place. */
  private hole = false;
  /** By place, from the least: when (Infinity at the top of an empty heap), and in which slot the rest is. Places beyond those in use hold the free slots. */
  private times: Float64Array;
  private slots: Int32Array;
  /** By slot: kind * 2^48 + sequence; and side by side in four integers the kind and two of the caller's. */
  private ranks: Float64Array;
  private marks: Int32Array;

  constructor(capacity = 1024) {
    this.times = new Float64Array(capacity).fill(Infinity, 0, 1);
    this.slots = Int32Array.from({ length: capacity }, (_, i) => i);
    this.ranks = new Float64Array(capacity);
    this.marks = new Int32Array(4 * capacity);
  }

  /** Number of events. */
  get size(): number {
    return this.hole ? this.used - 1 : this.used;
  }

  /** Time of the least event; Infinity when empty. */
  topTime(): number {
    if (this.hole) this.close();
    return this.times[0]!;
  }
  /** The rest of the least event, after `topTime`, while there is one. */
  topKind(): number {
    return this.marks[4 * this.slots[0]!]!;
  }
  topSequence(): number {
    return this.ranks[this.slots[0]!]! % KIND_STEP;
  }
  topA(): number {
    return this.marks[4 * this.slots[0]! + 1]!;
  }
  topB(): number {
    return this.marks[4 * this.slots[0]! + 2]!;
  }

  /** Throws on NaN: a NaN time would break the order for good. `sequence` must be unique among events of equal time and kind. */
  push(time: number, kind: number, sequence: number, a: number, b: number): void {
    if (time !== time) throw new Error(`event of kind ${kind} (${a}, ${b}) at time NaN`);
    const rank = kind * KIND_STEP + sequence;
    if (this.hole) {
      this.hole = false;
      this.fill(this.slots[0]!, rank, kind, a, b);
      this.sink(time, this.slots[0]!, this.used);
      return;
    }
    if (this.used === this.times.length) this.grow();
    const { times, slots, ranks } = this;
    let at = this.used++;
    const slot = slots[at]!;
    this.fill(slot, rank, kind, a, b);
    while (at > 0) {
      const parent = (at - 1) >> 2;
      const t = times[parent]!;
      if (t <= time && (t < time || ranks[slots[parent]!]! < rank)) break;
      times[at] = t;
      slots[at] = slots[parent]!;
      at = parent;
    }
    times[at] = time;
    slots[at] = slot;
  }

  /** Drops the least event. */
  pop(): void {
    if (this.hole) this.close();
    this.hole = this.used > 0;
  }

  /** Every pending event of a kind, in no order. O(n). */
  forEach(kind: number, visit: (time: number, a: number, b: number) => void): void {
    if (this.hole) this.close();
    for (let i = 0; i < this.used; i++) {
      const slot = this.slots[i]!;
      if (this.marks[4 * slot] === kind) visit(this.times[i]!, this.marks[4 * slot + 1]!, this.marks[4 * slot + 2]!);
    }
  }

  /** Drops every event that `isStale` says so of; the others keep their order. O(n log n). */
  drop(isStale: (kind: number, a: number, b: number) => boolean): void {
    const { times, ranks, a, b } = this.save();
    this.empty();
    for (let i = 0; i < times.length; i++) {
      const kind = Math.floor(ranks[i]! / KIND_STEP);
      if (!isStale(kind, a[i]!, b[i]!)) this.push(times[i]!, kind, ranks[i]! % KIND_STEP, a[i]!, b[i]!);
    }
  }

  save(): HeapState {
    if (this.hole) this.close();
    const { ranks, marks } = this;
    const slots = this.slots.subarray(0, this.used);
    return {
      times: this.times.slice(0, this.used),
      ranks: Float64Array.from(slots, (slot) => ranks[slot]!),
      a: slots.map((slot) => marks[4 * slot + 1]!),
      b: slots.map((slot) => marks[4 * slot + 2]!),
    };
  }

  restore(state: HeapState): void {
    const n = state.times.length;
    while (this.times.length < n) this.grow();
    this.empty();
    this.times.set(state.times);
    this.slots.forEach((_, i, slots) => (slots[i] = i));
    for (let i = 0; i < n; i++) {
      const rank = state.ranks[i]!;
      this.fill(i, rank, Math.floor(rank / KIND_STEP), state.a[i]!, state.b[i]!);
    }
    this.used = n;
  }

  private empty(): void {
    this.used = 0;
    this.hole = false;
    this.times[0] = Infinity;
  }

  private fill(slot: number, rank: number, kind: number, a: number, b: number): void {
    const { marks } = this;
    this.ranks[slot] = rank;
    marks[4 * slot] = kind;
    marks[4 * slot + 1] = a;
    marks[4 * slot + 2] = b;
  }

  /** Fills the hole with the last event. */
  private close(): void {
    const { slots } = this;
    const free = slots[0]!;
    const n = --this.used;
    this.hole = false;
    if (n > 0) this.sink(this.times[n]!, slots[n]!, n);
    else this.times[0] = Infinity;
    slots[n] = free;
  }

  /** Puts an event into the empty top of `n` places. */
  private sink(time: number, slot: number, n: number): void {
    const { times, slots, ranks } = this;
    let at = 0;
    for (;;) {
      const child = (at << 2) + 1;
      if (child >= n) break;
      let least = child;
      let t = times[child]!;
      if (child + 3 < n) {
        // Written out: whatever a loop reads of an array, it looks up again each time.
        const second = times[child + 1]!;
        const third = times[child + 2]!;
        const fourth = times[child + 3]!;
        if (second <= t && (second < t || this.isBefore(child + 1, least))) {
          least = child + 1;
          t = second;
        }
        if (third <= t && (third < t || this.isBefore(child + 2, least))) {
          least = child + 2;
          t = third;
        }
        if (fourth <= t && (fourth < t || this.isBefore(child + 3, least))) {
          least = child + 3;
          t = fourth;
        }
      } else {
        for (let other = child + 1; other < n; other++) {
          if (times[other]! > t || (times[other] === t && !this.isBefore(other, least))) continue;
          least = other;
          t = times[other]!;
        }
      }
      if (time <= t && (time < t || ranks[slot]! < ranks[slots[least]!]!)) break;
      times[at] = t;
      slots[at] = slots[least]!;
      at = least;
    }
    times[at] = time;
    slots[at] = slot;
  }

  /** Of two places at one time. */
  private isBefore(place: number, other: number): boolean {
    return this.ranks[this.slots[place]!]! < this.ranks[this.slots[other]!]!;
  }

  private grow(): void {
    const before = this.times.length;
    const times = new Float64Array(2 * before);
    times.set(this.times);
    this.times = times;
    const slots = Int32Array.from({ length: 2 * before }, (_, i) => i);
    slots.set(this.slots);
    this.slots = slots;
    const ranks = new Float64Array(2 * before);
    ranks.set(this.ranks);
    this.ranks = ranks;
    const marks = new Int32Array(8 * before);
    marks.set(this.marks);
    this.marks = marks;
  }
}
