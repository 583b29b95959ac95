/**
 * What the simulator's speed is held against: the bare event loop of the same fleet, with the same laws of arrivals and sizes, the same network
 * and the same strategies, but without router, health, breakers, clients, draws that can be asked again, digest or report. Requests have no
 * identity in it: a queue is a count, and what travels is a node's number.
 *
 * Four events a request (it comes, reaches its node, is done, is answered), as in the product. Only completions are in the heap, whose four
 * children a parent halve its depth; arrivals are one number, and what travels for one and the same time arrives in the order in which it left,
 * so a ring holds it. A completion that starts the next in the queue replaces the top of the heap in one walk. All state is in locals.
 *
 * Why not faster: which of four events is next, which child of a parent in the heap is least, and whether a queue is empty cannot be predicted, and
 * every wrong guess empties the processor's pipeline; two logarithms a request and the walk through the heap are the rest. A loop without the
 * network has half the events; one that knows a request's end when it comes needs no heap at all, but is no simulator any more, only a recurrence of
 * waiting times.
 */
import { log } from '@/lib/base/math';

export interface YardstickFleet {
  readonly nodes: number;
  readonly slots: number;
  readonly ratePerMs: number;
  /** Of the exponential service time. */
  readonly meanMs: number;
  readonly oneWayMs: number;
}

export type YardstickStrategy = 'random' | 'power-of-two' | 'least-connections';

const UNIT = 1 / 4294967296;

/** A fleet in motion; `run` goes on where it stopped. */
export class Yardstick {
  private readonly strategy: YardstickStrategy;
  private readonly fleet: YardstickFleet;
  private readonly levels: Levels;
  private readonly inFlight: Int32Array;
  private readonly busy: Int32Array;
  private readonly queued: Int32Array;
  /** The heap: when a slot is done, and whose it is. */
  private readonly times: Float64Array;
  private readonly owners: Int32Array;
  private size = 0;
  /** Rings of what travels out, and back: when it arrives, and its node. */
  private readonly outTimes: Float64Array;
  private readonly outNodes: Int32Array;
  private readonly backTimes: Float64Array;
  private readonly backNodes: Int32Array;
  private outHead = 0;
  private outTail = 0;
  private backHead = 0;
  private backTail = 0;
  private arrivalMs = 0;
  private state = 0x2545f491;

  constructor(strategy: YardstickStrategy, fleet: YardstickFleet) {
    const { nodes, slots, ratePerMs, oneWayMs } = fleet;
    this.strategy = strategy;
    this.fleet = fleet;
    this.inFlight = new Int32Array(nodes);
    this.busy = new Int32Array(nodes);
    this.queued = new Int32Array(nodes);
    this.levels = new Levels(nodes);
    this.times = new Float64Array(nodes * slots + 1);
    this.owners = new Int32Array(nodes * slots + 1);
    let room = 1024;
    // Three times what is on its way on average is never on its way at once.
    while (room < 3 * ratePerMs * oneWayMs) room *= 2;
    this.outTimes = new Float64Array(room);
    this.outNodes = new Int32Array(room);
    this.backTimes = new Float64Array(room);
    this.backNodes = new Int32Array(room);
  }

  /** Goes on until so many more requests have come; answers how many were answered meanwhile. */
  run(requests: number): number {
    const { inFlight, busy, queued, times, owners, outTimes, outNodes, backTimes, backNodes, levels } = this;
    const { nodes, slots, ratePerMs, meanMs, oneWayMs } = this.fleet;
    const twoDraws = this.strategy === 'power-of-two';
    const leastLoaded = this.strategy === 'least-connections';
    const gapMs = 1 / ratePerMs;
    const mask = outTimes.length - 1;
    let { size, outHead, outTail, backHead, backTail, arrivalMs, state } = this;
    let answered = 0;
    let left = requests;
    while (left > 0) {
      const doneMs = size > 0 ? times[0]! : Infinity;
      const reachedMs = outHead === outTail ? Infinity : outTimes[outHead]!;
      const answeredMs = backHead === backTail ? Infinity : backTimes[backHead]!;
      if (arrivalMs < doneMs && arrivalMs < reachedMs && arrivalMs < answeredMs) {
        // Xorshift (Marsaglia, 2003), here and below: written out, because state in a local is the fastest there is.
        let node = 0;
        if (leastLoaded) node = levels.raiseFirst();
        else {
          state ^= state << 13;
          state ^= state >>> 17;
          state ^= state << 5;
          node = ((state >>> 0) * UNIT * nodes) | 0;
          if (twoDraws) {
            state ^= state << 13;
            state ^= state >>> 17;
            state ^= state << 5;
            let other = ((state >>> 0) * UNIT * (nodes - 1)) | 0;
            if (other >= node) other++;
            if (inFlight[other]! < inFlight[node]!) node = other;
          }
          inFlight[node]!++;
        }
        outTimes[outTail] = arrivalMs + oneWayMs;
        outNodes[outTail] = node;
        outTail = (outTail + 1) & mask;
        state ^= state << 13;
        state ^= state >>> 17;
        state ^= state << 5;
        arrivalMs -= log((state >>> 0) * UNIT) * gapMs;
        left--;
      } else if (reachedMs < doneMs && reachedMs < answeredMs) {
        const node = outNodes[outHead]!;
        outHead = (outHead + 1) & mask;
        if (busy[node]! >= slots) {
          queued[node]!++;
          continue;
        }
        busy[node]!++;
        state ^= state << 13;
        state ^= state >>> 17;
        state ^= state << 5;
        const endMs = reachedMs - log((state >>> 0) * UNIT) * meanMs;
        let at = size++;
        while (at > 0) {
          const parent = (at - 1) >> 2;
          const t = times[parent]!;
          if (t <= endMs) break;
          times[at] = t;
          owners[at] = owners[parent]!;
          at = parent;
        }
        times[at] = endMs;
        owners[at] = node;
      } else if (answeredMs < doneMs) {
        const node = backNodes[backHead]!;
        backHead = (backHead + 1) & mask;
        if (leastLoaded) levels.lower(node);
        else inFlight[node]!--;
        answered++;
      } else {
        const node = owners[0]!;
        backTimes[backTail] = doneMs + oneWayMs;
        backNodes[backTail] = node;
        backTail = (backTail + 1) & mask;
        let endMs: number;
        let owner = node;
        if (queued[node]! > 0) {
          queued[node]!--;
          state ^= state << 13;
          state ^= state >>> 17;
          state ^= state << 5;
          endMs = doneMs - log((state >>> 0) * UNIT) * meanMs;
        } else {
          busy[node]!--;
          size--;
          endMs = times[size]!;
          owner = owners[size]!;
        }
        let at = 0;
        for (;;) {
          let child = (at << 2) + 1;
          if (child >= size) break;
          let t = times[child]!;
          let least = child;
          const end = child + 4 < size ? child + 4 : size;
          while (++child < end) {
            const other = times[child]!;
            if (other < t) {
              t = other;
              least = child;
            }
          }
          if (endMs <= t) break;
          times[at] = t;
          owners[at] = owners[least]!;
          at = least;
        }
        times[at] = endMs;
        owners[at] = owner;
      }
    }
    Object.assign(this, { size, outHead, outTail, backHead, backTail, arrivalMs, state });
    return answered;
  }
}

/** In-flight counts that are asked for the first node of the fewest: a set of bits for each count, so that a change moves one bit. */
class Levels {
  private readonly words: number;
  private readonly count: Int32Array;
  /** `bits[level * words + word]`, and how many nodes there are on each level. */
  private bits: Int32Array;
  private on: Int32Array;
  private least = 0;

  constructor(nodes: number) {
    this.words = (nodes + 31) >> 5;
    this.count = new Int32Array(nodes);
    this.bits = new Int32Array(this.words * 16);
    this.on = new Int32Array(16);
    for (let node = 0; node < nodes; node++) this.bits[node >> 5]! |= 1 << (node & 31);
    this.on[0] = nodes;
  }

  /** One more for the first node that has the fewest. */
  raiseFirst(): number {
    while (this.on[this.least] === 0) this.least++;
    const from = this.least * this.words;
    let word = from;
    while (this.bits[word] === 0) word++;
    const bits = this.bits[word]!;
    const node = ((word - from) << 5) + 31 - Math.clz32(bits & -bits);
    this.move(node, this.least, this.least + 1);
    return node;
  }

  lower(node: number): void {
    const level = this.count[node]!;
    this.move(node, level, level - 1);
    if (level - 1 < this.least) this.least = level - 1;
  }

  private move(node: number, from: number, to: number): void {
    if (to === this.on.length) this.grow();
    const word = node >> 5;
    const bit = 1 << (node & 31);
    this.bits[from * this.words + word]! ^= bit;
    this.bits[to * this.words + word]! ^= bit;
    this.on[from]!--;
    this.on[to]!++;
    this.count[node] = to;
  }

  private grow(): void {
    const bits = new Int32Array(2 * this.bits.length);
    bits.set(this.bits);
    this.bits = bits;
    const on = new Int32Array(2 * this.on.length);
    on.set(this.on);
    this.on = on;
  }
}
