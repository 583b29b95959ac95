/**
 * The loads that the last 128 probes found, whatever became of them, and their quantiles. Loads are a few different numbers, so each
 * is kept once, with how often it occurs. O(different ones) to add and to ask.
 */
const KEPT = 128;

export class RecentLoads {
  /** In a circle. */
  private readonly ring = new Float64Array(KEPT);
  private added = 0;
  /** The different ones, lowest first; one more than are kept, for the moment between coming and going. */
  private readonly loads = new Float64Array(KEPT + 1);
  private readonly times = new Int32Array(KEPT + 1);
  private different = 0;

  add(load: number): void {
    const at = this.added % KEPT;
    if (this.added >= KEPT) {
      const oldest = this.ring[at]!;
      this.ring[at] = load;
      this.added++;
      if (load === oldest) return;
      this.count(load);
      this.discount(oldest);
    } else {
      this.ring[at] = load;
      this.added++;
      this.count(load);
    }
  }

  /** The least load that at least this share of them does not exceed, the lowest of all for 0; Infinity for 1, or when there is none. */
  quantile(share: number): number {
    const size = Math.min(this.added, KEPT);
    if (share === 1 || size === 0) return Infinity;
    let left = Math.max(Math.ceil(share * size), 1);
    let i = 0;
    while ((left -= this.times[i]!) > 0) i++;
    return this.loads[i]!;
  }

  /** Oldest first. */
  save(): number[] {
    const state: number[] = [];
    for (let i = Math.max(this.added - KEPT, 0); i < this.added; i++) state.push(this.ring[i % KEPT]!);
    return state;
  }

  restore(state: readonly number[]): void {
    this.added = 0;
    this.different = 0;
    for (const load of state) this.add(load);
  }

  private count(load: number): void {
    const { loads, times } = this;
    let i = 0;
    while (i < this.different && loads[i]! < load) i++;
    if (i < this.different && loads[i] === load) {
      times[i]!++;
      return;
    }
    for (let j = this.different++; j > i; j--) {
      loads[j] = loads[j - 1]!;
      times[j] = times[j - 1]!;
    }
    loads[i] = load;
    times[i] = 1;
  }

  private discount(load: number): void {
    const { loads, times } = this;
    let i = 0;
    while (loads[i] !== load) i++;
    if (--times[i]! > 0) return;
    this.different--;
    for (; i < this.different; i++) {
      loads[i] = loads[i + 1]!;
      times[i] = times[i + 1]!;
    }
  }
}
