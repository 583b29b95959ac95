/**
 * 64-bit digest of a stream of integers and floats, in two 32-bit lanes, for saying "the same run" and nothing else (not for
 * secrets). Each lane steps by xor, odd multiplication and a shift: a bijection of the lane for a fixed word and of the word for
 * a fixed lane, so one changed word always shows. The lanes differ in constants and rotation. Integer operations only.
 */
import { cell as sharedCell, HIGH as HIGH_WORD, LOW as LOW_WORD, words as sharedWords } from './float-bits';
import { mix32 } from './random';

// A constant of the module's own is folded into hot code; an imported one is looked up each time.
const cell = sharedCell;
const words = sharedWords;
const HIGH = HIGH_WORD;
const LOW = LOW_WORD;

export interface DigestState {
  readonly lo: number;
  readonly hi: number;
  readonly count: number;
}

/** Of the two lanes. */
const LO_FACTOR = 0x9e3779b1;
const HI_FACTOR = 0x85ebca77;

export class Digest {
  private lo = 0x6a09e667;
  private hi = 0xbb67ae85 | 0;
  private count = 0;

  int(value: number): void {
    const lo = Math.imul(this.lo ^ value, LO_FACTOR);
    const hi = Math.imul(((this.hi << 13) | (this.hi >>> 19)) ^ value, HI_FACTOR);
    this.lo = lo ^ (lo >>> 15);
    this.hi = hi ^ (hi >>> 16);
    this.count = (this.count + 1) | 0;
  }

  /** The same as `int` of each, written out: the lanes stay in registers, and nothing is called. */
  twoInts(first: number, second: number): void {
    let { lo, hi } = this;
    lo = Math.imul(lo ^ first, LO_FACTOR);
    hi = Math.imul(((hi << 13) | (hi >>> 19)) ^ first, HI_FACTOR);
    lo ^= lo >>> 15;
    hi ^= hi >>> 16;
    lo = Math.imul(lo ^ second, LO_FACTOR);
    hi = Math.imul(((hi << 13) | (hi >>> 19)) ^ second, HI_FACTOR);
    this.lo = lo ^ (lo >>> 15);
    this.hi = hi ^ (hi >>> 16);
    this.count = (this.count + 2) | 0;
  }

  /** The eight bytes of an IEEE double; -0 and 0 differ. Throws on NaN, whose bits are not one pattern. */
  float(value: number): void {
    if (value !== value) throw new Error(`NaN after ${this.count} words of a digest`);
    cell[0] = value;
    this.twoInts(words[HIGH]!, words[LOW]!);
  }

  /** 16 lower-case hex digits of all words so far; absorbing may go on. */
  hex(): string {
    const a = mix32(mix32(this.lo, this.hi), this.count) >>> 0;
    const b = mix32(mix32(this.hi ^ 0x243f6a88, this.lo), this.count) >>> 0;
    return a.toString(16).padStart(8, '0') + b.toString(16).padStart(8, '0');
  }

  save(): DigestState {
    return { lo: this.lo, hi: this.hi, count: this.count };
  }

  restore(state: DigestState): void {
    this.lo = state.lo;
    this.hi = state.hi;
    this.count = state.count;
  }
}
