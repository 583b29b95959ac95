/**
 * States of a run on an even grid of simulated time, and more often where much happens, so that seeking and explaining a past decision replay only a short stretch. A
 * large fleet's state takes megabytes and a flooded one's a hundred: when all together grow beyond `MOST_BYTES`, every other one goes and the
 * spaces become twice as wide. Which are kept changes how long a replay takes and nothing else.
 */
import type { Simulation } from '@/lib/sim/simulate';
import type { SimulationState } from '@/lib/sim/state';

/** On the grid that a run starts with. */
const CHECKPOINTS = 40;
const MOST_BYTES = 128_000_000;
/** Between two states at first, at most: a replay of so many takes some 60 ms, and saving a state for them 3 ms. */
const MOST_EVENTS = 30_000;

interface Checkpoint {
  readonly timeMs: number;
  readonly decisions: number;
  readonly arrived: number;
  readonly events: number;
  readonly bytes: number;
  readonly state: SimulationState;
}

export class Checkpoints {
  private readonly durationMs: number;
  private readonly mostBytes: number;
  private readonly mostEvents: number;
  private list: Checkpoint[] = [];
  private everyMs = 0;
  private everyEvents = 0;

  constructor(durationMs: number, mostBytes = MOST_BYTES, mostEvents = MOST_EVENTS) {
    this.durationMs = durationMs;
    this.mostBytes = mostBytes;
    this.mostEvents = mostEvents;
    this.clear();
  }

  get size(): number {
    return this.list.length;
  }

  /** The next instant of the grid after `nowMs`. */
  nextMs(nowMs: number): number {
    const next = (Math.floor(nowMs / this.everyMs) + 1) * this.everyMs;
    // The quotient of an instant of the grid may be rounded down, which would give that very instant again.
    return next > nowMs ? next : next + this.everyMs;
  }

  /** Keeps the simulation's state unless one that is near enough, or later, is kept. To be called between slices of the run: O(1) when not. */
  keep(sim: Simulation): void {
    const last = this.list.at(-1);
    if (sim.finished) return;
    if (last !== undefined && sim.nowMs - last.timeMs < this.everyMs && sim.events - last.events < this.everyEvents) return;
    const state = sim.save();
    this.list.push({
      timeMs: sim.nowMs,
      decisions: sim.decisions,
      arrived: sim.arrived,
      events: sim.events,
      bytes: bytesOf(state),
      state,
    });
    if (this.list.reduce((sum, { bytes }) => sum + bytes, 0) <= this.mostBytes) return;
    this.list = this.list.filter((_, i) => i % 2 === 1);
    this.everyMs *= 2;
    this.everyEvents *= 2;
  }

  /** The latest state at or before a time; undefined when a replay has to begin at the start. */
  atOrBefore(timeMs: number): SimulationState | undefined {
    return this.list.filter((one) => one.timeMs <= timeMs).at(-1)?.state;
  }

  /** The latest state in which decision `index` is still to be made. */
  beforeDecision(index: number): SimulationState | undefined {
    return this.list.filter((one) => one.decisions <= index).at(-1)?.state;
  }

  /** The latest state in which the request with this number in order of arrival is still to come. */
  beforeRequest(request: number): SimulationState | undefined {
    return this.list.filter((one) => one.arrived <= request).at(-1)?.state;
  }

  clear(): void {
    this.list = [];
    this.everyMs = this.durationMs / CHECKPOINTS;
    this.everyEvents = this.mostEvents;
  }
}

/** About how much memory a state takes. Entries of long lists are shared with the run and count as references. */
function bytesOf(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 8;
  if (ArrayBuffer.isView(value)) return value.byteLength;
  if (Array.isArray(value) && value.length > 1_000) return 8 * value.length;
  return Object.values(value).reduce((sum: number, one) => sum + bytesOf(one), 0);
}
