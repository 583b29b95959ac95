/**
 * What latency a node's recent answers suggest at a given load. Of each deployment's last 16 latencies, each kept with the load that its
 * answer left behind, the median of the 5 whose load is nearest, newer ones first among equals. The paper keeps the load that a
 * request found on arrival; the one left at its end is as often the same (levels are crossed up as often as down) and needs no record of
 * every request under way. Bounded, plain data. O(16).
 */
import type { DeploymentIndex } from '@/lib/fleet/ids';

const KEPT = 16;
const NEAREST = 5;

export class LatenciesByLoad {
  /** By deployment, KEPT pairs each, written in a circle: load, latency in ms. */
  private samples = new Float64Array(0);
  /** By deployment: how many were ever added. */
  private counts = new Float64Array(0);
  private known = 0;
  private readonly distances = new Float64Array(NEAREST);
  private readonly latencies = new Float64Array(NEAREST);

  add(deployment: DeploymentIndex, load: number, latencyMs: number): void {
    this.fit(deployment + 1);
    const at = 2 * (KEPT * deployment + (this.counts[deployment]! % KEPT));
    this.samples[at] = load;
    this.samples[at + 1] = latencyMs;
    this.counts[deployment]!++;
  }

  /** In ms; 0 for a deployment that nothing is known of, so that it is tried. */
  at(deployment: DeploymentIndex, load: number): number {
    const count = deployment < this.known ? this.counts[deployment]! : 0;
    let found = 0;
    for (let back = 1; back <= Math.min(count, KEPT); back++) {
      const at = 2 * (KEPT * deployment + ((count - back) % KEPT));
      const distance = Math.abs(this.samples[at]! - load);
      if (found === NEAREST && distance >= this.distances[NEAREST - 1]!) continue;
      let place = found < NEAREST ? found++ : NEAREST - 1;
      for (; place > 0 && this.distances[place - 1]! > distance; place--) {
        this.distances[place] = this.distances[place - 1]!;
        this.latencies[place] = this.latencies[place - 1]!;
      }
      this.distances[place] = distance;
      this.latencies[place] = this.samples[at + 1]!;
    }
    return found === 0 ? 0 : this.median(found);
  }

  /** By deployment: how many were ever added, then the ones kept, oldest first. */
  save(): number[] {
    const state: number[] = [];
    for (let deployment = 0; deployment < this.known; deployment++) {
      const count = this.counts[deployment]!;
      state.push(count);
      for (let i = Math.max(count - KEPT, 0); i < count; i++) {
        const at = 2 * (KEPT * deployment + (i % KEPT));
        state.push(this.samples[at]!, this.samples[at + 1]!);
      }
    }
    return state;
  }

  restore(state: readonly number[]): void {
    this.counts.fill(0);
    this.known = 0;
    let at = 0;
    for (let deployment = 0; at < state.length; deployment++) {
      const count = state[at++]!;
      this.fit(deployment + 1);
      this.counts[deployment] = Math.max(count - KEPT, 0);
      while (this.counts[deployment]! < count) {
        this.add(deployment, state[at]!, state[at + 1]!);
        at += 2;
      }
    }
  }

  /** Of the first `found` latencies; the lower one of two in the middle. Sorts them. */
  private median(found: number): number {
    const { latencies } = this;
    for (let i = 1; i < found; i++) {
      const latency = latencies[i]!;
      let place = i;
      for (; place > 0 && latencies[place - 1]! > latency; place--) latencies[place] = latencies[place - 1]!;
      latencies[place] = latency;
    }
    return latencies[(found - 1) >> 1]!;
  }

  private fit(deployments: number): void {
    if (deployments <= this.known) return;
    this.known = deployments;
    if (this.counts.length >= deployments) return;
    const counts = new Float64Array(2 * deployments);
    counts.set(this.counts);
    this.counts = counts;
    const samples = new Float64Array(4 * KEPT * deployments);
    samples.set(this.samples);
    this.samples = samples;
  }
}
