/**
 * Requests that come at a rate, whoever waits. One process of mean gap 1 per class, stretched by the class's rate: the n-th request comes
 * when the integral of the rate over time has reached the sum of the first n gaps. So the gaps depend on (seed, class, n) alone,
 * arrivals before a change of rate are the same with and without it, and a rate of 0 only stops the clock.
 * (Time change; Çinlar, "Introduction to Stochastic Processes", 1975, section 4.7.)
 */
import { SUBSYSTEM as SUBSYSTEMS, type CounterStream } from '@/lib/base/random';

import { foreignState, type ArrivalSource, type SourceState } from './arrival-source';
import { drawBatch, drawGap, isExponential, type GapLaw } from './gaps';
import type { RateShape } from './rate-shape';
import { sizeLaw } from './sizes';
import { SizesAhead } from './sizes-ahead';

// A constant of the module's own is folded into hot code; an imported one is looked up each time.
const SUBSYSTEM = SUBSYSTEMS;

const MEAN_GAP = sizeLaw({ kind: 'exponential', meanMs: 1 });

export class RatedArrivals implements ArrivalSource {
  nextMs = Infinity;
  n = 0;
  /** Gap still to pass at `sinceMs` before the next request. */
  private remaining = 0;
  private sinceMs = 0;
  private perMs: number;
  /** Requests of the batch that come with the next one, at the same instant. */
  private batchLeft = 0;
  private readonly gaps: GapLaw;
  /** null: the rate is the base rate at all times. */
  private readonly shape: RateShape | null;
  /** null: gaps are not of one exponential draw each. */
  private readonly ahead: SizesAhead | null;
  private readonly classIndex: number;
  private readonly chance: CounterStream;

  constructor(ratePerS: number, gaps: GapLaw, shape: RateShape | null, classIndex: number, chance: CounterStream) {
    this.perMs = ratePerS / 1000;
    this.gaps = gaps;
    this.shape = shape;
    this.classIndex = classIndex;
    this.chance = chance;
    this.ahead = isExponential(gaps) ? new SizesAhead(MEAN_GAP, SUBSYSTEM.arrivals, classIndex, chance) : null;
    this.draw();
    this.schedule();
  }

  advance(): void {
    this.sinceMs = this.nextMs;
    this.n++;
    if (this.batchLeft > 0) {
      this.batchLeft--;
      return;
    }
    this.draw();
    this.schedule();
  }

  setRate(ratePerS: number, nowMs: number): void {
    const perMs = ratePerS / 1000;
    if (perMs === this.perMs) return;
    const { shape, sinceMs } = this;
    const passedMs = shape === null ? nowMs - sinceMs : shape.passed(nowMs) - shape.passed(sinceMs);
    this.remaining = Math.max(0, this.remaining - passedMs * this.perMs);
    this.sinceMs = nowMs;
    this.perMs = perMs;
    this.schedule();
  }

  ended(): void {}

  save(): SourceState {
    const { n, remaining, sinceMs, perMs, nextMs, batchLeft } = this;
    return { kind: 'rated', n, remaining, sinceMs, perMs, nextMs, batchLeft };
  }

  restore(state: SourceState): void {
    if (state.kind !== 'rated') throw foreignState(state, 'rated');
    this.n = state.n;
    this.remaining = state.remaining;
    this.sinceMs = state.sinceMs;
    this.perMs = state.perMs;
    this.nextMs = state.nextMs;
    this.batchLeft = state.batchLeft;
  }

  private draw(): void {
    const { gaps, ahead } = this;
    if (ahead !== null) {
      this.remaining = ahead.at(this.n);
      return;
    }
    const chance = this.chance.aim(SUBSYSTEM.arrivals, this.n, this.classIndex);
    this.remaining = drawGap(gaps, chance);
    if (gaps.batch > 1) this.batchLeft = drawBatch(gaps, chance) - 1;
  }

  private schedule(): void {
    const { shape, sinceMs, perMs } = this;
    if (!(perMs > 0)) this.nextMs = Infinity;
    else if (shape === null) this.nextMs = sinceMs + this.remaining / perMs;
    // Rounding must not take a request back to before the one ahead of it.
    else this.nextMs = Math.max(sinceMs, shape.reached(shape.passed(sinceMs) + this.remaining / perMs));
  }
}
