/**
 * Event heap: four children per parent, over typed arrays. Order is (time, kind, sequence), all three in the keys, so equal
 * times have one order whatever the history of pushes. Push and pop are O(log n) and allocate nothing until it grows.
 * Layout after mourner/flatqueue; four children halve the depth, and an event moves once per level instead of being swapped.
 *
 * Three things make it fast. Only a time and the number of a record move, side by side, so that four children are 64 bytes and one line of the
 * cache; the rest stays in the event's record, and ranks are looked at among equal times alone. And a pop leaves a hole on top, which the next
 * push fills in one walk down, because an event that happens mostly plans another.
 */
const KIND_STEP = 281474976710656; // 2^48: kinds 0..31, sequences below 2^48, exact in a float64

export interface HeapState {
  readonly times: Float64Array;
  readonly ranks: Float64Array;
  readonly a: Int32Array;
  readonly b: Int32Array;
}

/**
 * Where the top is in `places`, two numbers to a place. Children then begin at numbers of the form 8 n + 6, which is where lines of the cache begin in
 * large buffers of the usual allocators: these start 16 bytes into a page.
 */
const TOP = 4;
/** A record is 32 bytes: its rank, in `ranks` at half its number, and in `marks` from its number on two unused integers, the kind and the caller's two. */
const RECORD = 8;

/** The place of the first of the four children. */
function childOf(place: number): number {
  return 4 * place - 10;
}

function parentOf(place: number): number {
  return 2 * ((place + 18) >> 3) - 2;
}

export class EventHeap {
  /** Beyond the last place in use, a hole on top included. */
  private end = TOP;
  /** The top has been popped and nothing has taken its place. */
  private hole = false;
  /** By place, from the least: when (Infinity at the top of an empty heap), and the number of the record. Places beyond those in use hold free records. */
  private places: Float64Array;
  /** By record: kind * 2^48 + sequence; and over the same bytes the kind and two of the caller's integers. */
  private ranks: Float64Array;
  private marks: Int32Array;

  constructor(capacity = 1024) {
    this.places = new Float64Array(TOP + 2 * capacity);
    this.places[TOP] = Infinity;
    this.ranks = new Float64Array((capacity * RECORD) / 2);
    this.marks = new Int32Array(this.ranks.buffer);
    this.number(0);
  }

  /** Number of events. */
  get size(): number {
    return (this.end - TOP) / 2 - (this.hole ? 1 : 0);
  }

  /** Time of the least event; Infinity when empty. */
  topTime(): number {
    if (this.hole) this.close();
    return this.places[TOP]!;
  }
  /** The record of the least event, after `topTime`, while there is one; valid until the next push or pop. */
  top(): number {
    return this.places[TOP + 1]! | 0;
  }
  kindOf(record: number): number {
    return this.marks[record + 2]!;
  }
  sequenceOf(record: number): number {
    return this.ranks[record >> 1]! % KIND_STEP;
  }
  aOf(record: number): number {
    return this.marks[record + 3]!;
  }
  bOf(record: number): number {
    return this.marks[record + 4]!;
  }

  /** Throws on NaN: a NaN time would break the order for good. `sequence` must be unique among events of equal time and kind. */
  push(time: number, kind: number, sequence: number, a: number, b: number): void {
    if (time !== time) throw new Error(`event of kind ${kind} (${a}, ${b}) at time NaN`);
    const rank = kind * KIND_STEP + sequence;
    if (this.hole) {
      this.hole = false;
      const record = this.top();
      this.fill(record, rank, kind, a, b);
      this.sink(time, record, this.end);
      return;
    }
    if (this.end === this.places.length) this.grow();
    const { places, ranks } = this;
    let at = this.end;
    this.end += 2;
    const record = places[at + 1]! | 0;
    this.fill(record, rank, kind, a, b);
    while (at > TOP) {
      const parent = parentOf(at);
      const t = places[parent]!;
      if (t <= time && (t < time || ranks[(places[parent + 1]! | 0) >> 1]! < rank)) break;
      places[at] = t;
      places[at + 1] = places[parent + 1]!;
      at = parent;
    }
    places[at] = time;
    places[at + 1] = record;
  }

  /** Drops the least event. */
  pop(): void {
    if (this.hole) this.close();
    this.hole = this.end > TOP;
  }

  /** Every pending event of a kind, in no order. O(n). */
  forEach(kind: number, visit: (time: number, a: number, b: number) => void): void {
    if (this.hole) this.close();
    for (let at = TOP; at < this.end; at += 2) {
      const record = this.places[at + 1]!;
      if (this.kindOf(record) === kind) visit(this.places[at]!, this.aOf(record), this.bOf(record));
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
    const n = this.size;
    const state = { times: new Float64Array(n), ranks: new Float64Array(n), a: new Int32Array(n), b: new Int32Array(n) };
    for (let i = 0; i < n; i++) {
      const record = this.places[TOP + 2 * i + 1]!;
      state.times[i] = this.places[TOP + 2 * i]!;
      state.ranks[i] = this.ranks[record >> 1]!;
      state.a[i] = this.aOf(record);
      state.b[i] = this.bOf(record);
    }
    return state;
  }

  restore(state: HeapState): void {
    const n = state.times.length;
    while (this.places.length < TOP + 2 * n) this.grow();
    this.empty();
    this.number(0);
    for (let i = 0; i < n; i++) {
      const rank = state.ranks[i]!;
      this.places[TOP + 2 * i] = state.times[i]!;
      this.fill(i * RECORD, rank, Math.floor(rank / KIND_STEP), state.a[i]!, state.b[i]!);
    }
    this.end = TOP + 2 * n;
  }

  private empty(): void {
    this.end = TOP;
    this.hole = false;
    this.places[TOP] = Infinity;
  }

  private fill(record: number, rank: number, kind: number, a: number, b: number): void {
    const { marks } = this;
    this.ranks[record >> 1] = rank;
    marks[record + 2] = kind;
    marks[record + 3] = a;
    marks[record + 4] = b;
  }

  /** Fills the hole with the last event. */
  private close(): void {
    const { places } = this;
    const free = places[TOP + 1]!;
    const last = this.end - 2;
    this.end = last;
    this.hole = false;
    if (last > TOP) this.sink(places[last]!, places[last + 1]! | 0, last);
    else places[TOP] = Infinity;
    places[last + 1] = free;
  }

  /** Puts an event into the empty top; places in use end at `end`. */
  private sink(time: number, record: number, end: number): void {
    const { places } = this;
    let at = TOP;
    for (;;) {
      const child = childOf(at);
      if (child >= end) break;
      let least = child;
      let t = places[child]!;
      if (child + 6 < end) {
        // Written out: whatever a loop reads of an array, it looks up again each time.
        const second = places[child + 2]!;
        const third = places[child + 4]!;
        const fourth = places[child + 6]!;
        if (second <= t && (second < t || this.isBefore(child + 2, least))) {
          least = child + 2;
          t = second;
        }
        if (third <= t && (third < t || this.isBefore(child + 4, least))) {
          least = child + 4;
          t = third;
        }
        if (fourth <= t && (fourth < t || this.isBefore(child + 6, least))) {
          least = child + 6;
          t = fourth;
        }
      } else {
        for (let other = child + 2; other < end; other += 2) {
          if (places[other]! > t || (places[other] === t && !this.isBefore(other, least))) continue;
          least = other;
          t = places[other]!;
        }
      }
      if (time <= t && (time < t || this.ranks[record >> 1]! < this.ranks[(places[least + 1]! | 0) >> 1]!)) break;
      places[at] = t;
      places[at + 1] = places[least + 1]!;
      at = least;
    }
    places[at] = time;
    places[at + 1] = record;
  }

  /** Of two places at one time. */
  private isBefore(place: number, other: number): boolean {
    const { places, ranks } = this;
    return ranks[(places[place + 1]! | 0) >> 1]! < ranks[(places[other + 1]! | 0) >> 1]!;
  }

  /** Gives places from `first` on, counted from 0, each its own free record. */
  private number(first: number): void {
    for (let i = first; TOP + 2 * i < this.places.length; i++) this.places[TOP + 2 * i + 1] = i * RECORD;
  }

  private grow(): void {
    const before = (this.places.length - TOP) / 2;
    const places = new Float64Array(TOP + 4 * before);
    places.set(this.places);
    this.places = places;
    const ranks = new Float64Array(before * RECORD);
    ranks.set(this.ranks);
    this.ranks = ranks;
    this.marks = new Int32Array(ranks.buffer);
    this.number(before);
  }
}
