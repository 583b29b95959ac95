/**
 * Answers of probes, at most one of each deployment, in two orders: by age, and by hot and cold. An answer is hot when its load is above
 * a threshold. Cold goes before hot, the lower latency first among the cold and the lower load first among the hot; then the other
 * of the two, then registration. So the first of the order is what Prequal picks and the last what it calls worst. Both orders are
 * kept, because a pick reads a few of the first while an answer comes in, is used or goes a few times for each pick; a threshold that
 * moves, which is rare, sorts anew. An answer keeps its slot. O(answers) at most to add, use and drop; a few moves of small integers.
 */
import type { DeploymentIndex } from '@/lib/fleet/ids';

/** Numbers of an answer in saved state. */
const FIELDS = 5;

export class Probes {
  size = 0;
  /** By slot. */
  readonly deployment: Int32Array;
  /** Requests in flight that the probe found, and one more for each use since. */
  readonly load: Float64Array;
  readonly latencyMs: Float64Array;
  readonly atMs: Float64Array;
  /** Uses left, at least 1. */
  readonly uses: Int32Array;
  /** Slots of the answers, oldest first; then the free ones. */
  private readonly byAge: Int32Array;
  /** Slots of the answers, best first. */
  private readonly byRank: Int32Array;
  /** By deployment: the slot of its answer, or -1; short of room for those that never had one. */
  private slotOf = new Int16Array(0);
  private threshold = Infinity;

  constructor(most: number) {
    this.deployment = new Int32Array(most);
    this.load = new Float64Array(most);
    this.latencyMs = new Float64Array(most);
    this.atMs = new Float64Array(most);
    this.uses = new Int32Array(most);
    this.byAge = Int32Array.from({ length: most }, (_, slot) => slot);
    this.byRank = new Int32Array(most);
  }

  /** Adds the newest answer; an older one of the same deployment goes, else the oldest of all while there are `most` or more. */
  add(deployment: DeploymentIndex, load: number, latencyMs: number, atMs: number, uses: number, most: number): void {
    if (deployment >= this.slotOf.length) this.fit(deployment + 1);
    const older = this.slotOf[deployment]!;
    if (older !== -1) this.drop(older);
    while (this.size >= most) this.drop(this.byAge[0]!);
    const slot = this.byAge[this.size]!;
    this.slotOf[deployment] = slot;
    this.deployment[slot] = deployment;
    this.load[slot] = load;
    this.latencyMs[slot] = latencyMs;
    this.atMs[slot] = atMs;
    this.uses[slot] = uses;
    this.rise(slot, this.size++);
  }

  /** Counts a use, as one more in flight; the last one takes the answer away. */
  use(slot: number): void {
    this.load[slot]!++;
    if (--this.uses[slot]! === 0) return this.drop(slot);
    let rank = this.byRank.indexOf(slot);
    for (; rank + 1 < this.size && this.goesBefore(this.byRank[rank + 1]!, slot); rank++)
      this.byRank[rank] = this.byRank[rank + 1]!;
    this.byRank[rank] = slot;
  }

  drop(slot: number): void {
    const last = --this.size;
    this.slotOf[this.deployment[slot]!] = -1;
    let age = 0;
    while (this.byAge[age] !== slot) age++;
    for (; age < last; age++) this.byAge[age] = this.byAge[age + 1]!;
    this.byAge[last] = slot;
    let rank = 0;
    while (this.byRank[rank] !== slot) rank++;
    for (; rank < last; rank++) this.byRank[rank] = this.byRank[rank + 1]!;
  }

  /** Loads above the threshold are hot from now on. O(answers^2) where it differs from the last, else O(1). */
  heat(threshold: number): void {
    if (threshold === this.threshold) return;
    this.threshold = threshold;
    for (let rank = 1; rank < this.size; rank++) this.rise(this.byRank[rank]!, rank);
  }

  isHot(slot: number): boolean {
    return this.load[slot]! > this.threshold;
  }

  /** The slot at a place of the order by hot and cold. */
  ranked(rank: number): number {
    return this.byRank[rank]!;
  }

  /** -1 when there is none. */
  get worst(): number {
    return this.size === 0 ? -1 : this.byRank[this.size - 1]!;
  }

  /** The slot at a place of the order by age, oldest first. */
  aged(age: number): number {
    return this.byAge[age]!;
  }

  /** Oldest first. The threshold is not in it. */
  save(): number[] {
    const state: number[] = [];
    for (let age = 0; age < this.size; age++) {
      const slot = this.byAge[age]!;
      state.push(this.deployment[slot]!, this.load[slot]!, this.latencyMs[slot]!, this.atMs[slot]!, this.uses[slot]!);
    }
    return state;
  }

  restore(state: readonly number[]): void {
    this.size = 0;
    this.slotOf.fill(-1);
    for (let i = 0; i < state.length; i += FIELDS)
      this.add(state[i]!, state[i + 1]!, state[i + 2]!, state[i + 3]!, state[i + 4]!, this.deployment.length);
  }

  /** Puts a slot where it belongs among the ranks before `rank`, which are in order. */
  private rise(slot: number, rank: number): void {
    for (; rank > 0 && this.goesBefore(slot, this.byRank[rank - 1]!); rank--) this.byRank[rank] = this.byRank[rank - 1]!;
    this.byRank[rank] = slot;
  }

  private fit(deployments: number): void {
    const wider = new Int16Array(2 * deployments).fill(-1);
    wider.set(this.slotOf);
    this.slotOf = wider;
  }

  private goesBefore(a: number, b: number): boolean {
    const hot = this.load[a]! > this.threshold;
    if (hot !== this.load[b]! > this.threshold) return !hot;
    const byLoad = this.load[a]! - this.load[b]!;
    const byLatency = this.latencyMs[a]! - this.latencyMs[b]!;
    const first = hot ? byLoad : byLatency;
    if (first !== 0) return first < 0;
    const second = hot ? byLatency : byLoad;
    return second === 0 ? this.deployment[a]! < this.deployment[b]! : second < 0;
  }
}
