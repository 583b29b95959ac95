/** How long each node was down, from the warm-up on: the other half of its availability. */

export interface DownMeterState {
  readonly downMs: Float64Array;
  readonly sinceMs: Float64Array;
}

export class DownMeter {
  /** Ms down since the warm-up, as far as they are over. */
  private readonly downMs: Float64Array;
  /** When the node went down, not before the warm-up; NaN while it is up. */
  private readonly sinceMs: Float64Array;
  private readonly warmUpMs: number;

  constructor(nodes: number, warmUpMs: number) {
    this.downMs = new Float64Array(nodes);
    this.sinceMs = new Float64Array(nodes).fill(NaN);
    this.warmUpMs = warmUpMs;
  }

  /** To be called whenever a node may have gone down (1) or come up (0); saying what already holds changes nothing. */
  set(node: number, down: number, nowMs: number): void {
    const since = this.sinceMs[node]!;
    const was = since === since;
    if (was === (down === 1)) return;
    if (was) this.downMs[node]! += Math.max(0, nowMs - since);
    this.sinceMs[node] = was ? NaN : Math.max(this.warmUpMs, nowMs);
  }

  /** Ms down from the warm-up to now. */
  at(node: number, nowMs: number): number {
    const since = this.sinceMs[node]!;
    return this.downMs[node]! + (since === since ? Math.max(0, nowMs - since) : 0);
  }

  save(): DownMeterState {
    return { downMs: this.downMs.slice(), sinceMs: this.sinceMs.slice() };
  }

  restore(state: DownMeterState): void {
    this.downMs.set(state.downMs);
    this.sinceMs.set(state.sinceMs);
  }
}
