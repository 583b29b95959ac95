/**
 * What latency a node's recent answers suggest at a given load: the median of the last 5 latencies at about that load, else at the
 * nearest load that it has any of, the lower one of two. Loads are told apart by steps that grow with them, so what a busy time has
 * taught is not forgotten in a quiet one; without that a fast node is flooded again and again. The paper keeps the load that a request
 * found on arrival; here it is the load left at its end, which needs no record of every request under way. Bounded, plain data. O(1).
 */
import type { DeploymentIndex } from '@/lib/fleet/ids';

const KEPT = 5;
/** The highest load of each step but the last: one by one, then by half octaves. */
const STEPS = Float64Array.of(0, 1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64, 96, 128);
const STEP_COUNT = STEPS.length + 1;

export class LatenciesByLoad {
  /** By deployment and step, KEPT latencies each in ms, written in a circle. */
  private samples = new Float64Array(0);
  /** By deployment and step: how many were ever added. */
  private counts = new Float64Array(0);
  private known = 0;
  private readonly sorted = new Float64Array(KEPT);

  add(deployment: DeploymentIndex, load: number, latencyMs: number): void {
    this.fit(deployment + 1);
    this.addTo(STEP_COUNT * deployment + stepOf(load), latencyMs);
  }

  /** In ms; 0 for a deployment that nothing is known of, so that it is tried. */
  at(deployment: DeploymentIndex, load: number): number {
    if (deployment >= this.known) return 0;
    const step = stepOf(load);
    for (let away = 0; away < STEP_COUNT; away++) {
      if (step - away >= 0 && this.counts[STEP_COUNT * deployment + step - away]! > 0)
        return this.median(STEP_COUNT * deployment + step - away);
      if (step + away < STEP_COUNT && this.counts[STEP_COUNT * deployment + step + away]! > 0)
        return this.median(STEP_COUNT * deployment + step + away);
    }
    return 0;
  }

  /** Of each deployment and step that has any: which it is, how many were ever added, and the ones kept, oldest first. */
  save(): number[] {
    const state: number[] = [];
    for (let at = 0; at < STEP_COUNT * this.known; at++) {
      const count = this.counts[at]!;
      if (count === 0) continue;
      state.push(at, count);
      for (let i = Math.max(count - KEPT, 0); i < count; i++) state.push(this.samples[KEPT * at + (i % KEPT)]!);
    }
    return state;
  }

  restore(state: readonly number[]): void {
    this.counts.fill(0);
    this.known = 0;
    for (let i = 0; i < state.length;) {
      const at = state[i++]!;
      const count = state[i++]!;
      this.fit(Math.floor(at / STEP_COUNT) + 1);
      this.counts[at] = Math.max(count - KEPT, 0);
      while (this.counts[at] < count) this.addTo(at, state[i++]!);
    }
  }

  private addTo(at: number, latencyMs: number): void {
    this.samples[KEPT * at + (this.counts[at]! % KEPT)] = latencyMs;
    this.counts[at]!++;
  }

  /** The lower one of two in the middle. */
  private median(at: number): number {
    const { sorted } = this;
    const found = Math.min(this.counts[at]!, KEPT);
    for (let i = 0; i < found; i++) {
      const latency = this.samples[KEPT * at + i]!;
      let place = i;
      for (; place > 0 && sorted[place - 1]! > latency; place--) sorted[place] = sorted[place - 1]!;
      sorted[place] = latency;
    }
    return sorted[(found - 1) >> 1]!;
  }

  private fit(deployments: number): void {
    if (deployments <= this.known) return;
    this.known = deployments;
    if (this.counts.length >= STEP_COUNT * deployments) return;
    const counts = new Float64Array(2 * STEP_COUNT * deployments);
    counts.set(this.counts);
    this.counts = counts;
    const samples = new Float64Array(KEPT * counts.length);
    samples.set(this.samples);
    this.samples = samples;
  }
}

function stepOf(load: number): number {
  let step = 0;
  while (step < STEPS.length && load > STEPS[step]!) step++;
  return step;
}
