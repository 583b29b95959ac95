/**
 * The columns over time, one bin after the other. Percentiles of a bin, of the run and of each class, look back over a window of whole bins: the
 * window's sketch gains the bin that closes and loses the one that falls out, so nothing is ever sorted.
 */
import { Sketch, type SketchState } from '@/lib/base/sketch';
import type { Grid } from '@/lib/report/grid';
import type { ClassPercentiles, Series } from '@/lib/report/series';
import type { LatencySummary } from '@/lib/report/summary';
import { summaryOf } from '@/lib/report/summary';
import type { AnswerBins, Stretch } from '@/lib/report/steady-state';

import type { Stretches } from './stretches';
import type { Totals } from './totals';
import type { Tracks } from './tracks';

const COLUMNS = [
  'offered',
  'completed',
  'lost',
  'attempts',
  'errors',
  'rejected',
  'unreachable',
  'timedOut',
  'p50Ms',
  'p95Ms',
  'p99Ms',
  'windowCount',
  'inFlight',
] as const;
type ColumnName = (typeof COLUMNS)[number];
const PERCENTILES = [0.5, 0.95, 0.99] as const;

const CLASS_COLUMNS = ['p50Ms', 'p95Ms', 'p99Ms', 'windowCount'] as const satisfies (keyof ClassPercentiles)[];

/** A bin of the ring: latencies of its answers per class, and sums over all. */
interface Slot {
  readonly sketches: readonly Sketch[];
  readonly sums: Float64Array;
}

export interface SeriesState {
  readonly bin: number;
  readonly columns: readonly Float64Array[];
  readonly regions: readonly Float64Array[];
  readonly classes: readonly Float64Array[];
  readonly ring: readonly { readonly sketches: readonly SketchState[]; readonly sums: Float64Array }[];
  readonly stretches: readonly SketchState[];
  readonly seenWithin: number;
}

/** Sums of one bin of the ring: ended, answered within the first SLO, latency of the answered, largest latency. */
const SUM = { ended: 0, within: 1, latency: 2, max: 3 } as const;

export class SeriesRecorder {
  /** When the bin that is being filled ends; Infinity after the last. */
  binEndMs: number;
  private bin = 0;
  private readonly grid: Grid;
  private readonly stretches: Stretches;
  private readonly columns: Record<ColumnName, Float64Array>;
  private readonly regions: readonly Float64Array[];
  /** The bins of the window and the one that is being filled: bin `b` is at `b % ring.length`. */
  private readonly ring: readonly Slot[];
  /** The last bins that closed, as many as make a window: of all, and per class. The two are one where there is but one class. */
  private readonly window = new Sketch();
  private readonly windows: readonly Sketch[];
  private readonly classes: readonly ClassPercentiles[];
  private readonly answers = new Float64Array(PERCENTILES.length);
  /** Answers within the first SLO before the open bin. */
  private seenWithin = 0;
  private here: Slot;

  constructor(grid: Grid, regionCount: number, classCount: number, stretches: Stretches) {
    this.grid = grid;
    this.stretches = stretches;
    this.binEndMs = grid.binMs;
    this.columns = Object.fromEntries(COLUMNS.map((name) => [name, new Float64Array(grid.bins)])) as Record<
      ColumnName,
      Float64Array
    >;
    this.regions = Array.from({ length: regionCount }, () => new Float64Array(grid.bins));
    this.ring = Array.from({ length: Math.ceil(grid.windowMs / grid.binMs) + 1 }, () => ({
      sketches: Array.from({ length: classCount }, () => new Sketch()),
      sums: new Float64Array(4),
    }));
    this.windows = classCount === 1 ? [this.window] : Array.from({ length: classCount }, () => new Sketch());
    const column = (): Float64Array => new Float64Array(grid.bins);
    this.classes =
      classCount === 1
        ? [this.columns]
        : this.windows.map(() => ({ p50Ms: column(), p95Ms: column(), p99Ms: column(), windowCount: column() }));
    this.here = this.ring[0]!;
  }

  /** What percentiles look back over. */
  get windowMs(): number {
    return this.grid.windowMs;
  }

  /** The bin that is being filled; beyond the last once the run is over. */
  get openBin(): number {
    return this.bin;
  }

  /** An attempt ended badly. */
  failed(kind: 'errors' | 'rejected' | 'unreachable' | 'timedOut'): void {
    this.columns[kind][this.bin]!++;
  }
  /** A request of a class was answered. */
  answered(classIndex: number, latencyMs: number): void {
    const { sketches, sums } = this.here;
    sketches[classIndex]!.add(latencyMs);
    if (latencyMs > sums[SUM.max]!) sums[SUM.max] = latencyMs;
  }

  /**
   * Closes every bin that ends at or before `timeMs`, with the counts that `tracks` has gathered. The last bin of a run stays open until
   * `finish`.
   */
  closeUntil(timeMs: number, inFlight: number, tracks: Tracks, totals: Totals): void {
    while (timeMs >= this.binEndMs && this.bin < this.grid.bins - 1) {
      this.closeBin(inFlight, tracks, totals);
      this.here = this.slot(this.bin);
    }
    if (this.bin === this.grid.bins - 1) this.binEndMs = Infinity;
  }

  /** The run is over: the last bin closes, cut by the run's end. */
  finish(inFlight: number, tracks: Tracks, totals: Totals): void {
    if (this.bin === this.grid.bins - 1) this.closeBin(inFlight, tracks, totals);
  }

  /** The finished bins from `from` on. */
  series(from = 0): Series {
    const list = (column: Float64Array): number[] => Array.from(column.subarray(Math.min(from, this.bin), this.bin));
    const c = this.columns;
    return {
      binMs: this.grid.binMs,
      windowMs: this.grid.windowMs,
      offered: list(c.offered),
      completed: list(c.completed),
      lost: list(c.lost),
      attempts: list(c.attempts),
      errors: list(c.errors),
      rejected: list(c.rejected),
      unreachable: list(c.unreachable),
      timedOut: list(c.timedOut),
      p50Ms: list(c.p50Ms),
      p95Ms: list(c.p95Ms),
      p99Ms: list(c.p99Ms),
      windowCount: list(c.windowCount),
      inFlight: list(c.inFlight),
      regionAttempts: this.regions.map(list),
    };
  }

  /** Of the finished bins. */
  percentilesOf(classIndex: number): ClassPercentiles {
    const { p50Ms, p95Ms, p99Ms, windowCount } = this.classes[classIndex]!;
    const done = (column: Float64Array): Float64Array => column.slice(0, this.bin);
    return { p50Ms: done(p50Ms), p95Ms: done(p95Ms), p99Ms: done(p99Ms), windowCount: done(windowCount) };
  }

  /** Of what the run's steady state is told from: answers in the whole bins after the warm-up, and their latencies by stretches. */
  settled(): { readonly bins: AnswerBins; readonly stretches: readonly Stretch[] } {
    const { firstBin, endBin } = this.stretches;
    const { binMs } = this.grid;
    const answers = Array.from(this.columns.completed.subarray(firstBin, Math.max(firstBin, Math.min(endBin, this.bin))));
    return { bins: { binMs, firstMs: firstBin * binMs, answers }, stretches: this.stretches.whole(this.bin) };
  }

  /** Of the trailing window: its finished bins, so that it says the same as the last of the series. */
  recent(): { readonly latency: LatencySummary; readonly withinFirstSlo: number | null; readonly success: number | null } {
    const open = this.slot(this.bin);
    let [ended, within, latencyMs, maxMs] = [0, 0, 0, 0];
    for (const bin of this.ring) {
      if (bin === open) continue;
      ended += bin.sums[SUM.ended]!;
      within += bin.sums[SUM.within]!;
      latencyMs += bin.sums[SUM.latency]!;
      maxMs = Math.max(maxMs, bin.sums[SUM.max]!);
    }
    return {
      latency: summaryOf(this.window, latencyMs, maxMs),
      withinFirstSlo: ended === 0 ? null : within / ended,
      success: ended === 0 ? null : this.window.count / ended,
    };
  }

  save(): SeriesState {
    return {
      bin: this.bin,
      columns: COLUMNS.map((name) => this.columns[name].slice(0, this.bin + 1)),
      regions: this.regions.map((column) => column.slice(0, this.bin + 1)),
      classes: this.ownColumns().map((column) => column.slice(0, this.bin + 1)),
      ring: this.ring.map(({ sketches, sums }) => ({ sketches: sketches.map((one) => one.save()), sums: sums.slice() })),
      stretches: this.stretches.save(),
      seenWithin: this.seenWithin,
    };
  }

  restore(state: SeriesState): void {
    this.bin = state.bin;
    this.binEndMs = state.bin >= this.grid.bins - 1 ? Infinity : (state.bin + 1) * this.grid.binMs;
    COLUMNS.forEach((name, i) => this.columns[name].fill(0).set(state.columns[i]!));
    this.regions.forEach((column, i) => column.fill(0).set(state.regions[i]!));
    this.ownColumns().forEach((column, i) => column.fill(0).set(state.classes[i]!));
    this.stretches.restore(state.stretches);
    this.seenWithin = state.seenWithin;
    this.window.clear();
    for (const window of this.windows) window.clear();
    this.ring.forEach((bin, i) => {
      bin.sketches.forEach((sketch, c) => sketch.restore(state.ring[i]!.sketches[c]!));
      bin.sums.set(state.ring[i]!.sums);
    });
    this.here = this.slot(this.bin);
    for (const bin of this.ring) if (bin !== this.here) this.enter(bin);
  }

  /** Those of the classes that are not the run's. */
  private ownColumns(): Float64Array[] {
    return this.windows.length === 1 ? [] : this.classes.flatMap((columns) => CLASS_COLUMNS.map((name) => columns[name]));
  }

  private slot(bin: number): Slot {
    return this.ring[bin % this.ring.length]!;
  }

  /** The slot's old bin falls out of the window, and the slot is empty. */
  private drop({ sketches, sums }: Slot): void {
    sketches.forEach((sketch, c) => {
      this.window.subtract(sketch);
      if (sketches.length > 1) this.windows[c]!.subtract(sketch);
      sketch.clear();
    });
    sums.fill(0);
  }

  /** The slot's bin comes into the window. */
  private enter({ sketches }: Slot): void {
    sketches.forEach((sketch, c) => {
      this.window.merge(sketch);
      if (sketches.length > 1) this.windows[c]!.merge(sketch);
    });
  }

  private writePercentiles(window: Sketch, into: ClassPercentiles): void {
    const { bin, answers } = this;
    window.quantiles(PERCENTILES, answers);
    into.p50Ms[bin] = answers[0]!;
    into.p95Ms[bin] = answers[1]!;
    into.p99Ms[bin] = answers[2]!;
    into.windowCount[bin] = window.count;
  }

  private closeBin(inFlight: number, tracks: Tracks, totals: Totals): void {
    const { bin, columns } = this;
    const { sums } = this.here;
    columns.offered[bin] = tracks.ofClasses('offered', bin);
    columns.completed[bin] = tracks.ofClasses('completed', bin);
    columns.lost[bin] = tracks.ofClasses('lost', bin);
    tracks.addAttempts(bin, this.regions);
    columns.attempts[bin] = this.regions.reduce((sum, region) => sum + region[bin]!, 0);
    const within = totals.sumWithinFirst();
    sums[SUM.ended] = columns.completed[bin] + columns.lost[bin];
    sums[SUM.within] = within - this.seenWithin;
    sums[SUM.latency] = tracks.ofClasses('latencySumMs', bin);
    this.seenWithin = within;
    this.drop(this.slot(this.bin + 1));
    this.enter(this.here);
    for (const sketch of this.here.sketches) this.stretches.closed(this.bin, sketch);
    this.writePercentiles(this.window, this.columns);
    if (this.windows.length > 1) this.windows.forEach((window, c) => this.writePercentiles(window, this.classes[c]!));
    this.columns.inFlight[this.bin] = inFlight;
    this.bin++;
    this.binEndMs += this.grid.binMs;
  }
}
