/**
 * The last so many latencies of each node, and exact quantiles over them: the nearest rank, the smallest latency that at least the share
 * p of the window does not exceed. A latency is stored in 32 bits, which rounds it by at most 2^-24 of itself (0.06 us in a second).
 * What is not exact is the window as a sample of the node: the share below the answer is p give or take sqrt(p (1 - p) / n), so of 256
 * latencies the p50 lies between the true p47 and p53 in two windows of three, and the p99 between the p98.4 and the p99.6. A p99 of
 * fewer than 300 is hollow: it rests on its largest three or fewer.
 * A node's row is made when it first answers, so nodes that never do cost nothing. A store is O(1); a question is O(samples) expected.
 */
import type { NodeIndex } from '@/lib/fleet/ids';

/** Rows of all nodes that have answered, in the order in which they first did. Plain data. */
export interface LatencyWindowState {
  /** By node: 1 + its row; 0 without one. */
  readonly rows: Int32Array;
  /** By row: latencies heard; once the row is full, its size plus where in it the next one goes. */
  readonly heard: Int32Array;
  /** Row by row; the oldest of a full row is where the next one goes. */
  readonly latencies: Float32Array;
}

/** Quantiles of a window; null while it is empty. */
export interface LatencyQuantiles {
  readonly p50Ms: number | null;
  readonly p99Ms: number | null;
  /** Latencies that they are over. */
  readonly samples: number;
}

const NO_QUANTILES: LatencyQuantiles = { p50Ms: null, p99Ms: null, samples: 0 };

export class LatencyWindow {
  readonly samples: number;
  private rows = new Int32Array(0);
  private used = 0;
  private heard = new Int32Array(0);
  private latencies = new Float32Array(0);

  /** `samples` is the number of latencies kept of a node; at least 1. */
  constructor(samples: number) {
    this.samples = samples;
  }

  /** O(1); allocates when more nodes than ever before have answered. */
  add(node: NodeIndex, latencyMs: number): void {
    let row = node < this.rows.length ? this.rows[node]! - 1 : -1;
    if (row === -1) row = this.newRow(node);
    const { heard, samples } = this;
    const before = heard[row]!;
    this.latencies[row * samples + (before < samples ? before : before - samples)] = latencyMs;
    heard[row] = before + 1 === 2 * samples ? samples : before + 1;
  }

  /** Forgets a node's latencies. */
  clear(node: NodeIndex): void {
    const row = (this.rows[node] ?? 0) - 1;
    if (row !== -1) this.heard[row] = 0;
  }

  /** Latencies in a node's window. */
  count(node: NodeIndex): number {
    const row = (this.rows[node] ?? 0) - 1;
    return row === -1 ? 0 : Math.min(this.heard[row]!, this.samples);
  }

  /** Writes a node's latencies, in no promised order, to `into[at...]`; answers where they end. */
  copyTo(node: NodeIndex, into: Float32Array, at: number): number {
    const count = this.count(node);
    if (count === 0) return at;
    const from = (this.rows[node]! - 1) * this.samples;
    into.set(this.latencies.subarray(from, from + count), at);
    return at + count;
  }

  save(): LatencyWindowState {
    const { used, samples } = this;
    return {
      rows: this.rows.slice(),
      heard: this.heard.slice(0, used),
      latencies: this.latencies.slice(0, used * samples),
    };
  }

  restore(state: LatencyWindowState): void {
    this.rows = state.rows.slice();
    this.used = state.heard.length;
    this.heard = state.heard.slice();
    this.latencies = state.latencies.slice();
  }

  private newRow(node: NodeIndex): number {
    if (node >= this.rows.length) this.rows = widened(this.rows, new Int32Array(Math.max(node + 1, 2 * this.rows.length, 16)));
    if (this.used === this.heard.length) {
      const room = Math.max(2 * this.used, 4);
      this.heard = widened(this.heard, new Int32Array(room));
      this.latencies = widened(this.latencies, new Float32Array(room * this.samples));
    }
    this.rows[node] = this.used + 1;
    return this.used++;
  }
}

function widened<A extends Int32Array | Float32Array>(from: A, to: A): A {
  to.set(from);
  return to;
}

/** Where a question puts its latencies; no answer depends on what stood here. */
let scratch = new Float32Array(0);

/** Over all latencies that the windows hold of a node together: several routers' sight of it as one. O(latencies) expected. */
export function latencyQuantiles(windows: readonly LatencyWindow[], node: NodeIndex): LatencyQuantiles {
  let count = 0;
  for (const window of windows) count += window.count(node);
  if (count === 0) return NO_QUANTILES;
  if (scratch.length < count) scratch = new Float32Array(2 * count);
  let end = 0;
  for (const window of windows) end = window.copyTo(node, scratch, end);
  const median = nearestRank(0.5, count);
  const p50Ms = select(scratch, 0, count - 1, median);
  // Everything from the median on is at least the median, so the higher rank is looked for there alone.
  return { p50Ms, p99Ms: select(scratch, median, count - 1, nearestRank(0.99, count)), samples: count };
}

/** Place from 0 of the quantile among `count` in ascending order. */
function nearestRank(p: number, count: number): number {
  return Math.max(0, Math.ceil(p * count) - 1);
}

/**
 * The value that `list[from..to]` would have at `rank` if it were sorted; moves values until it stands there, with nothing greater before it
 * and nothing less after. Source: Hoare, Algorithm 65: Find, CACM 4(7), 1961, with the median of three as pivot.
 */
function select(list: Float32Array, from: number, to: number, rank: number): number {
  let low = from;
  let high = to;
  while (low < high) {
    const pivot = medianOf(list[low]!, list[(low + high) >> 1]!, list[high]!);
    let i = low;
    let j = high;
    while (i <= j) {
      while (list[i]! < pivot) i++;
      while (list[j]! > pivot) j--;
      if (i > j) break;
      const held = list[i]!;
      list[i++] = list[j]!;
      list[j--] = held;
    }
    if (rank <= j) high = j;
    else if (rank >= i) low = i;
    else break;
  }
  return list[rank]!;
}

function medianOf(a: number, b: number, c: number): number {
  return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
}
