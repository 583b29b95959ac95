/**
 * Requests drawn from recorded windows. A gap comes from the law fitted to the window in which it begins, brought to mean 1, and passes
 * at the window's rate, so that the rate stated is the rate had, also where the fit's own mean misses it. Gaps depend on (seed, class,
 * n) and on the window alone; a window of rate 0 only stops the clock.
 * Source: ServeGen, arXiv 2505.09999; time change as in `rated-arrivals.ts`.
 */
import { gammaFunction } from '@/lib/base/gamma-function';
import { log } from '@/lib/base/math';
import { pow } from '@/lib/base/math-pow';
import { SUBSYSTEM, type CounterStream, type RandomStream } from '@/lib/base/random';

import { foreignState, type ArrivalSource, type SourceState } from '../arrival-source';
import { drawGamma } from '../gamma';

import { firstAtOrAfter, type ReplaySettings } from './slice';
import { GAMMA, NO_FIT, windowEndMs, type WindowTrace } from './trace';

export class WindowReplay implements ArrivalSource {
  nextMs = Infinity;
  n = 0;
  private readonly trace: WindowTrace;
  private readonly settings: ReplaySettings;
  private readonly nominalPerS: number;
  private readonly classIndex: number;
  private readonly chance: CounterStream;
  /** Gap still to pass at `sinceMs` before the next request, in mean gaps. */
  private remaining = 0;
  private sinceMs = 0;
  private ratePerS: number;
  /** Weibull's mean at scale 1, of the shape that was asked for last. */
  private shapeOfMean = 0;
  private mean = 1;

  /** `nominalPerS` is the mean rate by the settings: another one multiplies every window's rate by their ratio. */
  constructor(trace: WindowTrace, settings: ReplaySettings, nominalPerS: number, classIndex: number, chance: CounterStream) {
    this.trace = trace;
    this.settings = settings;
    this.nominalPerS = nominalPerS;
    this.classIndex = classIndex;
    this.chance = chance;
    this.ratePerS = nominalPerS;
    this.draw();
    this.schedule();
  }

  advance(): void {
    this.sinceMs = this.nextMs;
    this.n++;
    this.draw();
    this.schedule();
  }

  setRate(ratePerS: number, nowMs: number): void {
    if (ratePerS === this.ratePerS) return;
    this.remaining = Math.max(0, this.remaining - this.passed(nowMs));
    this.sinceMs = nowMs;
    this.ratePerS = ratePerS;
    this.schedule();
  }

  ended(): void {}

  save(): SourceState {
    const { n, remaining, sinceMs, ratePerS } = this;
    return { kind: 'windows', n, remaining, sinceMs, ratePerS };
  }

  restore(state: SourceState): void {
    if (state.kind !== 'windows') throw foreignState(state, 'windows');
    this.n = state.n;
    this.remaining = state.remaining;
    this.sinceMs = state.sinceMs;
    this.ratePerS = state.ratePerS;
    this.schedule();
  }

  private draw(): void {
    const { law, shape } = this.trace;
    let window = this.windowAt(this.sinceMs);
    while (window < law.length && law[window] === NO_FIT) window++;
    if (window >= law.length) {
      this.remaining = Infinity;
      return;
    }
    const chance = this.chance.aim(SUBSYSTEM.arrivals, this.n, this.classIndex);
    this.remaining = law[window] === GAMMA ? drawGamma(shape[window]!, chance) / shape[window]! : this.weibull(shape[window]!, chance);
  }

  /** Mean 1: the inverse of 1 - exp(-x^k), over gamma(1 + 1/k). */
  private weibull(shape: number, chance: RandomStream): number {
    if (shape !== this.shapeOfMean) {
      this.shapeOfMean = shape;
      this.mean = gammaFunction(1 + 1 / shape);
    }
    return pow(-log(1 - chance.nextUnit()), 1 / shape) / this.mean;
  }

  private schedule(): void {
    this.nextMs = Infinity;
    if (!(this.ratePerS > 0) || this.remaining === Infinity) return;
    const windows = this.trace.startMs.length;
    let remaining = this.remaining;
    let fromMs = this.sinceMs;
    for (let window = this.windowAt(fromMs); window < windows; window++) {
      const endMs = this.endMs(window);
      if (endMs <= fromMs) continue;
      const perMs = this.perMs(window);
      const passes = (endMs - fromMs) * perMs;
      if (remaining < passes) {
        // Rounding must not take a request out of its window.
        this.nextMs = Math.min(fromMs + remaining / perMs, endMs);
        return;
      }
      remaining -= passes;
      fromMs = endMs;
    }
  }

  /** Mean gaps that pass from `sinceMs` to a time. */
  private passed(untilMs: number): number {
    let sum = 0;
    let fromMs = this.sinceMs;
    for (let window = this.windowAt(fromMs); window < this.trace.startMs.length && fromMs < untilMs; window++) {
      const endMs = Math.min(untilMs, this.endMs(window));
      if (endMs <= fromMs) continue;
      sum += (endMs - fromMs) * this.perMs(window);
      fromMs = endMs;
    }
    return sum;
  }

  private perMs(window: number): number {
    const { rateScale, timeScale } = this.settings;
    const perMs = (this.trace.ratePerS[window]! * rateScale) / timeScale / 1_000;
    return this.ratePerS === this.nominalPerS ? perMs : (perMs * this.ratePerS) / this.nominalPerS;
  }

  /** End of a window, or of what is replayed, by the run's clock. */
  private endMs(window: number): number {
    const { fromMs, untilMs, timeScale } = this.settings;
    return (Math.min(windowEndMs(this.trace, window), untilMs ?? Infinity) - fromMs) * timeScale;
  }

  /** The window of a time of the run; the first whose start is not after it. */
  private windowAt(nowMs: number): number {
    const { startMs } = this.trace;
    const atMs = this.settings.fromMs + nowMs / this.settings.timeScale;
    const at = firstAtOrAfter(startMs, atMs);
    return at < startMs.length && startMs[at] === atMs ? at : Math.max(0, at - 1);
  }
}
