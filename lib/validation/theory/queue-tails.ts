/**
 * Share of servers that hold at least so many requests, looked at while a run goes on. The moments are those of a Poisson process of
 * their own, so no rhythm of the arrivals can hide in them, and a look sees the time average (Wolff, Operations Research 30(2), 1982).
 */
import { log } from '@/lib/base/math';
import { CounterStream, SUBSYSTEM } from '@/lib/base/random';
import type { Simulation } from '@/lib/sim/simulate';

/** Tails are counted up to so many requests on a server. */
const LONGEST = 1_024;

export class TailCounts {
  /** `counts[i]`: servers seen with exactly i requests, the last with as many or more. */
  private readonly counts = new Float64Array(LONGEST + 1);
  private seen = 0;
  private readonly chance: CounterStream;
  private readonly meanGapMs: number;
  /** When to look next. */
  nextMs: number;

  constructor(seed: number, fromMs: number, meanGapMs: number) {
    this.chance = new CounterStream(seed).aim(SUBSYSTEM.experiment, 0);
    this.meanGapMs = meanGapMs;
    this.nextMs = fromMs;
    this.draw();
  }

  look(simulation: Simulation, nodes: number): void {
    for (let node = 0; node < nodes; node++) this.counts[Math.min(simulation.loadOf(node), LONGEST)]!++;
    this.seen += nodes;
    this.draw();
  }

  /** NaN before the first look. */
  share(from: number): number {
    let below = 0;
    for (let i = 0; i < from && i <= LONGEST; i++) below += this.counts[i]!;
    return 1 - below / this.seen;
  }

  private draw(): void {
    this.nextMs -= log(1 - this.chance.nextUnit()) * this.meanGapMs;
  }
}
