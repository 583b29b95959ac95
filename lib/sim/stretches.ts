/**
 * Latencies of the measured part of a run in at most 32 equal stretches of whole bins: what intervals of its quantiles are made of. A bin is
 * added when it closes, so a request costs nothing here.
 */
import { Sketch, type SketchState } from '@/lib/base/sketch';
import type { Grid } from '@/lib/report/grid';
import type { Stretch } from '@/lib/report/steady-state';

const MOST = 32;

export class Stretches {
  /** The first bin that begins at or after the warm-up, and the first that the run does not fill. */
  readonly firstBin: number;
  readonly endBin: number;
  private readonly binMs: number;
  private readonly binsEach: number;
  private readonly sketches: Sketch[] = [];

  constructor({ binMs }: Grid, warmUpMs: number, durationMs: number) {
    this.binMs = binMs;
    this.firstBin = Math.ceil(warmUpMs / binMs);
    this.endBin = Math.floor(durationMs / binMs);
    this.binsEach = Math.max(1, Math.ceil((this.endBin - this.firstBin) / MOST));
  }

  closed(bin: number, sketch: Sketch): void {
    if (bin < this.firstBin || bin >= this.endBin) return;
    (this.sketches[Math.floor((bin - this.firstBin) / this.binsEach)] ??= new Sketch()).merge(sketch);
  }

  /** Those whose bins are all closed; `bin` is the one that is being filled. */
  whole(bin: number): Stretch[] {
    const count = Math.floor((Math.min(bin, this.endBin) - this.firstBin) / this.binsEach);
    return this.sketches
      .slice(0, Math.max(0, count))
      .map((sketch, i) => ({ startMs: (this.firstBin + i * this.binsEach) * this.binMs, sketch }));
  }

  save(): readonly SketchState[] {
    return this.sketches.map((sketch) => sketch.save());
  }

  restore(state: readonly SketchState[]): void {
    this.sketches.length = 0;
    for (const one of state) {
      const sketch = new Sketch();
      sketch.restore(one);
      this.sketches.push(sketch);
    }
  }
}
