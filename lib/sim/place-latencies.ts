/**
 * Latencies of answers per place: a sketch, the sum and the largest of each. What is added waits in a short line until it is full or somebody
 * reads: a run with a sketch for each of a hundred nodes finds few of their buckets in the processor's cache, and the misses of a line that is
 * worked off at once overlap, where one among the steps of an event holds that event up.
 */
import { Sketch, type SketchState } from '@/lib/base/sketch';

const LINE = 512;

export interface PlaceLatenciesState {
  readonly sketches: readonly SketchState[];
  readonly sums: Float64Array;
  readonly worst: Float64Array;
}

export class PlaceLatencies {
  private readonly sketches: readonly Sketch[];
  private readonly sums: Float64Array;
  private readonly worst: Float64Array;
  private readonly waitingMs = new Float64Array(LINE);
  private readonly waitingAt = new Int32Array(LINE);
  private waiting = 0;

  constructor(places: number) {
    this.sketches = Array.from({ length: places }, () => new Sketch());
    this.sums = new Float64Array(places);
    this.worst = new Float64Array(places);
  }

  /** `ms` is finite and not negative. O(1). */
  add(place: number, ms: number): void {
    const at = this.waiting++;
    this.waitingMs[at] = ms;
    this.waitingAt[at] = place;
    if (at === LINE - 1) this.settle();
  }

  /** Of some places together. */
  of(places: readonly number[]): { readonly sketch: Sketch; readonly sumMs: number; readonly worstMs: number } {
    this.settle();
    const sketch = new Sketch();
    let sumMs = 0;
    let worstMs = 0;
    for (const place of places) {
      sketch.merge(this.sketches[place]!);
      sumMs += this.sums[place]!;
      worstMs = Math.max(worstMs, this.worst[place]!);
    }
    return { sketch, sumMs, worstMs };
  }

  save(): PlaceLatenciesState {
    this.settle();
    return { sketches: this.sketches.map((sketch) => sketch.save()), sums: this.sums.slice(), worst: this.worst.slice() };
  }

  restore(state: PlaceLatenciesState): void {
    this.waiting = 0;
    this.sketches.forEach((sketch, i) => sketch.restore(state.sketches[i]!));
    this.sums.set(state.sums);
    this.worst.set(state.worst);
  }

  /** Works the line off, in its order. */
  private settle(): void {
    const { sketches, sums, worst, waitingMs, waitingAt, waiting } = this;
    for (let i = 0; i < waiting; i++) {
      const place = waitingAt[i]!;
      const ms = waitingMs[i]!;
      sketches[place]!.add(ms);
      sums[place]! += ms;
      if (ms > worst[place]!) worst[place] = ms;
    }
    this.waiting = 0;
  }
}
