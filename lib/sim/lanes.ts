/**
 * Events that come in order by themselves: what travels one way for the same time arrives in the order in which it left, so a ring buffer
 * holds it at O(1) where the heap would take O(log n). Each lane is of one kind. An event that would stand before the last of its lane does not
 * fit, and belongs into the heap; so does everything beyond the lanes there are.
 */

/** The first of all lanes is found by looking at each, when one has lost its first or gained it: about 1 ns a lane, against 30 to 60 ns for the heap. */
const MOST_LANES = 32;

export interface LanesState {
  /** `kind * 2^32 + key` of each lane. */
  readonly names: readonly number[];
  /** By lane: time, sequence, a, b of each event, in order. */
  readonly events: readonly Float64Array[];
}

/** Is shown the next events of a lane, from time to time: `pairs[from]` and every second number below `from + AHEAD` are their `a`. Must change nothing. */
export type LookAhead = (kind: number, pairs: Int32Array, from: number) => void;
/** Numbers in `pairs` that are shown at once, two for each of sixteen events; a power of two, and no more than a lane holds at first. */
export const AHEAD = 32;

class Lane {
  /** Of its events. */
  readonly kind: number;
  /** When the first event is; Infinity while there is none. */
  firstMs = Infinity;
  /** Slot `i`: time and sequence at 2 i and 2 i + 1 of `keys`, a and b there in `pairs`. */
  keys = new Float64Array(128);
  pairs = new Int32Array(128);
  /** Twice the slot of the first event, and how many there are; the capacity is a power of two. */
  head = 0;
  count = 0;
  /** Of the last event; meaningless while there is none. */
  lastMs = -Infinity;

  constructor(kind: number) {
    this.kind = kind;
  }

  append(time: number, sequence: number, a: number, b: number): void {
    if (2 * this.count === this.keys.length) this.grow();
    const { keys, pairs } = this;
    const at = (this.head + 2 * this.count++) & (keys.length - 1);
    keys[at] = time;
    keys[at + 1] = sequence;
    pairs[at] = a;
    pairs[at + 1] = b;
    this.lastMs = time;
  }

  /** Drops the first event. */
  drop(): void {
    const { keys } = this;
    const head = (this.head + 2) & (keys.length - 1);
    this.head = head;
    this.firstMs = --this.count === 0 ? Infinity : keys[head]!;
  }

  /** Of the first event. */
  get sequence(): number {
    return this.keys[this.head + 1]!;
  }
  get a(): number {
    return this.pairs[this.head]!;
  }
  get b(): number {
    return this.pairs[this.head + 1]!;
  }

  /** Whether its first event is before that of another: by time, by kind, by sequence. */
  isBefore(other: Lane): boolean {
    if (this.firstMs !== other.firstMs) return this.firstMs < other.firstMs;
    return this.kind === other.kind ? this.sequence < other.sequence : this.kind < other.kind;
  }

  private grow(): void {
    const { keys, pairs, head } = this;
    const length = keys.length;
    this.keys = new Float64Array(2 * length);
    this.keys.set(keys.subarray(head));
    this.keys.set(keys.subarray(0, head), length - head);
    this.pairs = new Int32Array(2 * length);
    this.pairs.set(pairs.subarray(head));
    this.pairs.set(pairs.subarray(0, head), length - head);
    this.head = 0;
  }
}

export class Lanes {
  /** The lane whose first event is the first of all, and when that is; Infinity when there is none. */
  first = new Lane(0);
  firstMs = Infinity;
  lookAhead: LookAhead | null = null;
  private readonly lanes: Lane[] = [];
  private readonly byName = new Map<number, number>();

  /** The lane of a kind of events that are all under way for the same time, told apart by `key`; -1 when there are no more lanes. */
  lane(kind: number, key: number): number {
    const name = kind * 4294967296 + key;
    const known = this.byName.get(name);
    if (known !== undefined) return known;
    if (this.lanes.length === MOST_LANES) return -1;
    const lane = this.lanes.push(new Lane(kind)) - 1;
    this.byName.set(name, lane);
    return lane;
  }

  /** False when the event does not fit in. O(1), or O(lanes) where its lane was empty. */
  append(lane: number, time: number, sequence: number, a: number, b: number): boolean {
    if (lane < 0) return false;
    const to = this.lanes[lane]!;
    if (to.count > 0) {
      if (!(time >= to.lastMs)) return false;
      to.append(time, sequence, a, b);
      return true;
    }
    to.append(time, sequence, a, b);
    to.firstMs = time;
    this.findFirst();
    return true;
  }

  /** Drops the first event of all, which there is. O(lanes). */
  pop(): void {
    const { first, lookAhead } = this;
    first.drop();
    if (lookAhead !== null && first.head % AHEAD === 0 && first.count >= AHEAD / 2)
      lookAhead(first.kind, first.pairs, first.head);
    this.findFirst();
  }

  save(): LanesState {
    return {
      names: [...this.byName.keys()],
      events: this.lanes.map(({ keys, pairs, head, count }) => {
        const events = new Float64Array(4 * count);
        for (let i = 0; i < count; i++) {
          const at = (head + 2 * i) & (keys.length - 1);
          events.set([keys[at]!, keys[at + 1]!, pairs[at]!, pairs[at + 1]!], 4 * i);
        }
        return events;
      }),
    };
  }

  restore({ names, events }: LanesState): void {
    this.lanes.length = 0;
    this.byName.clear();
    this.firstMs = Infinity;
    names.forEach((name, i) => {
      const lane = this.lane(Math.floor(name / 4294967296), name % 4294967296);
      const of = events[i]!;
      for (let at = 0; at < of.length; at += 4) this.append(lane, of[at]!, of[at + 1]!, of[at + 2]!, of[at + 3]!);
    });
  }
  private findFirst(): void {
    const { lanes } = this;
    let first = lanes[0]!;
    for (let i = 1; i < lanes.length; i++) {
      const lane = lanes[i]!;
      if (lane.firstMs <= first.firstMs && lane.firstMs < Infinity && lane.isBefore(first)) first = lane;
    }
    this.first = first;
    this.firstMs = first.firstMs;
  }
}
