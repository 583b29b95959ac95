/**
 * What latency a node's recent answers suggest at a given load: the median of the last 5 latencies at about that load, else at the
 * nearest load that it has any of, the lower one of two. Loads are told apart by steps that grow with them, so what a busy time has
 * taught is not forgotten in a quiet one; without that a fast node is flooded again and again. The paper keeps the load that a request
 * found on arrival; here it is the load left at its end, which needs no record of every request under way. Medians are found when an answer
 * comes in, which is once for several times that they are asked for. Bounded, plain data. O(1).
 */
import type { DeploymentIndex } from '@/lib/fleet/ids';

const KEPT = 5;
/** The highest load of each step but the last: one by one, then by half octaves. */
const STEPS = Float64Array.of(0, 1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64, 96, 128);
const STEP_COUNT = STEPS.length + 1;
/** Loads up to the last bound, and their steps. */
const FINE = 128;
const STEP_OF = Uint8Array.from({ length: FINE + 1 }, (_, load) => STEPS.findIndex((most) => load <= most));

export class LatenciesByLoad {
  /** Cells are step by step, in each by deployment: most loads of a time are of a few steps, so what is looked at lies close together. */
  private room = 0;
  /** By cell, KEPT latencies each in ms, written in a circle. */
  private samples = new Float64Array(0);
  /** By cell: how many were ever added. */
  private counts = new Uint32Array(0);
  /** By cell, in ms. */
  private medians = new Float64Array(0);
  /** By deployment: the bit of each step that has any. */
  private steps = new Uint16Array(0);
  private readonly sorted = new Float64Array(KEPT);

  add(deployment: DeploymentIndex, load: number, latencyMs: number): void {
    this.fit(deployment + 1);
    this.addTo(deployment, stepOf(load), latencyMs);
  }

  /** In ms; 0 for a deployment that nothing is known of, so that it is tried. */
  at(deployment: DeploymentIndex, load: number): number {
    const steps = this.steps[deployment] ?? 0;
    if (steps === 0) return 0;
    const step = stepOf(load);
    const below = steps & ((2 << step) - 1);
    const above = steps >>> (step + 1);
    // The highest bit of those below, the lowest of those above.
    const lower = 31 - Math.clz32(below);
    const higher = step + 32 - Math.clz32(above & -above);
    const nearest = above === 0 || (below !== 0 && step - lower <= higher - step) ? lower : higher;
    return this.medians[nearest * this.room + deployment]!;
  }

  /** Of each deployment and step that has any: which it is, how many were ever added, and the ones kept, oldest first. */
  save(): number[] {
    const state: number[] = [];
    for (let deployment = 0; deployment < this.room; deployment++) {
      for (let step = 0; step < STEP_COUNT; step++) {
        const cell = step * this.room + deployment;
        const count = this.counts[cell]!;
        if (count === 0) continue;
        state.push(STEP_COUNT * deployment + step, count);
        for (let i = Math.max(count - KEPT, 0); i < count; i++) state.push(this.samples[KEPT * cell + (i % KEPT)]!);
      }
    }
    return state;
  }

  restore(state: readonly number[]): void {
    this.counts.fill(0);
    this.steps.fill(0);
    for (let i = 0; i < state.length;) {
      const at = state[i++]!;
      const count = state[i++]!;
      const deployment = Math.floor(at / STEP_COUNT);
      this.fit(deployment + 1);
      const step = at % STEP_COUNT;
      const cell = step * this.room + deployment;
      this.counts[cell] = Math.max(count - KEPT, 0);
      while (this.counts[cell] < count) this.addTo(deployment, step, state[i++]!);
    }
  }

  private addTo(deployment: DeploymentIndex, step: number, latencyMs: number): void {
    const cell = step * this.room + deployment;
    this.samples[KEPT * cell + (this.counts[cell]! % KEPT)] = latencyMs;
    this.counts[cell]!++;
    this.medians[cell] = this.median(cell);
    this.steps[deployment]! |= 1 << step;
  }

  /** The lower one of two in the middle. */
  private median(cell: number): number {
    const { sorted } = this;
    const found = Math.min(this.counts[cell]!, KEPT);
    for (let i = 0; i < found; i++) {
      const latency = this.samples[KEPT * cell + i]!;
      let place = i;
      for (; place > 0 && sorted[place - 1]! > latency; place--) sorted[place] = sorted[place - 1]!;
      sorted[place] = latency;
    }
    return sorted[(found - 1) >> 1]!;
  }

  private fit(deployments: number): void {
    if (deployments <= this.room) return;
    const room = 2 * deployments;
    this.samples = widened(this.samples, KEPT * this.room, KEPT * room);
    const counts = new Uint32Array(STEP_COUNT * room);
    for (let step = 0; step < STEP_COUNT; step++)
      counts.set(this.counts.subarray(step * this.room, (step + 1) * this.room), step * room);
    this.counts = counts;
    this.medians = widened(this.medians, this.room, room);
    const steps = new Uint16Array(room);
    steps.set(this.steps);
    this.steps = steps;
    this.room = room;
  }
}

/** The same rows, one for each step, with more room in each. */
function widened(rows: Float64Array, length: number, longer: number): Float64Array<ArrayBuffer> {
  const wider = new Float64Array(STEP_COUNT * longer);
  for (let step = 0; step < STEP_COUNT; step++) wider.set(rows.subarray(step * length, (step + 1) * length), step * longer);
  return wider;
}

function stepOf(load: number): number {
  return load <= FINE ? STEP_OF[load]! : STEP_COUNT - 1;
}
