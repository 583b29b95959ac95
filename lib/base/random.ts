/**
 * Counter-based randomness. A draw is a mix of (seed, subsystem, entity, counter) and of nothing else, so two runs
 * that ask the same question get the same answer whatever else they asked before: two strategies meet the very same
 * arrivals and sizes (common random numbers), and a stream is copied by copying four integers.
 *
 * The mix is two rounds of the 32-bit finaliser of MurmurHash3 (public domain, A. Appleby) per absorbed word over two
 * lanes with different odd constants. Only integer operations: identical in every engine.
 */

/** Who draws. Part of every digest: never renumber, only append. */
export const SUBSYSTEM = {
  arrivals: 1,
  sizes: 2,
  origins: 3,
  sessions: 4,
  routing: 5,
  faults: 6,
  client: 7,
  probes: 8,
  network: 9,
  experiment: 10,
  replicas: 11,
  shares: 12,
  failures: 13,
} as const;
export type Subsystem = (typeof SUBSYSTEM)[keyof typeof SUBSYSTEM];
const SUBSYSTEMS = 1 + Math.max(...Object.values(SUBSYSTEM));

/** What routing needs of chance. `nextUnit` is uniform in [0, 1) with 53 bits, `nextBelow(n)` an integer in [0, n). */
export interface RandomStream {
  nextUnit(): number;
  /** `n` is an integer from 1 to 2^31; the bias is below n / 2^53. */
  nextBelow(n: number): number;
}

function finalise(h: number): number {
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}

/** Mixes a 32-bit word into a 32-bit state; both and the answer are int32. */
export function mix32(state: number, word: number): number {
  // Cut to 32 bits at every sum: of three numbers a compiler that has not seen where they come from makes floats.
  return finalise((((Math.imul(state, 0x9e3779b1) + (word | 0)) | 0) + 0x7f4a7c15) | 0);
}

/** The part of `mix32` that does not depend on the word. */
function stepped(state: number): number {
  return (Math.imul(state, 0x9e3779b1) + 0x7f4a7c15) | 0;
}

/**
 * A stream that can be aimed: `aim` sets (subsystem, entity, sub-entity) and puts the counter to 0. One object serves a
 * whole run without allocation. `entity` and `sub` are integers below 2^32.
 */
export class CounterStream implements RandomStream {
  private lo = 0;
  private hi = 0;
  private counter = 0;
  /** By subsystem: the seed and the subsystem, mixed; what `aim` starts from. */
  private readonly bases: Int32Array;

  /** `seed` is an integer from 0 to 2^53 - 1. */
  constructor(seed: number) {
    const mixed = mix32((seed | 0) ^ 0x243f6a88, Math.floor(seed / 4294967296) | 0);
    this.bases = Int32Array.from({ length: SUBSYSTEMS }, (_, subsystem) => mix32(mixed, subsystem));
  }

  aim(subsystem: Subsystem, entity: number, sub = 0): this {
    const s = this.bases[subsystem]!;
    this.lo = mix32(mix32(s, entity | 0), sub | 0);
    this.hi = mix32(mix32(s ^ 0x13198a2e, entity | 0), (sub | 0) ^ 0x03707344);
    this.counter = 0;
    return this;
  }

  /**
   * Writes to `into` what `aim(subsystem, entity, sub).nextUnit()` answers for as many entities from `from` on. Several times as fast as one by
   * one: nothing waits for anything, and every `mix32` is written out, where calls would cost as much as they do.
   */
  units(subsystem: Subsystem, from: number, sub: number, into: Float64Array): void {
    const base = this.bases[subsystem]!;
    const first = stepped(base);
    const second = stepped(base ^ 0x13198a2e);
    for (let i = 0; i < into.length; i++) {
      const entity = (from + i) | 0;
      let a = (first + entity) | 0;
      a = Math.imul(a ^ (a >>> 16), 0x85ebca6b);
      a = Math.imul(a ^ (a >>> 13), 0xc2b2ae35);
      a = (stepped(a ^ (a >>> 16)) + sub) | 0;
      a = Math.imul(a ^ (a >>> 16), 0x85ebca6b);
      a = Math.imul(a ^ (a >>> 13), 0xc2b2ae35);
      a = stepped(a ^ (a >>> 16));
      a = Math.imul(a ^ (a >>> 16), 0x85ebca6b);
      a = Math.imul(a ^ (a >>> 13), 0xc2b2ae35);
      let b = (second + entity) | 0;
      b = Math.imul(b ^ (b >>> 16), 0x85ebca6b);
      b = Math.imul(b ^ (b >>> 13), 0xc2b2ae35);
      b = (stepped(b ^ (b >>> 16)) + (sub ^ 0x03707344)) | 0;
      b = Math.imul(b ^ (b >>> 16), 0x85ebca6b);
      b = Math.imul(b ^ (b >>> 13), 0xc2b2ae35);
      b = stepped(b ^ (b >>> 16));
      b = Math.imul(b ^ (b >>> 16), 0x85ebca6b);
      b = Math.imul(b ^ (b >>> 13), 0xc2b2ae35);
      into[i] = (((a ^ (a >>> 16)) >>> 5) * 67108864 + ((b ^ (b >>> 16)) >>> 6)) / 9007199254740992;
    }
  }

  nextUnit(): number {
    const n = this.counter++;
    const a = mix32(this.lo, n) >>> 5; // 27 bits
    const b = mix32(this.hi, n) >>> 6; // 26 bits
    return (a * 67108864 + b) / 9007199254740992;
  }

  nextBelow(n: number): number {
    return Math.floor(this.nextUnit() * n);
  }
}
