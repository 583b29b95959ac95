/**
 * A rate that is on for a while and then off for a while, both of exponential length: the two-state Markov-modulated Poisson process
 * (Fischer & Meier-Hellstern, "The MMPP cookbook", Performance Evaluation 18, 1993). The phases are drawn by their number alone, so no
 * rate, no gap and no cut of the run moves them; those met so far are remembered, which saves time and is no state.
 */
import { grown } from '@/lib/base/columns';
import { log } from '@/lib/base/math';
import { SUBSYSTEM, type CounterStream } from '@/lib/base/random';

import type { RateShape } from './rate-shape';

/** Moves the draws of phases away from those of gaps, which go by (request, class). */
const PHASES = 0x10000;

export interface OnOffSettings {
  /** Mean lengths. */
  readonly onMs: number;
  readonly offMs: number;
  /** Rate while off over rate while on, 0 to 1. */
  readonly offFraction: number;
}

/** Share of the time that is on in the long run; also the probability that a run starts on. */
export function shareOn({ onMs, offMs }: OnOffSettings): number {
  return onMs / (onMs + offMs);
}

export class OnOffShape implements RateShape {
  private readonly settings: OnOffSettings;
  private readonly chance: CounterStream;
  private readonly sub: number;
  private readonly untilMs: number;
  /** 0 when phases of even number are on, 1 when those of odd number are. */
  private readonly parity: number;
  /** Ends of the phases met so far, and the integral up to there. */
  private endMs = new Float64Array(64);
  private sum = new Float64Array(64);
  private count = 0;
  /** The phase that the last question led to: the next one is mostly near. */
  private at = 0;

  /** Nothing is drawn beyond `untilMs`. `chance` is aimed anew at every draw. */
  constructor(settings: OnOffSettings, classIndex: number, chance: CounterStream, untilMs: number) {
    this.settings = settings;
    this.chance = chance;
    this.sub = classIndex + PHASES;
    this.untilMs = untilMs;
    // In the long run's law: exponential phases do not remember how long they have lasted.
    this.parity = this.unit(0) < shareOn(settings) ? 0 : 1;
  }

  passed(timeMs: number): number {
    const i = this.phaseOf(this.endMsOf, timeMs);
    return i < 0 ? this.sum[this.count - 1]! : this.startSum(i) + (timeMs - this.startMs(i)) * this.factor(i);
  }

  reached(passed: number): number {
    const i = this.phaseOf(this.sumOf, passed);
    return i < 0 ? Infinity : this.startMs(i) + (passed - this.startSum(i)) / this.factor(i);
  }

  /** The first phase whose end lies beyond `value`, drawing more as needed; -1 when none does before `untilMs`. */
  private phaseOf(end: (i: number) => number, value: number): number {
    let i = this.at;
    while (i > 0 && end(i - 1) > value) i--;
    for (;;) {
      if (i === this.count && !this.drawNext()) return -1;
      if (end(i) > value) break;
      i++;
    }
    this.at = i;
    return i;
  }
  private readonly endMsOf = (i: number): number => this.endMs[i]!;
  private readonly sumOf = (i: number): number => this.sum[i]!;

  private drawNext(): boolean {
    const i = this.count;
    const startMs = this.startMs(i);
    if (startMs > this.untilMs) return false;
    if (i === this.endMs.length) {
      this.endMs = grown(this.endMs, i * 2);
      this.sum = grown(this.sum, i * 2);
    }
    const meanMs = this.isOn(i) ? this.settings.onMs : this.settings.offMs;
    const lastsMs = -log(1 - this.unit(i + 1)) * meanMs;
    this.endMs[i] = startMs + lastsMs;
    this.sum[i] = this.startSum(i) + lastsMs * this.factor(i);
    this.count = i + 1;
    return true;
  }

  private unit(entity: number): number {
    return this.chance.aim(SUBSYSTEM.arrivals, entity, this.sub).nextUnit();
  }
  private isOn(i: number): boolean {
    return (i & 1) === this.parity;
  }
  private factor(i: number): number {
    return this.isOn(i) ? 1 : this.settings.offFraction;
  }
  private startMs(i: number): number {
    return i === 0 ? 0 : this.endMs[i - 1]!;
  }
  private startSum(i: number): number {
    return i === 0 ? 0 : this.sum[i - 1]!;
  }
}
