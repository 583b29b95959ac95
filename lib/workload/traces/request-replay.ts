/**
 * Requests at the recorded times. The trace's own clock stands at `fromMs` when the run begins and passes `timeScale` times slower than
 * the run's; a change of traffic changes its pace. Request n of the class is row `first + n` of the trace, so sizes and sessions follow
 * from the number alone, and nothing is drawn.
 */
import type { ArrivalSource, SourceState } from '../arrival-source';
import { foreignState } from '../arrival-source';

import { rowsWithin, type ReplaySettings } from './slice';
import type { RequestTrace } from './trace';

export class RequestReplay implements ArrivalSource {
  nextMs = Infinity;
  n = 0;
  private readonly trace: RequestTrace;
  private readonly settings: ReplaySettings;
  private readonly nominalPerS: number;
  private readonly first: number;
  private readonly end: number;
  /** What the trace's clock showed at `sinceMs` of the run, and the run's time that one ms of it takes since then. */
  private atMs: number;
  private sinceMs = 0;
  private ratePerS: number;
  private msPerMs: number;
  /** Rows [from, to) that share the instant of the row at hand; for spreading. */
  private from = 0;
  private to = 0;

  /** `nominalPerS` is the rate that the replay goes at by its settings: another one changes its pace by their ratio. */
  constructor(trace: RequestTrace, settings: ReplaySettings, nominalPerS: number) {
    this.trace = trace;
    this.settings = settings;
    this.nominalPerS = nominalPerS;
    const { first, end } = rowsWithin(trace, settings);
    this.first = first;
    this.end = end;
    this.atMs = settings.fromMs;
    this.ratePerS = nominalPerS;
    this.msPerMs = settings.timeScale;
    this.schedule();
  }

  advance(): void {
    this.n++;
    this.schedule();
  }

  setRate(ratePerS: number, nowMs: number): void {
    if (ratePerS === this.ratePerS) return;
    if (this.msPerMs < Infinity) this.atMs += (nowMs - this.sinceMs) / this.msPerMs;
    this.sinceMs = nowMs;
    this.pace(ratePerS);
    this.schedule();
  }

  ended(): void {}

  save(): SourceState {
    const { n, atMs, sinceMs, ratePerS } = this;
    return { kind: 'replay', n, atMs, sinceMs, ratePerS };
  }

  restore(state: SourceState): void {
    if (state.kind !== 'replay') throw foreignState(state, 'replay');
    this.n = state.n;
    this.atMs = state.atMs;
    this.sinceMs = state.sinceMs;
    this.pace(state.ratePerS);
    this.from = 0;
    this.to = 0;
    this.schedule();
  }

  private pace(ratePerS: number): void {
    const { timeScale } = this.settings;
    this.ratePerS = ratePerS;
    // The nominal rate gives back the very pace of the start.
    if (ratePerS === this.nominalPerS) this.msPerMs = timeScale;
    else this.msPerMs = ratePerS > 0 ? (timeScale * this.nominalPerS) / ratePerS : Infinity;
  }

  private schedule(): void {
    const row = this.first + this.n;
    if (row >= this.end || this.msPerMs === Infinity) this.nextMs = Infinity;
    else this.nextMs = this.sinceMs + Math.max(0, this.dueMs(row) - this.atMs) * this.msPerMs;
  }

  /** When a row is due by the trace's clock. */
  private dueMs(row: number): number {
    const { timeMs } = this.trace;
    const { spreadMs } = this.settings;
    const recordedMs = timeMs[row]!;
    if (spreadMs === 0) return recordedMs;
    if (row < this.from || row >= this.to) this.findGroup(row);
    const { from, to } = this;
    const spanMs = to < timeMs.length ? Math.min(spreadMs, timeMs[to]! - recordedMs) : spreadMs;
    return recordedMs + (spanMs * (row - from)) / (to - from);
  }

  private findGroup(row: number): void {
    const { timeMs } = this.trace;
    const recordedMs = timeMs[row]!;
    let from = row;
    let to = row + 1;
    while (from > 0 && timeMs[from - 1] === recordedMs) from--;
    while (to < timeMs.length && timeMs[to] === recordedMs) to++;
    this.from = from;
    this.to = to;
  }
}
