/**
 * When requests come. One unit-rate Poisson process per class, stretched by the class's rate: the n-th request comes when the
 * integral of the rate over time has reached the sum of the first n unit exponential gaps. So the gaps depend on (seed, class, n)
 * alone, arrivals before a change of rate are the same with and without it, and a rate of 0 only stops the clock.
 * (Time change of a Poisson process; Çinlar, "Introduction to Stochastic Processes", 1975, section 4.7.)
 */
import { log } from '@/lib/base/math';
import { SUBSYSTEM, type CounterStream } from '@/lib/base/random';

/** Gap before request `n` of class `class`, in units of the mean gap: exponential with mean 1. */
export function drawUnitGap(chance: CounterStream, classIndex: number, n: number): number {
  return -log(1 - chance.aim(SUBSYSTEM.arrivals, n, classIndex).nextUnit());
}

export interface ArrivalsState {
  readonly n: Float64Array;
  readonly remaining: Float64Array;
  readonly sinceMs: Float64Array;
  readonly perMs: Float64Array;
  readonly nextMs: Float64Array;
}

/** The next arrival of every class. Finding the next of all is O(classes). */
export class Arrivals {
  /** Per class: time of the next arrival; Infinity while the rate is 0. */
  readonly nextMs: Float64Array;
  /** Per class: number of the request that comes next, from 0. */
  readonly n: Float64Array;
  /** Per class: unit time still to pass at `sinceMs` before the next arrival. */
  private readonly remaining: Float64Array;
  private readonly sinceMs: Float64Array;
  private readonly perMs: Float64Array;
  private readonly chance: CounterStream;
  /** Class of the next arrival of all (the lowest among equals) and its time. */
  nextClass = 0;
  nextTime = Infinity;

  constructor(ratesPerS: readonly number[], chance: CounterStream) {
    const count = ratesPerS.length;
    this.chance = chance;
    this.nextMs = new Float64Array(count);
    this.n = new Float64Array(count);
    this.remaining = new Float64Array(count);
    this.sinceMs = new Float64Array(count);
    this.perMs = Float64Array.from(ratesPerS, (rate) => rate / 1000);
    for (let c = 0; c < count; c++) {
      this.remaining[c] = drawUnitGap(chance, c, 0);
      this.schedule(c);
    }
    this.findNext();
  }

  /** The next arrival of all has happened; draws the one after it in its class. */
  advance(): void {
    const c = this.nextClass;
    this.sinceMs[c] = this.nextTime;
    this.n[c]!++;
    this.remaining[c] = drawUnitGap(this.chance, c, this.n[c]!);
    this.schedule(c);
    this.findNext();
  }

  /** From `nowMs` on, the class comes at this rate. `nowMs` is not after the class's next arrival. The same rate again changes nothing. */
  setRate(classIndex: number, ratePerS: number, nowMs: number): void {
    const perMs = ratePerS / 1000;
    const before = this.perMs[classIndex]!;
    if (perMs === before) return;
    const passed = (nowMs - this.sinceMs[classIndex]!) * before;
    this.remaining[classIndex] = Math.max(0, this.remaining[classIndex]! - passed);
    this.sinceMs[classIndex] = nowMs;
    this.perMs[classIndex] = perMs;
    this.schedule(classIndex);
    this.findNext();
  }

  ratePerS(classIndex: number): number {
    return this.perMs[classIndex]! * 1000;
  }

  save(): ArrivalsState {
    return {
      n: this.n.slice(),
      remaining: this.remaining.slice(),
      sinceMs: this.sinceMs.slice(),
      perMs: this.perMs.slice(),
      nextMs: this.nextMs.slice(),
    };
  }

  restore(state: ArrivalsState): void {
    this.n.set(state.n);
    this.remaining.set(state.remaining);
    this.sinceMs.set(state.sinceMs);
    this.perMs.set(state.perMs);
    this.nextMs.set(state.nextMs);
    this.findNext();
  }

  private schedule(c: number): void {
    const perMs = this.perMs[c]!;
    this.nextMs[c] = perMs > 0 ? this.sinceMs[c]! + this.remaining[c]! / perMs : Infinity;
  }

  private findNext(): void {
    let least = 0;
    for (let c = 1; c < this.nextMs.length; c++) if (this.nextMs[c]! < this.nextMs[least]!) least = c;
    this.nextClass = least;
    this.nextTime = this.nextMs[least] ?? Infinity;
  }
}
