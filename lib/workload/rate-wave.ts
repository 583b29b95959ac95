import { cos, sin } from '@/lib/base/math-trig';

import type { RateShape } from './rate-shape';

const TURN = 6.283185307179586;
/** Bisection alone would need 53 steps; with Newton's it takes about five. */
const MOST_STEPS = 64;

/**
 * The factor 1 + amplitude sin(2 pi (t / period + phase)): a day's ebb and flow. `amplitude` 0 to 1, `phase` in turns from 0 to 1. The
 * integral is in closed form; it is inverted by Newton's method, kept inside a shrinking bracket, to the last place of the period.
 */
export class RateWave implements RateShape {
  private readonly amplitude: number;
  private readonly periodMs: number;
  private readonly phase: number;
  private readonly cosOfPhase: number;

  constructor(settings: { readonly amplitude: number; readonly periodMs: number; readonly phase: number }) {
    this.amplitude = settings.amplitude;
    this.periodMs = settings.periodMs;
    this.phase = settings.phase;
    this.cosOfPhase = cos(TURN * settings.phase);
  }

  passed(timeMs: number): number {
    const periods = Math.floor(timeMs / this.periodMs);
    return (periods + this.within(timeMs / this.periodMs - periods)) * this.periodMs;
  }

  reached(passed: number): number {
    const periods = Math.floor(passed / this.periodMs);
    return (periods + this.when(passed / this.periodMs - periods)) * this.periodMs;
  }

  /** The integral over the first part of a period, both in periods; 0 at 0 and 1 at 1. */
  private within(part: number): number {
    return part + (this.amplitude / TURN) * (this.cosOfPhase - cos(TURN * (part + this.phase)));
  }

  private when(target: number): number {
    let from = 0;
    let to = 1;
    let at = target;
    for (let step = 0; step < MOST_STEPS; step++) {
      const over = this.within(at) - target;
      if (over === 0) return at;
      if (over > 0) to = at;
      else from = at;
      let next = at - over / (1 + this.amplitude * sin(TURN * (at + this.phase)));
      if (!(next > from && next < to)) next = (from + to) / 2;
      if (Math.abs(next - at) < 1e-16) return next;
      at = next;
    }
    return at;
  }
}
