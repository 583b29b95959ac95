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

/** One step of each lane. */
function low(lane: number, word: number): number {
  const mixed = Math.imul(lane ^ word, 0x9e3779b1);
  return mixed ^ (mixed >>> 15);
}
function high(lane: number, word: number): number {
  const mixed = Math.imul(((lane << 13) | (lane >>> 19)) ^ word, 0x85ebca77);
  return mixed ^ (mixed >>> 16);
}

export class Digest {
  private lo = 0x6a09e667;
  private hi = 0xbb67ae85 | 0;
  private count = 0;

  int(value: number): void {
    this.lo = low(this.lo, value);
    this.hi = high(this.hi, value);
    this.count = (this.count + 1) | 0;
  }

  /** The same as `int` of each, with the lanes in registers meanwhile; so is `fiveInts`. */
  threeInts(a: number, b: number, c: number): void {
    this.lo = low(low(low(this.lo, a), b), c);
    this.hi = high(high(high(this.hi, a), b), c);
    this.count = (this.count + 3) | 0;
  }

  fiveInts(a: number, b: number, c: number, d: number, e: number): void {
    this.lo = low(low(low(low(low(this.lo, a), b), c), d), e);
    this.hi = high(high(high(high(high(this.hi, a), b), c), d), e);
    this.count = (this.count + 5) | 0;
  }

  /** The eight bytes of an IEEE double; -0 and 0 differ. Throws on NaN, whose bits are not one pattern. */
  float(value: number): void {
    if (value !== value) throw new Error(`NaN after ${this.count} words of a digest`);
    cell[0] = value;
    const first = words[HIGH]!;
    const second = words[LOW]!;
    this.lo = low(low(this.lo, first), second);
    this.hi = high(high(this.hi, first), second);
    this.count = (this.count + 2) | 0;
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
