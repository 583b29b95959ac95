/**
 * A long line of observations as a bounded number of batch means, in order: batches of 5 at first; whenever there are `MOST`, neighbours are
 * put together and batches are twice as large from then on. So a line of any length takes the same memory, and its batches are of one size.
 */

/** Observations of a batch at first: what MSER-5 is named after. */
const FIRST_SIZE = 5;
/** Even. At least half of it once the line is long. */
const MOST = 1_024;

export interface BatchLineState {
  readonly size: number;
  readonly sums: Float64Array;
  readonly endsMs: Float64Array;
  readonly openSum: number;
  readonly openCount: number;
}

export class BatchLine {
  /** Observations of each whole batch, and how many batches there are. */
  size = FIRST_SIZE;
  count = 0;
  private readonly sums = new Float64Array(MOST);
  /** When each batch got its last observation. */
  private readonly endsMs = new Float64Array(MOST);
  private openSum = 0;
  private openCount = 0;

  /** Times never fall. O(1) on average. */
  add(value: number, atMs: number): void {
    this.openSum += value;
    if (++this.openCount < this.size) return;
    if (this.count === MOST) {
      this.halve();
      return;
    }
    this.sums[this.count] = this.openSum;
    this.endsMs[this.count] = atMs;
    this.count++;
    this.openSum = 0;
    this.openCount = 0;
  }

  /** Means of the whole batches, in order. */
  means(): Float64Array {
    return this.sums.slice(0, this.count).map((sum) => sum / this.size);
  }

  /** When batch `i` got its last observation. */
  endMs(i: number): number {
    return this.endsMs[i]!;
  }

  save(): BatchLineState {
    const { size, count, openSum, openCount } = this;
    return { size, sums: this.sums.slice(0, count), endsMs: this.endsMs.slice(0, count), openSum, openCount };
  }

  restore(state: BatchLineState): void {
    this.size = state.size;
    this.count = state.sums.length;
    this.sums.set(state.sums);
    this.endsMs.set(state.endsMs);
    this.openSum = state.openSum;
    this.openCount = state.openCount;
  }

  /** Pairs become one; the open batch, full by the old size, is then half full. */
  private halve(): void {
    for (let i = 0; i < MOST / 2; i++) {
      this.sums[i] = this.sums[2 * i]! + this.sums[2 * i + 1]!;
      this.endsMs[i] = this.endsMs[2 * i + 1]!;
    }
    this.count = MOST / 2;
    this.size *= 2;
  }
}
