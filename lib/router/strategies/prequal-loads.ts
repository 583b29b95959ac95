/** The loads that the last 128 probes found, whatever became of them, and their quantiles. O(128) to add, O(1) to ask. */
const KEPT = 128;

export class RecentLoads {
  /** In a circle. */
  private readonly ring = new Float64Array(KEPT);
  private readonly sorted = new Float64Array(KEPT);
  private added = 0;

  add(load: number): void {
    const size = Math.min(this.added, KEPT);
    const at = this.added++ % KEPT;
    // The oldest gives its place in the order up; the others in between move over.
    let place = size === KEPT ? this.sorted.indexOf(this.ring[at]!) : size;
    this.ring[at] = load;
    const last = size === KEPT ? KEPT - 1 : size;
    for (; place > 0 && this.sorted[place - 1]! > load; place--) this.sorted[place] = this.sorted[place - 1]!;
    for (; place < last && this.sorted[place + 1]! < load; place++) this.sorted[place] = this.sorted[place + 1]!;
    this.sorted[place] = load;
  }

  /** The least load that at least this share of them does not exceed, the lowest of all for 0; Infinity for 1, or when there is none. */
  quantile(share: number): number {
    const size = Math.min(this.added, KEPT);
    if (share === 1 || size === 0) return Infinity;
    return this.sorted[Math.max(Math.ceil(share * size) - 1, 0)]!;
  }

  /** Oldest first. */
  save(): number[] {
    const state: number[] = [];
    for (let i = Math.max(this.added - KEPT, 0); i < this.added; i++) state.push(this.ring[i % KEPT]!);
    return state;
  }

  restore(state: readonly number[]): void {
    this.added = 0;
    for (const load of state) this.add(load);
  }
}
