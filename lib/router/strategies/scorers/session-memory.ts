/**
 * Where sessions went last: for each key its deployment, forgotten `ttlMs` after the session's last request, or when so many other
 * keys have come since that there is no room. Keys are hashes of sessions; a request without a session comes with a key of its own, which
 * is kept like any other and never asked for again, so such requests push sessions out. O(1), typed arrays that double up to the capacity.
 * The rows form one list from the oldest to the newest use, and one chain for each bucket of keys.
 */
import type { DeploymentIndex } from '@/lib/fleet/ids';

const NONE = -1;
const SMALLEST = 64;

export class SessionMemory {
  private readonly ttlMs: number;
  private readonly capacity: number;
  private keys = new Uint32Array(SMALLEST);
  private deployments = new Int32Array(SMALLEST);
  private usedMs = new Float64Array(SMALLEST);
  /** Of each row: its neighbours in the list by use, and the next row of its bucket. */
  private older = new Int32Array(SMALLEST);
  private newer = new Int32Array(SMALLEST);
  private next = new Int32Array(SMALLEST);
  /** Twice as many buckets as rows, each the first row of its chain. */
  private buckets = new Int32Array(2 * SMALLEST).fill(NONE);
  private rows = 0;
  private oldest = NONE;
  private newest = NONE;

  /** `capacity` is a power of two, 64 or more. About 40 bytes a key, and three numbers of a saved state. */
  constructor(ttlMs: number, capacity = 16_384) {
    this.ttlMs = ttlMs;
    this.capacity = capacity;
  }

  /** Keys that have a row, forgotten ones among them. */
  get size(): number {
    return this.rows;
  }

  /** The deployment that has the session; -1 when none is known. Changes nothing. */
  at(key: number, nowMs: number): DeploymentIndex {
    const row = this.find(key);
    return row === NONE || this.isForgotten(row, nowMs) ? -1 : this.deployments[row]!;
  }

  /** The session's request went there. `nowMs` never goes back. */
  keep(key: number, deployment: DeploymentIndex, nowMs: number): void {
    let row = this.find(key);
    if (row !== NONE) this.unlist(row);
    else {
      row = this.freeRow(nowMs);
      this.keys[row] = key;
      this.enchain(row);
    }
    this.write(row, deployment, nowMs);
  }

  /** From the oldest to the newest use: key, deployment, time. */
  save(): number[] {
    const state: number[] = [];
    for (let row = this.oldest; row !== NONE; row = this.newer[row]!)
      state.push(this.keys[row]!, this.deployments[row]!, this.usedMs[row]!);
    return state;
  }

  restore(state: readonly number[]): void {
    this.rows = 0;
    this.oldest = NONE;
    this.newest = NONE;
    this.buckets.fill(NONE);
    for (let i = 0; i < state.length; i += 3) {
      const row = this.newRow();
      this.keys[row] = state[i]!;
      this.enchain(row);
      this.write(row, state[i + 1]!, state[i + 2]!);
    }
  }

  private write(row: number, deployment: DeploymentIndex, nowMs: number): void {
    this.deployments[row] = deployment;
    this.usedMs[row] = nowMs;
    this.enlist(row);
  }

  private isForgotten(row: number, nowMs: number): boolean {
    return nowMs - this.usedMs[row]! > this.ttlMs;
  }

  private find(key: number): number {
    let row = this.buckets[this.bucketOf(key)]!;
    while (row !== NONE && this.keys[row] !== key) row = this.next[row]!;
    return row;
  }

  private bucketOf(key: number): number {
    return key & (this.buckets.length - 1);
  }

  /** A new row, or the oldest one's where that is forgotten already or there is no more room. */
  private freeRow(nowMs: number): number {
    if (this.oldest !== NONE && (this.rows === this.capacity || this.isForgotten(this.oldest, nowMs))) {
      const row = this.oldest;
      this.unlist(row);
      this.unchain(row);
      return row;
    }
    return this.newRow();
  }

  private newRow(): number {
    if (this.rows === this.keys.length) this.grow();
    return this.rows++;
  }

  private enlist(row: number): void {
    this.older[row] = this.newest;
    this.newer[row] = NONE;
    if (this.newest === NONE) this.oldest = row;
    else this.newer[this.newest] = row;
    this.newest = row;
  }

  private unlist(row: number): void {
    const older = this.older[row]!;
    const newer = this.newer[row]!;
    if (older === NONE) this.oldest = newer;
    else this.newer[older] = newer;
    if (newer === NONE) this.newest = older;
    else this.older[newer] = older;
  }

  private enchain(row: number): void {
    const bucket = this.bucketOf(this.keys[row]!);
    this.next[row] = this.buckets[bucket]!;
    this.buckets[bucket] = row;
  }

  private unchain(row: number): void {
    const bucket = this.bucketOf(this.keys[row]!);
    let before = this.buckets[bucket]!;
    if (before === row) {
      this.buckets[bucket] = this.next[row]!;
      return;
    }
    while (this.next[before] !== row) before = this.next[before]!;
    this.next[before] = this.next[row]!;
  }

  private grow(): void {
    const rows = 2 * this.keys.length;
    this.keys = copied(this.keys, new Uint32Array(rows));
    this.deployments = copied(this.deployments, new Int32Array(rows));
    this.usedMs = copied(this.usedMs, new Float64Array(rows));
    this.older = copied(this.older, new Int32Array(rows));
    this.newer = copied(this.newer, new Int32Array(rows));
    this.next = new Int32Array(rows);
    this.buckets = new Int32Array(2 * rows).fill(NONE);
    for (let row = 0; row < this.rows; row++) this.enchain(row);
  }
}

function copied<T extends Uint32Array | Int32Array | Float64Array>(from: T, to: T): T {
  to.set(from);
  return to;
}
