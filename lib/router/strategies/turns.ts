/**
 * Turns in proportion to weight: the member whose turn is due first goes next, and pays for it with a cost over its weight, after which
 * its next turn is due. With a cost of 1 everyone has exactly its weight of turns in a period of the sum of integer weights, and they lie
 * spread over it. Due times are kept as units over weight, so that equal times are equal numbers and nothing adds up. The first
 * turn is due after half a cost: light nodes come amid the heavy ones' turns instead of all together; Envoy draws the start instead.
 * Who was away is next when back, at most one turn behind the latest of the members: nobody loses a turn to others that come
 * and go, and nobody makes up for a long absence at once. Classes that share only some nodes share these times, so nodes that one of them
 * leaves behind take the other's turns one after another, whatever their weights, until they have caught up.
 * State by deployment. O(log n). Source: earliest deadline first, as in Envoy's `edf_scheduler.h`.
 */
import type { DeploymentIndex } from '@/lib/fleet/ids';
import type { ModelCatalog } from '../catalog';
import type { Worth } from '../place-orders';
import type { Pool } from '../pool';
import type { Trace } from '../trace';

/** Units at which the first turn is due. */
const FIRST = 0.5;

export class Turns {
  /** By deployment, in pairs: the units at which its next turn is due, and when its latest was due (0 before any). */
  private turns = new Float64Array(0);
  private known = 0;
  private weightOf: ModelCatalog['weightOf'] = [];
  private readonly soonest: Worth = { of: (deployment) => -this.dueAt(deployment) };
  private readonly latest: Worth = { of: (deployment) => this.latestOf(deployment) };

  /** The member whose turn is due first, ties by registration; -1 when there is none. */
  next(pool: Pool): DeploymentIndex {
    this.weightOf = pool.catalog.weightOf;
    return pool.leader(this.soonest);
  }

  /** When the turn is due, in turns of weight 1. */
  dueAt(deployment: DeploymentIndex): number {
    const units = deployment < this.known ? this.turns[2 * deployment]! : FIRST;
    return units / this.weightOf[deployment]!;
  }

  /** A member of the pool takes its turn. A `cost` of 1 is a whole turn. */
  take(deployment: DeploymentIndex, cost: number, pool: Pool): void {
    this.weightOf = pool.catalog.weightOf;
    const weight = this.weightOf[deployment]!;
    const latest = this.latestOf(pool.leader(this.latest));
    const due = this.dueAt(deployment);
    this.fit(deployment + 1);
    const at = 2 * deployment;
    if (due < latest - 1 / weight) {
      this.turns[at] = latest * weight - 1 + cost;
      this.turns[at + 1] = latest - 1 / weight;
    } else {
      this.turns[at]! += cost;
      this.turns[at + 1] = due;
    }
    pool.catalog.nodes.changes.note(pool.catalog.nodeOf[deployment]!);
  }

  save(): number[] {
    return [...this.turns.subarray(0, 2 * this.known)];
  }

  restore(state: readonly number[]): void {
    this.known = 0;
    this.fit(state.length / 2);
    this.turns.set(state);
  }

  private latestOf(deployment: DeploymentIndex): number {
    return deployment < this.known ? this.turns[2 * deployment + 1]! : 0;
  }

  private fit(deployments: number): void {
    if (deployments <= this.known) return;
    if (this.turns.length < 2 * deployments) {
      const wider = new Float64Array(4 * deployments);
      wider.set(this.turns);
      this.turns = wider;
    }
    for (let deployment = this.known; deployment < deployments; deployment++) {
      this.turns[2 * deployment] = FIRST;
      this.turns[2 * deployment + 1] = 0;
    }
    this.known = deployments;
  }
}

/** Says whose turn is due, and before whom. */
export function explainTurn(picked: DeploymentIndex, turns: Turns, pool: Pool, trace: Trace): void {
  const node = pool.catalog.nodeIdOf(picked);
  const due = turns.dueAt(picked);
  trace.step('first due', `${node} at ${due.toFixed(3)}`);
  trace.step('weight', String(pool.catalog.weightOf[picked]));
  const phrase = pool.phrase();
  let next = -1;
  for (let place = 0; place < pool.size; place++) {
    const one = pool.at(place);
    if (one !== picked && (next === -1 || turns.dueAt(one) < turns.dueAt(next))) next = one;
  }
  if (next === -1) return trace.say(`${node} is the only one of ${phrase}.`);
  trace.step('then', `${pool.catalog.nodeIdOf(next)} at ${turns.dueAt(next).toFixed(3)}`);
  trace.say(
    turns.dueAt(next) === due
      ? `${node} and ${pool.catalog.nodeIdOf(next)} are due first of ${phrase} by weight, and ${node} was registered first.`
      : `${node} is due first of ${phrase} by weight, before ${pool.catalog.nodeIdOf(next)}.`,
  );
}
