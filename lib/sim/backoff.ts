/**
 * How long a client pauses between the end of a try and the next. Exponential pauses with full jitter, and decorrelated ones, follow
 * M. Brooker, "Exponential Backoff and Jitter", AWS Architecture Blog, 2015. A pause is drawn from (request, try) alone, so it is the
 * same whatever else the run does.
 */
import { SUBSYSTEM, type CounterStream } from '@/lib/base/random';
import type { ClientSettings } from '@/lib/scenario/schema';

import { tryDraw } from './draws';

export class Backoff {
  /** Whether `pauseMs` reads the pause before; the caller keeps it only then. */
  readonly remembers: boolean;
  private readonly settings: ClientSettings['backoff'];
  /** By tries made in a row, from 1: the pause, or the most that is drawn. */
  private readonly longestMs: Float64Array;
  private readonly drawn: boolean;
  private readonly chance: CounterStream;

  constructor({ backoff, retries }: Pick<ClientSettings, 'backoff' | 'retries'>, chance: CounterStream) {
    this.settings = backoff;
    this.remembers = backoff.kind === 'decorrelated';
    this.longestMs = longest(backoff, retries);
    this.drawn = backoff.kind === 'exponential' && backoff.jitter === 'full';
    this.chance = chance;
  }

  /**
   * Pause in ms when `made` tries in a row have failed (1 to the number of retries). `n` is the request's number in its class, `tryIndex`
   * the try that has just ended, `beforeMs` the pause before this one, 0 for the first.
   */
  pauseMs(made: number, classIndex: number, n: number, tryIndex: number, beforeMs: number): number {
    if (this.settings.kind === 'decorrelated') {
      const { ms, capMs } = this.settings;
      const most = Math.max(ms, 3 * (beforeMs === 0 ? ms : beforeMs));
      return Math.min(capMs, ms + this.unit(classIndex, n, tryIndex) * (most - ms));
    }
    const longestMs = this.longestMs[made]!;
    return this.drawn ? this.unit(classIndex, n, tryIndex) * longestMs : longestMs;
  }

  private unit(classIndex: number, n: number, tryIndex: number): number {
    return this.chance.aim(SUBSYSTEM.client, n, tryDraw(classIndex, tryIndex)).nextUnit();
  }
}

function longest(backoff: ClientSettings['backoff'], retries: number): Float64Array {
  const longestMs = new Float64Array(retries + 1);
  let grownMs = backoff.kind === 'exponential' ? backoff.ms : 0;
  for (let made = 1; made <= retries; made++) {
    switch (backoff.kind) {
      case 'none':
      case 'decorrelated':
        break;
      case 'fixed':
        longestMs[made] = backoff.ms;
        break;
      case 'linear':
        longestMs[made] = backoff.ms * made;
        break;
      case 'exponential':
        longestMs[made] = Math.min(backoff.capMs, grownMs);
        // Not beyond the cap, or a hundred retries would leave the range of numbers.
        grownMs = Math.min(backoff.capMs, grownMs * backoff.factor);
    }
  }
  return longestMs;
}
