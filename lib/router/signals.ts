/**
 * What the nodes last said of their engines, and when: the router's only sight of them beside its own counts and what it hears of
 * attempts. A driver reports snapshots as often as its scenario says, so what stands here has an age, and the router never looks past it.
 * Columns by node. A node that has said nothing yet counts as empty, and as not saying what an engine need not say.
 */
import type { NodeIndex } from '@/lib/fleet/ids';
import type { NodeSnapshot, Signal } from '@/lib/fleet/snapshot';
import type { NodeTable } from './node-table';

/** Plain data, but for the sets of cached blocks, which are shared: a reported set is never changed. */
export interface NodeSignalsState {
  readonly load: Int32Array;
  readonly shares: Float64Array;
  readonly cached: readonly (ReadonlySet<number> | null)[];
}

export class NodeSignals {
  private readonly nodes: NodeTable;
  /** By node, in pairs: queued, running. */
  private load = new Int32Array(0);
  /** By node, in fours: KV share in use, prefill blocks, decode blocks (NaN: not said), and when it was said (-Infinity: never). */
  private shares = new Float64Array(0);
  private cached: (ReadonlySet<number> | null)[] = [];

  constructor(nodes: NodeTable) {
    this.nodes = nodes;
  }

  report(node: NodeIndex, snapshot: NodeSnapshot, nowMs: number): void {
    this.reportLoad(node, snapshot.queued, snapshot.running, nowMs);
    this.shares[4 * node] = snapshot.kvUsedFraction ?? NaN;
    this.shares[4 * node + 1] = snapshot.prefillBlocks ?? NaN;
    this.shares[4 * node + 2] = snapshot.decodeBlocks ?? NaN;
    this.cached[node] = snapshot.cachedBlocks;
  }

  /** A report of an engine that knows nothing but its load. O(1), without allocation. */
  reportLoad(node: NodeIndex, queued: number, running: number, nowMs: number): void {
    if (2 * node >= this.load.length) this.fit();
    this.load[2 * node] = queued;
    this.load[2 * node + 1] = running;
    this.shares[4 * node + 3] = nowMs;
    this.nodes.changes.note(node);
  }

  queued(node: NodeIndex): number {
    return this.load[2 * node] ?? 0;
  }

  running(node: NodeIndex): number {
    return this.load[2 * node + 1] ?? 0;
  }

  /** Queued plus running. */
  inSystem(node: NodeIndex): number {
    return this.queued(node) + this.running(node);
  }

  /** 0 to 1; NaN where it is not said. */
  kvUsed(node: NodeIndex): number {
    return this.shares[4 * node] ?? NaN;
  }

  /** NaN where it is not said. */
  prefillBlocks(node: NodeIndex): number {
    return this.shares[4 * node + 1] ?? NaN;
  }

  /** NaN where it is not said. */
  decodeBlocks(node: NodeIndex): number {
    return this.shares[4 * node + 2] ?? NaN;
  }

  /** How many of the prompt's first `count` blocks are in the node's cache without a gap, from the first on. O(matched). */
  matched(node: NodeIndex, blocks: Uint32Array, count: number): number {
    const cached = this.cached[node];
    if (cached === null || cached === undefined) return 0;
    let matched = 0;
    while (matched < count && cached.has(blocks[matched]!)) matched++;
    return matched;
  }

  /** Whether the block is in the node's cache. O(1). */
  caches(node: NodeIndex, block: number): boolean {
    return this.cached[node]?.has(block) ?? false;
  }

  /** When the node last reported; -Infinity before it has. */
  atMs(node: NodeIndex): number {
    return this.shares[4 * node + 3] ?? -Infinity;
  }

  /** Whether the node has said it. */
  says(node: NodeIndex, signal: Signal): boolean {
    switch (signal) {
      case 'queued':
      case 'running':
        return this.atMs(node) > -Infinity;
      case 'kv-used':
        return !Number.isNaN(this.kvUsed(node));
      case 'prefill-blocks':
        return !Number.isNaN(this.prefillBlocks(node));
      case 'decode-blocks':
        return !Number.isNaN(this.decodeBlocks(node));
      case 'cached-blocks':
        return (this.cached[node] ?? null) !== null;
    }
  }

  save(): NodeSignalsState {
    return { load: this.load.slice(), shares: this.shares.slice(), cached: this.cached.slice() };
  }

  restore(state: NodeSignalsState): void {
    this.load = new Int32Array(state.load);
    this.shares = new Float64Array(state.shares);
    this.cached = state.cached.slice();
    this.nodes.changes.noteAll();
  }

  private fit(): void {
    const nodes = Math.max(this.nodes.size, this.load.length, 16);
    const load = new Int32Array(2 * nodes);
    load.set(this.load);
    const shares = new Float64Array(4 * nodes);
    for (let node = 0; node < nodes; node++) {
      shares.fill(NaN, 4 * node, 4 * node + 3);
      shares[4 * node + 3] = -Infinity;
    }
    shares.set(this.shares);
    this.load = load;
    this.shares = shares;
  }
}
