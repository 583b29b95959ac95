/**
 * What a strategy picks from. Two forms with one face: with an open window the pool is the class's whole list, and
 * whether a place holds an eligible deployment is found out when asked, so that a strategy that looks at two places pays for
 * two; once settled (always, with a window) it lists its members alone. Places are in order of registration in both.
 * Valid until the pool is aimed again; owns its buffers and allocates only when the fleet grows.
 */
import { BREAKER_CODE, HEALTH_CODE } from '@/lib/fleet/snapshot';
import type { DeploymentIndex } from '@/lib/fleet/ids';
import type { ModelCatalog } from './catalog';
import type { Composite } from './policies/composite';
import { MEMBERSHIP, type RequestClass } from './request-class';
import type { WindowSettings } from './settings';
import type { Situation } from './situation';

const NOBODY = new Int32Array(0);

export class Pool {
  /** Places, from 0. A place may be vacant until the pool is settled. */
  size = 0;
  readonly situation: Situation;
  private readonly window: WindowSettings;
  private readonly windowed: boolean;
  private of!: RequestClass;
  private list: Int32Array = NOBODY;
  private settled = true;
  private scored = false;
  private tried: Int32Array = NOBODY;
  private triedCount = 0;
  private members: Int32Array = NOBODY;
  private totals = new Float64Array(0);
  private heap = new Float64Array(0);
  /** By deployment: the number of the aim in which it was a settled member. */
  private stamps = new Int32Array(0);
  private stamp = 0;
  private marked = 0;
  /** Eligible deployments that the window left out; known once settled. */
  hidden = 0;

  constructor(situation: Situation, window: WindowSettings) {
    this.situation = situation;
    this.window = window;
    this.windowed = window.maxCandidates !== null || window.minScore !== null;
  }

  /** Points the pool at a request. `tried` nodes are left out. O(1) with an open window, else O(deployments). */
  aim(of: RequestClass, tried: Int32Array, triedCount: number): void {
    this.of = of;
    this.tried = tried;
    this.triedCount = triedCount;
    this.list = of.accepted;
    this.size = of.accepted.length;
    this.settled = false;
    this.scored = false;
    this.hidden = 0;
    if (this.windowed) this.narrow();
  }

  get catalog(): ModelCatalog {
    return this.situation.catalog;
  }

  at(place: number): DeploymentIndex {
    return this.list[place]!;
  }

  /** Whether the place holds a member. */
  holds(place: number): boolean {
    return this.settled || this.eligible(this.list[place]!);
  }

  holdsDeployment(deployment: DeploymentIndex): boolean {
    if (!this.settled) return this.of.membership[deployment] === MEMBERSHIP.accepted && this.eligible(deployment);
    if (this.marked !== this.stamp) this.mark();
    return this.stamps[deployment] === this.stamp;
  }

  total(place: number): number {
    return this.scored ? this.totals[place]! : this.situation.total(this.of, this.list[place]!);
  }

  /** Attempts under way on the place's node. */
  inFlight(place: number): number {
    return this.situation.inFlight[this.situation.catalog.nodeOf[this.list[place]!]!]!;
  }

  nodeId(place: number): string {
    return this.situation.catalog.nodeIdOf(this.list[place]!);
  }

  /** Lists the members alone; places change. O(deployments). */
  settle(): void {
    if (!this.settled) this.gather(false);
  }

  /** Settles, and computes all totals at once; only totals whose node has changed are computed anew. O(deployments). */
  rate(): void {
    if (!this.scored) this.gather(true);
  }

  /** Of a deployment that the class accepts: it may take a request and was not tried. Says nothing about the window. */
  eligible(deployment: DeploymentIndex): boolean {
    if (!this.situation.mayTake(deployment)) return false;
    const node = this.situation.catalog.nodeOf[deployment]!;
    for (let i = 0; i < this.triedCount; i++) if (this.tried[i] === node) return false;
    return true;
  }

  /** `42 eligible nodes`, for sentences. Settles the pool. */
  phrase(): string {
    this.settle();
    let shared = false;
    const nodes = new Set<number>();
    for (let i = 0; i < this.size; i++) nodes.add(this.situation.catalog.nodeOf[this.list[i]!]!);
    if (nodes.size < this.size) shared = true;
    const noun = `eligible ${shared ? 'deployment' : 'node'}${this.size === 1 ? '' : 's'}`;
    return this.hidden > 0 ? `the ${this.size} ${noun} in the window` : `${this.size} ${noun}`;
  }

  private narrow(): void {
    this.gather(true);
    const least = this.window.minScore ?? -Infinity;
    const most = this.window.maxCandidates ?? Infinity;
    const eligible = this.size;
    let count = 0;
    for (let i = 0; i < eligible; i++) {
      if (!(this.totals[i]! >= least)) continue;
      this.members[count] = this.members[i]!;
      this.totals[count++] = this.totals[i]!;
    }
    this.size = count > most ? this.keepBest(count, most) : count;
    this.hidden = eligible - this.size;
  }

  /** Lists the eligible. The same test as `eligible`, written out over columns: this loop is most of a linear strategy's time. */
  private gather(rated: boolean): void {
    this.fit();
    const { members, totals, of, triedCount, tried } = this;
    const { breaker, health, composite, inFlight } = this.situation;
    const { accepted, nodes } = of;
    const { codes } = breaker;
    const { status, smoothedMs } = health;
    const { maxLatencyMs } = composite;
    // Locals, because some bundlers read an imported constant through a getter, 10,000 times per decision.
    const { closed, 'half-open': halfOpen } = BREAKER_CODE;
    const { unhealthy } = HEALTH_CODE;
    const toHalfOpen = breaker.settings.probes === null;
    let count = 0;
    each: for (let place = 0; place < accepted.length; place++) {
      const node = nodes[place]!;
      const code = codes[node]!;
      if (code !== closed && !(toHalfOpen && code === halfOpen)) continue;
      if (status[node] === unhealthy || smoothedMs[node]! > maxLatencyMs) continue;
      for (let i = 0; i < triedCount; i++) if (tried[i] === node) continue each;
      if (rated)
        totals[count] = rate(of, place, composite, status[node]!, smoothedMs[node]!, composite.readsLoad ? inFlight[node]! : 0);
      members[count++] = accepted[place]!;
    }
    this.list = members;
    this.size = count;
    this.settled = true;
    this.scored = rated;
    this.stamp++;
  }

  /** Keeps the `most` highest totals, ties by registration, in order of registration. O(count log most). */
  private keepBest(count: number, most: number): number {
    if (most === 0) return 0;
    const { members, totals, heap } = this;
    // A heap of the best so far, the least of them on top; what is on top in the end is the lowest total that gets in.
    for (let i = 0; i < count; i++) {
      const total = totals[i]!;
      if (i < most) rise(heap, i, total);
      else if (total > heap[0]!) sink(heap, most, total);
    }
    const lowest = heap[0]!;
    let above = 0;
    for (let i = 0; i < count; i++) if (totals[i]! > lowest) above++;
    let ties = most - above;
    let kept = 0;
    for (let i = 0; i < count; i++) {
      const total = totals[i]!;
      if (total > lowest || (total === lowest && ties-- > 0)) {
        members[kept] = members[i]!;
        totals[kept++] = total;
      }
    }
    return kept;
  }

  /** Marks the settled members, for questions by deployment. */
  private mark(): void {
    this.marked = this.stamp;
    for (let i = 0; i < this.size; i++) this.stamps[this.members[i]!] = this.stamp;
  }

  private fit(): void {
    const size = this.situation.catalog.size;
    if (this.members.length >= size) return;
    this.members = new Int32Array(size);
    this.totals = new Float64Array(size);
    this.heap = new Float64Array(size);
    this.stamps = new Int32Array(size);
  }
}

/** The total at a place, computed anew only when what it depends on has changed since the last time. */
function rate(
  of: RequestClass,
  place: number,
  composite: Composite,
  status: number,
  smoothedMs: number,
  inFlight: number,
): number {
  const { rated } = of;
  if (rated.status[place] === status && rated.smoothedMs[place] === smoothedMs && rated.inFlight[place] === inFlight) {
    return rated.totals[place]!;
  }
  const total = composite.total(status, smoothedMs, inFlight, of.slots[place]!, of.row, of.rowAt[place]!);
  rated.status[place] = status;
  rated.smoothedMs[place] = smoothedMs;
  rated.inFlight[place] = inFlight;
  rated.totals[place] = total;
  return total;
}

function rise(heap: Float64Array, at: number, value: number): void {
  let i = at;
  while (i > 0) {
    const parent = (i - 1) >> 1;
    if (heap[parent]! <= value) break;
    heap[i] = heap[parent]!;
    i = parent;
  }
  heap[i] = value;
}

/** Replaces the top by a higher value. */
function sink(heap: Float64Array, size: number, value: number): void {
  let i = 0;
  for (;;) {
    let child = 2 * i + 1;
    if (child >= size) break;
    if (child + 1 < size && heap[child + 1]! < heap[child]!) child++;
    if (heap[child]! >= value) break;
    heap[i] = heap[child]!;
    i = child;
  }
  heap[i] = value;
}
