/**
 * The places of a request class in the orders that strategies ask for, kept up to date instead of sorted out at each decision:
 * by total, by what is in flight, by a worth of the strategy's own, the sum of totals for weighted draws, and their number. Each order is built when first asked for, then
 * looks at the nodes that changed since it was last asked: O(log n) for each. When it is further behind than the class has places,
 * or the class itself has changed, it is built anew: O(n), never more than the scan it replaces. Nodes to be left out of one question
 * (a retry's tried ones) leave the tree for it and are looked at again at the next. Everything here is derived; nothing is saved.
 */
import type { DeploymentIndex, NodeIndex } from '@/lib/fleet/ids';
import { ratedTotal } from './rated-total';
import type { RequestClass } from './request-class';
import type { Situation } from './situation';
import { SumTree } from './sum-tree';
import { Tournament } from './tournament';

const NOBODY = new Int32Array(0);

abstract class PlaceOrder {
  protected readonly of: RequestClass;
  protected readonly situation: Situation;
  /** Number of the first change not looked at yet. */
  private next = -Infinity;
  private version = -1;
  private leftOut = NOBODY;
  private leftOutCount = 0;

  constructor(of: RequestClass, situation: Situation) {
    this.of = of;
    this.situation = situation;
    situation.catalog.nodes.changes.read = true;
  }

  /** Makes the order that of the places which may take a request now, without those on `tried` nodes. */
  protected follow(tried: Int32Array, triedCount: number): void {
    const { of, situation } = this;
    const { changes } = situation.catalog.nodes;
    if (this.version !== of.version || changes.count - this.next > Math.min(changes.kept, of.accepted.length)) this.build();
    else {
      for (let number = this.next; number < changes.count; number++) this.look(changes.at(number));
      for (let i = 0; i < this.leftOutCount; i++) this.look(this.leftOut[i]!);
    }
    this.next = changes.count;
    this.version = of.version;
    if (this.leftOut.length < triedCount) this.leftOut = new Int32Array(tried.length);
    this.leftOutCount = triedCount;
    for (let i = 0; i < triedCount; i++) {
      const node = tried[i]!;
      this.leftOut[i] = node;
      for (let place = of.firstPlace[node] ?? -1; place !== -1; place = of.nextPlace[place]!) this.vacate(place);
    }
  }

  private build(): void {
    const { of, situation } = this;
    const places = of.accepted.length;
    this.clear(places);
    for (let place = 0; place < places; place++) {
      const node = of.nodes[place]!;
      if (situation.takes(of, node, of.slots[place]!) && situation.catalog.isReady(of.accepted[place]!)) this.seat(place, node);
    }
    this.finish();
  }

  private look(node: NodeIndex): void {
    const { of, situation } = this;
    const { catalog } = situation;
    for (let place = of.firstPlace[node] ?? -1; place !== -1; place = of.nextPlace[place]!) {
      const ready = catalog.away === 0 || catalog.isReady(of.accepted[place]!);
      if (ready && situation.takes(of, node, of.slots[place]!)) this.put(place, node);
      else this.vacate(place);
    }
  }

  protected abstract clear(places: number): void;
  protected abstract seat(place: number, node: NodeIndex): void;
  protected abstract finish(): void;
  protected abstract put(place: number, node: NodeIndex): void;
  protected abstract vacate(place: number): void;
}

abstract class Ranking extends PlaceOrder {
  protected readonly tree = new Tournament();

  /** The first place; -1 when there is none. Ties by registration. */
  first(tried: Int32Array, triedCount: number): number {
    this.follow(tried, triedCount);
    return this.tree.winner;
  }

  /** Writes the first `most` places into `into` and answers how many there are. O(most log n). */
  firstOf(most: number, into: Int32Array, tried: Int32Array, triedCount: number): number {
    this.follow(tried, triedCount);
    return this.tree.best(most, into);
  }

  /** Places in the order of the last question. */
  get size(): number {
    return this.tree.size;
  }

  value(place: number): number {
    return this.tree.value(place);
  }

  protected abstract worth(place: number, node: NodeIndex): number;

  protected clear(places: number): void {
    this.tree.clear(places);
  }

  protected seat(place: number, node: NodeIndex): void {
    this.tree.seat(place, this.worth(place, node));
  }

  protected finish(): void {
    this.tree.play();
  }

  protected put(place: number, node: NodeIndex): void {
    this.tree.put(place, this.worth(place, node));
  }

  protected vacate(place: number): void {
    this.tree.vacate(place);
  }
}

/** Highest total first. */
class ByTotal extends Ranking {
  protected worth(place: number, node: NodeIndex): number {
    return ratedTotal(this.of, place, node, this.situation);
  }
}

/** Fewest in flight first. */
class ByInFlight extends Ranking {
  /** In flight at all places of the order together; a node counts once for each of its places. */
  inFlight = 0;

  /** The first idle place from `from` on; -1 when there is none. Of the order of the last question. */
  idleFrom(from: number): number {
    return this.tree.firstFrom(from, 0);
  }

  protected worth(_place: number, node: NodeIndex): number {
    return -this.situation.inFlight[node]!;
  }

  protected override clear(places: number): void {
    super.clear(places);
    this.inFlight = 0;
  }

  protected override seat(place: number, node: NodeIndex): void {
    super.seat(place, node);
    this.inFlight -= this.tree.value(place);
  }

  protected override put(place: number, node: NodeIndex): void {
    if (this.tree.holds(place)) this.inFlight += this.tree.value(place);
    super.put(place, node);
    this.inFlight -= this.tree.value(place);
  }

  protected override vacate(place: number): void {
    if (this.tree.holds(place)) this.inFlight += this.tree.value(place);
    super.vacate(place);
  }
}

/** What a strategy ranks deployments by; it notes the node in `NodeTable.changes` whenever a worth changes. */
export interface Worth {
  of(deployment: DeploymentIndex): number;
}

/** Highest worth first. */
class ByWorth extends Ranking {
  private readonly measure: Worth;

  constructor(of: RequestClass, situation: Situation, measure: Worth) {
    super(of, situation);
    this.measure = measure;
  }

  protected worth(place: number): number {
    return this.measure.of(this.of.accepted[place]!);
  }
}

/** No order, but how many there are. O(1) for each node that changed. */
class Members extends PlaceOrder {
  private size = 0;
  /** By place: 1 for a member. */
  private held = new Uint8Array(0);

  count(tried: Int32Array, triedCount: number): number {
    this.follow(tried, triedCount);
    return this.size;
  }

  protected clear(places: number): void {
    if (this.held.length < places) this.held = new Uint8Array(places);
    this.held.fill(0);
    this.size = 0;
  }

  protected seat(place: number): void {
    this.put(place);
  }

  protected finish(): void {}

  protected put(place: number): void {
    this.size += 1 - this.held[place]!;
    this.held[place] = 1;
  }

  protected vacate(place: number): void {
    this.size -= this.held[place]!;
    this.held[place] = 0;
  }
}

/** Totals as weights of a draw; one below 0 counts as 0, as does whoever may not be picked. */
class ByShare extends PlaceOrder {
  private readonly tree = new SumTree();

  /** One leaf for each place of the class. Valid until the next question. */
  sums(tried: Int32Array, triedCount: number): SumTree {
    this.follow(tried, triedCount);
    return this.tree;
  }

  protected clear(places: number): void {
    this.tree.clear(places);
  }

  protected seat(place: number, node: NodeIndex): void {
    this.tree.seat(place, this.weight(place, node));
  }

  protected finish(): void {
    this.tree.add();
  }

  protected put(place: number, node: NodeIndex): void {
    this.tree.put(place, this.weight(place, node));
  }

  protected vacate(place: number): void {
    this.tree.put(place, 0);
  }

  private weight(place: number, node: NodeIndex): number {
    return Math.max(ratedTotal(this.of, place, node, this.situation), 0);
  }
}

/** The orders of all request classes, each made when first asked for. */
export class PlaceOrders {
  private readonly situation: Situation;
  private readonly totals: ByTotal[] = [];
  private readonly loads: ByInFlight[] = [];
  private readonly shares: ByShare[] = [];
  private readonly members: Members[] = [];
  /** By measure, then by class; a strategy that is gone takes its orders with it. */
  private readonly worths = new WeakMap<Worth, ByWorth[]>();

  constructor(situation: Situation) {
    this.situation = situation;
  }

  byTotal(of: RequestClass): ByTotal {
    return (this.totals[of.index] ??= new ByTotal(of, this.situation));
  }

  byInFlight(of: RequestClass): ByInFlight {
    return (this.loads[of.index] ??= new ByInFlight(of, this.situation));
  }

  byWorth(of: RequestClass, measure: Worth): ByWorth {
    let orders = this.worths.get(measure);
    if (orders === undefined) {
      orders = [];
      this.worths.set(measure, orders);
    }
    return (orders[of.index] ??= new ByWorth(of, this.situation, measure));
  }

  byShare(of: RequestClass): ByShare {
    return (this.shares[of.index] ??= new ByShare(of, this.situation));
  }

  membersOf(of: RequestClass): Members {
    return (this.members[of.index] ??= new Members(of, this.situation));
  }
}
