/** When requests come: one source per class, by the kind of its arrivals, and the next of all. */
import type { CounterStream } from '@/lib/base/random';

import type { ArrivalSource, SourceState } from './arrival-source';
import { ClosedLoop } from './closed-loop';
import { batches, CONSTANT, EXPONENTIAL, gammaGaps } from './gaps';
import { OnOffShape } from './on-off';
import { RateCurve, type CurveSettings } from './rate-curve';
import type { RateShape } from './rate-shape';
import { RateWave } from './rate-wave';
import { RatedArrivals } from './rated-arrivals';
import type { SizeSettings } from './size-settings';
import { RequestReplay } from './traces/request-replay';
import type { ReplaySettings } from './traces/slice';
import type { Trace } from './traces/trace';
import { WindowReplay } from './traces/window-replay';

/**
 * What `Arrivals` needs. Structurally the `arrivals` of a scenario's workload class. `ratePerS` is the base rate, which a change of
 * traffic replaces: the mean rate of poisson, gamma, batch, deterministic and sinusoid, the rate while on of on-off, and what the
 * factors of a curve multiply.
 */
export type ArrivalSettings = RatedSettings | ClosedLoopSettings | TraceReplaySettings;

export type RatedSettings =
  | { readonly kind: 'poisson'; readonly ratePerS: number }
  /** Independent gaps with this coefficient of variation: above 1 bursty, below 1 even. */
  | { readonly kind: 'gamma'; readonly ratePerS: number; readonly cv: number }
  /** A request every 1 / rate; the first after one gap. */
  | { readonly kind: 'deterministic'; readonly ratePerS: number }
  /** Several requests at one instant; the rate is of requests, not of batches. */
  | { readonly kind: 'batch'; readonly ratePerS: number; readonly size: number; readonly sizes: 'constant' | 'geometric' }
  | {
      readonly kind: 'on-off';
      readonly ratePerS: number;
      readonly onMs: number;
      readonly offMs: number;
      readonly offFraction: number;
    }
  | {
      readonly kind: 'sinusoid';
      readonly ratePerS: number;
      readonly amplitude: number;
      readonly periodMs: number;
      readonly phase: number;
    }
  | ({ readonly kind: 'curve'; readonly ratePerS: number } & CurveSettings);

export interface ClosedLoopSettings {
  readonly kind: 'closed-loop';
  readonly users: number;
  readonly think: SizeSettings;
}

/** A trace that is at hand. `nominalPerS` is the mean rate by these settings, as a change of traffic counts it. */
export interface TraceReplaySettings extends ReplaySettings {
  readonly kind: 'trace';
  readonly record: Trace;
  readonly nominalPerS: number;
}

/** The shape that a kind's rate has by its settings alone; null where it is constant, or a matter of chance. */
export function fixedShape(settings: RatedSettings): RateShape | null {
  if (settings.kind === 'sinusoid') return new RateWave(settings);
  return settings.kind === 'curve' ? new RateCurve(settings) : null;
}

/** The source of one class. Nothing of chance is looked at beyond `untilMs`, the end of the run. */
function sourceOf(settings: ArrivalSettings, classIndex: number, chance: CounterStream, untilMs: number): ArrivalSource {
  if (settings.kind === 'closed-loop') return new ClosedLoop(settings.users, settings.think, classIndex, chance);
  if (settings.kind === 'trace') {
    const { record, nominalPerS } = settings;
    return record.kind === 'requests'
      ? new RequestReplay(record, settings, nominalPerS)
      : new WindowReplay(record, settings, nominalPerS, classIndex, chance);
  }
  const rated = (gaps: typeof EXPONENTIAL, shape: RateShape | null): ArrivalSource =>
    new RatedArrivals(settings.ratePerS, gaps, shape, classIndex, chance);
  switch (settings.kind) {
    case 'poisson':
      return rated(EXPONENTIAL, null);
    case 'gamma':
      return rated(gammaGaps(settings.cv), null);
    case 'deterministic':
      return rated(CONSTANT, null);
    case 'batch':
      return rated(batches(settings.size, settings.sizes === 'geometric'), null);
    case 'on-off':
      return rated(EXPONENTIAL, new OnOffShape(settings, classIndex, chance, untilMs));
    case 'sinusoid':
    case 'curve':
      return rated(EXPONENTIAL, fixedShape(settings));
  }
}

export type ArrivalsState = readonly SourceState[];

/** The next arrival of every class. Finding the next of all is O(classes). */
export class Arrivals {
  /** Class of the next arrival of all (the lowest among equals) and its time. */
  nextClass = 0;
  nextTime = Infinity;
  private readonly sources: readonly ArrivalSource[];
  /** Per class: the source's `nextMs`, kept side by side. */
  private readonly nextMs: Float64Array;
  /** Per class: users of a closed loop; 0 where requests come at a rate. */
  private readonly users: Int32Array;

  /** `chance` belongs to the arrivals alone: they aim it whenever they draw. */
  constructor(settings: readonly ArrivalSettings[], chance: CounterStream, untilMs: number) {
    this.sources = settings.map((one, c) => sourceOf(one, c, chance, untilMs));
    this.nextMs = Float64Array.from(this.sources, (source) => source.nextMs);
    this.users = Int32Array.from(settings, (one) => (one.kind === 'closed-loop' ? one.users : 0));
    this.findNext();
  }

  /** Number of the next arrival of all within its class. */
  get nextN(): number {
    return this.sources[this.nextClass]!.n;
  }

  /** Who sends request `n` of a class: the user of a closed loop; otherwise everyone sends once, and the number is the sender's too. */
  sender(classIndex: number, n: number): number {
    const users = this.users[classIndex]!;
    return users > 0 ? n % users : n;
  }

  /** The next arrival of all has happened; finds the one after it in its class. */
  advance(): void {
    this.sources[this.nextClass]!.advance();
    this.heard(this.nextClass);
  }

  /** See `ArrivalSource.setRate`. Throws for a class that has no rate. */
  setRate(classIndex: number, ratePerS: number, nowMs: number): void {
    this.sources[classIndex]!.setRate(ratePerS, nowMs);
    this.heard(classIndex);
  }

  /** Request `n` of a class has left. Nothing for a class at a rate. */
  ended(classIndex: number, n: number, nowMs: number): void {
    if (this.users[classIndex] === 0) return;
    this.sources[classIndex]!.ended(n, nowMs);
    this.heard(classIndex);
  }

  save(): ArrivalsState {
    return this.sources.map((source) => source.save());
  }

  restore(state: ArrivalsState): void {
    this.sources.forEach((source, c) => {
      source.restore(state[c]!);
      this.nextMs[c] = source.nextMs;
    });
    this.findNext();
  }

  private heard(classIndex: number): void {
    this.nextMs[classIndex] = this.sources[classIndex]!.nextMs;
    this.findNext();
  }

  private findNext(): void {
    let least = 0;
    for (let c = 1; c < this.nextMs.length; c++) if (this.nextMs[c]! < this.nextMs[least]!) least = c;
    this.nextClass = least;
    this.nextTime = this.nextMs[least] ?? Infinity;
  }
}
