/**
 * What a strategy picks from. Two forms with one face: with an open window the pool is the class's whole list, and
 * whether a place holds an eligible deployment is found out when asked, so that a strategy that looks at two places pays for
 * two; once settled (always, with a window) it lists its members alone. Places are in order of registration in both.
 * The best, the idlest and the sums for a weighted draw come from orders that are kept up to date, without a list.
 * Valid until the pool is aimed again or a node changes; owns its buffers and allocates only when the fleet grows.
 */
import { DEPLOYMENT_CODE } from '@/lib/fleet/deployment';
import { BREAKER_CODE, HEALTH_CODE } from '@/lib/fleet/snapshot';
import type { DeploymentIndex } from '@/lib/fleet/ids';
import type { ModelCatalog } from './catalog';
import { PlaceOrders, type Worth } from './place-orders';
import { ratedTotal } from './rated-total';
import type { RouteQuery } from './query';
import { MEMBERSHIP, type RequestClass } from './request-class';
import type { WindowSettings } from './settings';
import type { Situation } from './situation';
import { SumTree } from './sum-tree';

const NOBODY = new Int32Array(0);

/**
 * A window of at most this many candidates, and of a fleet this many times larger, is taken from the order by total, at log n for
 * each candidate; any other by a scan. Measured, as time per decision: ten of 20 cost 1 us both ways, ten of 100 2 us against 7.
 */
const FEW = 32;
const MANY_TIMES = 2;

export class Pool {
  /** When the question is asked. */
  nowMs = 0;
  /** The prompt's blocks of the request that is asked about: the first `blockCount` entries. */
  blocks: Uint32Array = new Uint32Array(0);
  blockCount = 0;
  /** The class of the request that is asked about. */
  of!: RequestClass;
  /** Nodes left out: the first `triedCount` entries. */
  tried: Int32Array = NOBODY;
  triedCount = 0;
  readonly situation: Situation;
  readonly windowed: boolean;
  private readonly window: WindowSettings;
  private readonly orders: PlaceOrders;
  private list: Int32Array = NOBODY;
  private count = 0;
  private left = 0;
  /** A window still to be looked through. */
  private narrowing = false;
  /** Every place holds a member, settled or not. */
  private full = false;
  private settled = true;
  private scored = false;
  private members: Int32Array = NOBODY;
  private totals = new Float64Array(0);
  private heap = new Float64Array(0);
  private readonly few = new Int32Array(FEW);
  /** Of a window's members, or of one prompt's totals. */
  private readonly ownSums = new SumTree();
  /** By deployment: the number of the aim in which it was a settled member. */
  private stamps = new Int32Array(0);
  private stamp = 0;
  private marked = 0;

  constructor(situation: Situation, window: WindowSettings) {
    this.situation = situation;
    this.window = window;
    this.orders = new PlaceOrders(situation);
    this.windowed = window.maxCandidates !== null || window.minScore !== null;
  }

  /** Points the pool at a request. Nodes that it has tried are left out where `excluding`. O(1). */
  aim(of: RequestClass, query: RouteQuery, nowMs: number, excluding: boolean): void {
    // To store a reference costs more than to look whether it is there already.
    if (this.of !== of) this.of = of;
    if (this.blocks !== query.blocks) this.blocks = query.blocks;
    if (this.tried !== query.tried) this.tried = query.tried;
    if (this.list !== of.accepted) this.list = of.accepted;
    this.nowMs = nowMs;
    this.blockCount = query.blockCount;
    this.triedCount = excluding ? query.triedCount : 0;
    this.count = of.accepted.length;
    this.settled = false;
    this.scored = false;
    this.left = 0;
    this.narrowing = this.windowed;
    this.full = this.triedCount === 0 && this.situation.takesAll;
  }

  /** Places, from 0. A place may be vacant until the pool is settled. With a window O(deployments) at first, or O(k log n) for few. */
  get size(): number {
    if (this.narrowing) this.narrow();
    return this.count;
  }

  /** Eligible deployments that the window leaves out. */
  get hidden(): number {
    if (this.narrowing) this.narrow();
    return this.left;
  }

  /**
   * The member with the highest total, ties by registration; -1 when there is none. O(log n) for each node that changed; with a prompt that
   * policies read O(deployments), because then every request has totals of its own.
   */
  best(): DeploymentIndex {
    if (this.window.maxCandidates === 0) return -1;
    if (this.prompting) return this.bestForPrompt();
    const order = this.orders.byTotal(this.of);
    const place = order.first(this.tried, this.triedCount);
    if (place === -1 || (this.window.minScore !== null && !(order.value(place) >= this.window.minScore))) return -1;
    return this.of.accepted[place]!;
  }

  /** The member with the fewest attempts in flight, ties by registration; -1 when there is none. O(log n) as `best`, or O(window). */
  idlest(): DeploymentIndex {
    if (!this.windowed) {
      const place = this.orders.byInFlight(this.of).first(this.tried, this.triedCount);
      return place === -1 ? -1 : this.of.accepted[place]!;
    }
    let idlest = -1;
    for (let place = 0; place < this.size; place++) {
      if (idlest === -1 || this.inFlight(place) < this.inFlight(idlest)) idlest = place;
    }
    return idlest === -1 ? -1 : this.at(idlest);
  }

  /** The member with the highest worth, ties by registration; -1 when there is none. O(log n) as `best`, or O(window). */
  leader(measure: Worth): DeploymentIndex {
    if (!this.windowed) {
      const place = this.orders.byWorth(this.of, measure).first(this.tried, this.triedCount);
      return place === -1 ? -1 : this.of.accepted[place]!;
    }
    let leader = -1;
    for (let place = 0; place < this.size; place++) {
      if (leader === -1 || measure.of(this.at(place)) > measure.of(leader)) leader = this.at(place);
    }
    return leader;
  }

  /** Whether all deployments that the class accepts have the same weight, members or not. */
  get sameWeights(): boolean {
    return this.of.sameWeights;
  }

  /** The first idle member after a deployment by registration, then from the start; -1 when nobody is idle. O(log n) as `best`, or O(window). */
  nextIdle(after: DeploymentIndex): DeploymentIndex {
    const from = this.firstAfter(after);
    if (!this.windowed) {
      const { accepted } = this.of;
      const order = this.orders.byInFlight(this.of);
      if (order.first(this.tried, this.triedCount) === -1) return -1;
      let place = order.idleFrom(from);
      if (place === -1) place = order.idleFrom(0);
      return place === -1 ? -1 : accepted[place]!;
    }
    for (let step = 0; step < this.size; step++) {
      const place = (from + step) % this.size;
      if (this.inFlight(place) === 0) return this.at(place);
    }
    return -1;
  }

  /** First place with a later deployment; with an open window of all places, settled or not. */
  private firstAfter(deployment: DeploymentIndex): number {
    let high = this.windowed ? this.size : this.of.accepted.length;
    const list = this.windowed ? this.list : this.of.accepted;
    let low = 0;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (list[middle]! > deployment) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  /** Attempts in flight at all members together, a node once for each of its deployments, and how many members there are. */
  loadOfMembers(into: { inFlight: number; members: number }): void {
    into.inFlight = 0;
    if (!this.windowed) {
      const order = this.orders.byInFlight(this.of);
      order.first(this.tried, this.triedCount);
      into.inFlight = order.inFlight;
      into.members = order.size;
      return;
    }
    into.members = this.size;
    for (let place = 0; place < this.size; place++) into.inFlight += this.inFlight(place);
  }

  /** How many members there are. O(1) for each node that changed, or O(window). */
  countMembers(): number {
    return this.windowed ? this.size : this.orders.membersOf(this.of).count(this.tried, this.triedCount);
  }

  /**
   * Totals as weights of a draw, below 0 as 0. With an open window there is a leaf for every place of the class, with 0 for whoever is no
   * member; with a window one for each member. Valid until the next question. O(log n) or O(deployments) as `best`, or O(window).
   */
  sums(): SumTree {
    if (!this.windowed)
      return this.prompting ? this.sumsForPrompt() : this.orders.byShare(this.of).sums(this.tried, this.triedCount);
    this.rate();
    this.ownSums.clear(this.size);
    for (let place = 0; place < this.size; place++) this.ownSums.seat(place, Math.max(this.total(place), 0));
    this.ownSums.add();
    return this.ownSums;
  }

  /** The deployment of a leaf of `sums()`. */
  atLeaf(leaf: number): DeploymentIndex {
    return this.windowed ? this.at(leaf) : this.of.accepted[leaf]!;
  }

  /** The total of any deployment that the class accepts. */
  totalOf(deployment: DeploymentIndex): number {
    return this.situation.total(this.of, deployment, this);
  }

  get catalog(): ModelCatalog {
    return this.situation.catalog;
  }

  at(place: number): DeploymentIndex {
    return this.list[place]!;
  }

  /** Whether the place holds a member. */
  holds(place: number): boolean {
    return this.full || this.settled || this.eligible(this.list[place]!);
  }

  holdsDeployment(deployment: DeploymentIndex): boolean {
    if (this.narrowing) this.narrow();
    if (!this.settled) return this.of.membership[deployment] === MEMBERSHIP.accepted && this.eligible(deployment);
    if (this.marked !== this.stamp) this.mark();
    return this.stamps[deployment] === this.stamp;
  }

  total(place: number): number {
    return this.scored ? this.totals[place]! : this.situation.total(this.of, this.list[place]!, this);
  }

  /** Attempts under way on the place's node. */
  inFlight(place: number): number {
    return this.situation.inFlight[this.situation.catalog.nodeOf[this.list[place]!]!]!;
  }

  inFlightOf(deployment: DeploymentIndex): number {
    return this.situation.inFlight[this.situation.catalog.nodeOf[deployment]!]!;
  }

  nodeId(place: number): string {
    return this.situation.catalog.nodeIdOf(this.list[place]!);
  }

  /** Lists the members alone; places change. O(deployments). */
  settle(): void {
    if (this.narrowing) this.narrow();
    if (!this.settled) this.gather(false);
  }

  /** Settles, and computes all totals at once; only totals whose node has changed are computed anew. O(deployments). */
  rate(): void {
    if (this.narrowing) this.narrow();
    if (!this.scored) this.gather(true);
  }

  /** Of a deployment that the class accepts: it may take a request and was not tried. Says nothing about the window. */
  eligible(deployment: DeploymentIndex): boolean {
    if (!this.situation.mayTake(this.of, deployment)) return false;
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

  /** Whether totals depend on the prompt of the request that is asked about, so that no order can be kept. */
  private get prompting(): boolean {
    return this.situation.composite.readsPrompt && this.blockCount > 0;
  }

  private bestForPrompt(): DeploymentIndex {
    const { accepted } = this.of;
    let best = -1;
    let most = this.window.minScore ?? -Infinity;
    for (let place = 0; place < accepted.length; place++) {
      const deployment = accepted[place]!;
      if (!this.eligible(deployment)) continue;
      const total = this.totalOf(deployment);
      if (best === -1 ? total >= most : total > most) {
        best = deployment;
        most = total;
      }
    }
    return best;
  }

  private sumsForPrompt(): SumTree {
    const { accepted } = this.of;
    this.ownSums.clear(accepted.length);
    for (let place = 0; place < accepted.length; place++) {
      const deployment = accepted[place]!;
      if (this.eligible(deployment)) this.ownSums.seat(place, Math.max(this.totalOf(deployment), 0));
    }
    this.ownSums.add();
    return this.ownSums;
  }

  private narrow(): void {
    this.narrowing = false;
    const least = this.window.minScore ?? -Infinity;
    const most = this.window.maxCandidates ?? Infinity;
    if (most <= FEW && MANY_TIMES * most <= this.of.accepted.length && !this.prompting) return this.takeFew(most, least);
    this.gather(true);
    const eligible = this.count;
    let count = 0;
    for (let i = 0; i < eligible; i++) {
      if (!(this.totals[i]! >= least)) continue;
      this.members[count] = this.members[i]!;
      this.totals[count++] = this.totals[i]!;
    }
    this.count = count > most ? this.keepBest(count, most) : count;
    this.left = eligible - this.count;
  }

  /** The same members as a scan would find, from the order by total. O(most log n). */
  private takeFew(most: number, least: number): void {
    this.fit();
    const { few, of } = this;
    const order = this.orders.byTotal(of);
    let found = order.firstOf(most, few, this.tried, this.triedCount);
    while (found > 0 && !(order.value(few[found - 1]!) >= least)) found--;
    // From best first to registration; so few are sorted fastest by insertion.
    for (let i = 1; i < found; i++) {
      const place = few[i]!;
      let at = i;
      for (; at > 0 && few[at - 1]! > place; at--) few[at] = few[at - 1]!;
      few[at] = place;
    }
    for (let i = 0; i < found; i++) {
      this.members[i] = of.accepted[few[i]!]!;
      this.totals[i] = order.value(few[i]!);
    }
    this.list = this.members;
    this.count = found;
    this.left = order.size - found;
    this.settled = true;
    this.scored = true;
    this.stamp++;
  }

  /** Lists the eligible. The same test as `eligible`, written out over columns: this loop is most of a linear strategy's time. */
  private gather(rated: boolean): void {
    this.fit();
    const { members, totals, of, triedCount, tried } = this;
    const { breaker, catalog, health, composite } = this.situation;
    const { away, statusOf } = catalog;
    const { accepted, nodes, slots } = of;
    const { codes } = breaker;
    const { status, smoothedMs } = health;
    const { maxLatencyMs, more } = composite.limits;
    const { prompting } = this;
    // Locals, because some bundlers read an imported constant through a getter, 10,000 times per decision.
    const { closed, 'half-open': halfOpen } = BREAKER_CODE;
    const { unhealthy } = HEALTH_CODE;
    const { ready } = DEPLOYMENT_CODE;
    const toHalfOpen = breaker.settings.probes === null;
    const { panic } = breaker;
    let count = 0;
    each: for (let place = 0; place < accepted.length; place++) {
      const node = nodes[place]!;
      const code = codes[node]!;
      if (code !== closed && !(toHalfOpen && code === halfOpen) && !panic) continue;
      if (away > 0 && statusOf[accepted[place]!] !== ready) continue;
      if ((status[node] === unhealthy && !panic) || smoothedMs[node]! > maxLatencyMs) continue;
      if (more && !this.situation.passes(of, node, slots[place]!)) continue;
      for (let i = 0; i < triedCount; i++) if (tried[i] === node) continue each;
      if (rated) totals[count] = prompting ? this.totalOf(accepted[place]!) : ratedTotal(of, place, node, this.situation);
      members[count++] = accepted[place]!;
    }
    this.list = members;
    this.count = count;
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
