/**
 * Current weights of the nodes that smooth turns go round among, kept without touching every node at every turn. Deployments of one weight,
 * profile and model make a cell: whichever class asks accepts all of them or none, so those that may take a request grow together,
 * and what a member has is a line, its start plus weight times the turns of its cell. Lines of one slope keep their order, so a
 * tournament by start finds the highest of a cell, and only a winner's start ever falls. Whoever may take nothing now stands outside, with a
 * current weight that rests, and comes back in with that. A scenario's cells are at most its node groups times their models.
 *
 * Everything is a whole number of units, exact while below 2^53: a cell's starts take its turns in and count anew after `TURNS`, so
 * nothing drifts in a run of any length. O(log n) for each node that changed, O(n) after changes of the catalog or the policies.
 */
import type { DeploymentIndex, NodeIndex } from '@/lib/fleet/ids';
import type { ModelCatalog } from '../catalog';
import type { Pool } from '../pool';
import type { RequestClass } from '../request-class';
import type { Situation } from '../situation';
import { Tournament } from '../tournament';

/** To a weight of 1. The scenario's least weight is a thousand of them, its highest 10^9. */
const UNITS = 1_000_000;

/** 2^20 turns of the highest weight are 10^15 units; current weights, below the sum of 10,000 such weights, are 10^13. */
const TURNS = 1_048_576;

const NOBODY = new Int32Array(0);

export interface Cell {
  /** Weight of each of its deployments. */
  readonly units: number;
  /** Turns that its members have grown by. */
  turns: number;
  /** By place, in order of registration. */
  readonly deployments: DeploymentIndex[];
  /** By start, of the members. */
  readonly members: Tournament;
}

/** A weight in units, at least one. */
export function unitsOf(weight: number): number {
  return Math.max(Math.round(weight * UNITS), 1);
}

export function weightOf(units: number): number {
  return units / UNITS;
}

export class WeightCells {
  /** By deployment: the current weight of whoever stands outside, in units. */
  private readonly resting: { units: Float64Array };
  private cells: Cell[] = [];
  private readonly cellsOf = new Map<RequestClass, { readonly version: number; readonly cells: readonly Cell[] }>();
  /** By deployment; -1 for one that is gone. */
  private cellOf = NOBODY;
  private placeOf = NOBODY;
  private situation: Situation | null = null;
  private catalogVersion = -1;
  private policyVersion = -1;
  /** Number of the first change not looked at yet. */
  private next = 0;
  private leftOut = NOBODY;
  private leftOutCount = 0;

  /** `resting` has room for every deployment whenever cells are asked for. */
  constructor(resting: { units: Float64Array }) {
    this.resting = resting;
  }

  /** The cells of the pool's class; their members are the pool's. The pool has no window, and its limits read no request. */
  of(pool: Pool): readonly Cell[] {
    this.follow(pool);
    const { of } = pool;
    const known = this.cellsOf.get(of);
    if (known !== undefined && known.version === of.version) return known.cells;
    const cells = [...new Set(Array.from(of.accepted, (deployment) => this.cells[this.cellOf[deployment]!]!))];
    this.cellsOf.set(of, { version: of.version, cells });
    return cells;
  }

  /** In units. */
  currentOf(deployment: DeploymentIndex): number {
    const cell = this.cells[this.cellOf[deployment] ?? -1];
    if (cell === undefined) return this.resting.units[deployment]!;
    const place = this.placeOf[deployment]!;
    return cell.members.holds(place) ? currentAt(cell, place) : this.resting.units[deployment]!;
  }

  /** Everybody in `cells` has grown by its weight, and a member of one of them pays. */
  turn(cells: readonly Cell[], deployment: DeploymentIndex, units: number): void {
    for (const cell of cells) if (++cell.turns === TURNS) this.restart(cell);
    const { members } = this.cells[this.cellOf[deployment]!]!;
    const place = this.placeOf[deployment]!;
    members.put(place, members.value(place) - units);
  }

  /** Puts everybody outside. */
  empty(): void {
    for (const cell of this.cells) for (let place = 0; place < cell.deployments.length; place++) this.leave(cell, place);
    this.forget();
  }

  /** Forgets what the cells hold; `resting` then holds for everyone. */
  forget(): void {
    this.cells = [];
    this.cellsOf.clear();
    this.cellOf = NOBODY;
    this.situation = null;
  }

  private follow({ situation, of, tried, triedCount }: Pool): void {
    const { catalog, policyVersion } = situation;
    const { changes } = catalog.nodes;
    changes.read = true;
    if (this.situation !== situation || this.catalogVersion !== catalog.version) this.build(situation, of);
    else if (this.policyVersion !== policyVersion || changes.count - this.next > Math.min(changes.kept, catalog.size)) {
      for (let node = 0; node < catalog.nodes.size; node++) this.look(node, situation, of);
    } else {
      for (let number = this.next; number < changes.count; number++) this.look(changes.at(number), situation, of);
      for (let i = 0; i < this.leftOutCount; i++) this.look(this.leftOut[i]!, situation, of);
    }
    this.next = changes.count;
    this.policyVersion = policyVersion;
    if (this.leftOut.length < triedCount) this.leftOut = new Int32Array(tried.length);
    this.leftOutCount = triedCount;
    for (let i = 0; i < triedCount; i++) {
      const node = tried[i]!;
      this.leftOut[i] = node;
      for (const deployment of catalog.deploymentsOn(node))
        this.leave(this.cells[this.cellOf[deployment]!]!, this.placeOf[deployment]!);
    }
  }

  private build(situation: Situation, of: RequestClass): void {
    const { catalog } = situation;
    this.empty();
    this.situation = situation;
    this.catalogVersion = catalog.version;
    this.cellOf = new Int32Array(catalog.size).fill(-1);
    this.placeOf = new Int32Array(catalog.size);
    const indexes = new Map<string, number>();
    for (const deployment of catalog.deployments()) {
      const name = nameOf(deployment, catalog);
      let index = indexes.get(name);
      if (index === undefined) {
        const units = unitsOf(catalog.weightOf[deployment]!);
        index = this.cells.push({ units, turns: 0, deployments: [], members: new Tournament() }) - 1;
        indexes.set(name, index);
      }
      this.cellOf[deployment] = index;
      this.placeOf[deployment] = this.cells[index]!.deployments.push(deployment) - 1;
    }
    for (const { members, deployments } of this.cells) {
      members.clear(deployments.length);
      for (const [place, deployment] of deployments.entries())
        if (situation.mayTake(of, deployment)) members.seat(place, this.resting.units[deployment]!);
      members.play();
    }
  }

  /** No limit reads the request, so any class answers for all. */
  private look(node: NodeIndex, situation: Situation, of: RequestClass): void {
    const { catalog } = situation;
    for (const deployment of catalog.deploymentsOn(node)) {
      const cell = this.cells[this.cellOf[deployment]!]!;
      const place = this.placeOf[deployment]!;
      if (!situation.mayTake(of, deployment)) this.leave(cell, place);
      else if (!cell.members.holds(place)) cell.members.put(place, this.resting.units[deployment]! - cell.units * cell.turns);
    }
  }

  private leave(cell: Cell, place: number): void {
    if (!cell.members.holds(place)) return;
    this.resting.units[cell.deployments[place]!] = currentAt(cell, place);
    cell.members.vacate(place);
  }

  /** Takes the turns into the starts; the order stays. O(n), once in `TURNS` turns. */
  private restart(cell: Cell): void {
    const grown = cell.units * cell.turns;
    cell.turns = 0;
    const { members } = cell;
    for (let place = 0; place < cell.deployments.length; place++)
      if (members.holds(place)) members.put(place, members.value(place) + grown);
  }
}

/** The current weight of a member, in units. */
export function currentAt({ members, units, turns }: Cell, place: number): number {
  return members.value(place) + units * turns;
}

/** Classes accept by model and profile. */
function nameOf(deployment: DeploymentIndex, catalog: ModelCatalog): string {
  return `${catalog.weightOf[deployment]} ${catalog.profileOf[deployment]} ${catalog.modelIdOf(deployment)}`;
}
