/**
 * Service demand from token counts: a constant, and so much for every token in and out. A request that is a row of the same trace
 * brings that row's tokens; in a class of other arrivals each request takes a row at random, the same for all its attempts.
 */
import { SUBSYSTEM, type CounterStream } from '@/lib/base/random';

import type { RequestTrace } from './trace';

/** Structurally the `service` of a scenario's workload class. */
export interface TokenSizeSettings {
  readonly baseMs: number;
  readonly msPerInputToken: number;
  readonly msPerOutputToken: number;
}

export class TokenSizes {
  private readonly trace: RequestTrace;
  private readonly settings: TokenSizeSettings;
  /** Row of request 0, where the class replays this very trace; -1: rows are drawn. */
  private readonly first: number;

  constructor(trace: RequestTrace, settings: TokenSizeSettings, first: number) {
    this.trace = trace;
    this.settings = settings;
    this.first = first;
  }

  /** Demand of request `n` in ms. `draws` keeps classes apart, as for sizes of every other kind. */
  demandMs(n: number, chance: CounterStream, draws: number): number {
    const { inputTokens, outputTokens } = this.trace;
    const row = this.rowOf(n, chance, draws);
    return demandOf(this.settings, inputTokens[row]!, outputTokens[row]!);
  }

  /** Tokens of request `n`, in and out together. */
  tokens(n: number, chance: CounterStream, draws: number): number {
    const row = this.rowOf(n, chance, draws);
    return this.trace.inputTokens[row]! + this.trace.outputTokens[row]!;
  }

  private rowOf(n: number, chance: CounterStream, draws: number): number {
    return this.first >= 0 ? this.first + n : chance.aim(SUBSYSTEM.sizes, n, draws).nextBelow(this.trace.inputTokens.length);
  }
}

export function demandOf(settings: TokenSizeSettings, inputTokens: number, outputTokens: number): number {
  return settings.baseMs + inputTokens * settings.msPerInputToken + outputTokens * settings.msPerOutputToken;
}

