/**
 * Answers of probes, oldest first, at most one of each deployment, and their order by hot and cold: an answer is hot when its load is above
 * a threshold. Cold goes before hot, the lower latency first among the cold and the lower load first among the hot; then the other
 * of the two, then registration. So the first of the order is what Prequal picks and the last what it calls worst.
 */
import type { DeploymentIndex } from '@/lib/fleet/ids';

/** Numbers of an answer in saved state. */
const FIELDS = 5;

export class Probes {
  size = 0;
  readonly deployment: Int32Array;
  /** Requests in flight that the probe found, and one more for each use since. */
  readonly load: Float64Array;
  readonly latencyMs: Float64Array;
  readonly atMs: Float64Array;
  /** Uses left, at least 1. */
  readonly uses: Int32Array;

  constructor(most: number) {
    this.deployment = new Int32Array(most);
    this.load = new Float64Array(most);
    this.latencyMs = new Float64Array(most);
    this.atMs = new Float64Array(most);
    this.uses = new Int32Array(most);
  }

  /** Adds the newest answer; an older one of the same deployment goes, else the oldest of all while there are `most` or more. */
  add(deployment: DeploymentIndex, load: number, latencyMs: number, atMs: number, uses: number, most: number): void {
    for (let at = 0; at < this.size; at++) if (this.deployment[at] === deployment) this.drop(at);
    while (this.size >= most) this.drop(0);
    const at = this.size++;
    this.deployment[at] = deployment;
    this.load[at] = load;
    this.latencyMs[at] = latencyMs;
    this.atMs[at] = atMs;
    this.uses[at] = uses;
  }

  drop(at: number): void {
    this.size--;
    for (let i = at; i < this.size; i++) {
      this.deployment[i] = this.deployment[i + 1]!;
      this.load[i] = this.load[i + 1]!;
      this.latencyMs[i] = this.latencyMs[i + 1]!;
      this.atMs[i] = this.atMs[i + 1]!;
      this.uses[i] = this.uses[i + 1]!;
    }
  }

  /** Whether one answer goes before another; never both ways. */
  goesBefore(a: number, b: number, threshold: number): boolean {
    const hot = this.load[a]! > threshold;
    if (hot !== this.load[b]! > threshold) return !hot;
    const byLoad = this.load[a]! - this.load[b]!;
    const byLatency = this.latencyMs[a]! - this.latencyMs[b]!;
    const first = hot ? byLoad : byLatency;
    const second = hot ? byLatency : byLoad;
    return (first || second || this.deployment[a]! - this.deployment[b]!) < 0;
  }

  /** -1 when there is none. */
  worst(threshold: number): number {
    let worst = this.size - 1;
    for (let at = 0; at < this.size; at++) if (this.goesBefore(worst, at, threshold)) worst = at;
    return worst;
  }

  save(): number[] {
    const state: number[] = [];
    for (let i = 0; i < this.size; i++)
      state.push(this.deployment[i]!, this.load[i]!, this.latencyMs[i]!, this.atMs[i]!, this.uses[i]!);
    return state;
  }

  restore(state: readonly number[]): void {
    this.size = 0;
    for (let i = 0; i < state.length; i += FIELDS)
      this.add(state[i]!, state[i + 1]!, state[i + 2]!, state[i + 3]!, state[i + 4]!, this.deployment.length);
  }
}
