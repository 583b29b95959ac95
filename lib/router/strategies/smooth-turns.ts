/**
 * Smooth turns by weight: at each turn the current weight of every member grows by its weight, the highest is next, ties by registration, and
 * its current weight falls by the sum of the members' weights. In a period of that sum everyone has exactly its weight of turns,
 * spread over it: of weights 5, 1 and 1 the turns are a a b a c a a, and within the first k turns of a period nobody has more than its
 * share of k, rounded up. Source: nginx, `ngx_http_upstream_round_robin.c`, `ngx_http_upstream_get_peer`.
 *
 * One current weight to a deployment, whoever asks. Whoever is away neither gains nor pays: it comes back with the current weight that
 * it left with, less than a period's worth either way while the same members had taken turns, so it catches up on less
 * than one period, however long it was gone; the others owe among themselves what it took along.
 *
 * Weights count in millionths (`WeightCells`), so sums are exact and do not depend on their order. State by deployment.
 * O(cells of the class), and O(log n) for each node that changed; O(members) with a window or under a hard limit that reads the request,
 * where members are not the same for all classes.
 */
import type { DeploymentIndex } from '@/lib/fleet/ids';
import type { Pool } from '../pool';
import type { Trace } from '../trace';
import { currentAt, unitsOf, WeightCells, weightOf } from './weight-cells';

export class SmoothTurns {
  /** By deployment, in units: the current weight, unless the cells hold it. */
  private readonly resting = { units: new Float64Array(0) };
  private readonly cells = new WeightCells(this.resting);

  /** The member that is next; -1 when there is none. */
  next(pool: Pool): DeploymentIndex {
    this.fit(pool.catalog.size);
    return isKept(pool) ? this.nextOfCells(pool) : this.nextOfMembers(pool);
  }

  /** A member takes its turn. */
  take(deployment: DeploymentIndex, pool: Pool): void {
    this.fit(pool.catalog.size);
    let sum = 0;
    if (isKept(pool)) {
      const cells = this.cells.of(pool);
      for (const { units, members } of cells) sum += units * members.size;
      return this.cells.turn(cells, deployment, sum);
    }
    this.cells.empty();
    pool.settle();
    const { units } = this.resting;
    for (let place = 0; place < pool.size; place++) {
      const weight = unitsOf(pool.catalog.weightOf[pool.at(place)]!);
      units[pool.at(place)]! += weight;
      sum += weight;
    }
    units[deployment]! -= sum;
  }

  explain(picked: DeploymentIndex, pool: Pool, trace: Trace): void {
    const phrase = pool.phrase();
    let second = -1;
    for (let place = 0; place < pool.size; place++) {
      const one = pool.at(place);
      if (one !== picked && (second === -1 || this.grown(one, pool) > this.grown(second, pool))) second = one;
    }
    const { catalog } = pool;
    const node = catalog.nodeIdOf(picked);
    const highest = weightOf(this.grown(picked, pool));
    trace.step('weight', String(catalog.weightOf[picked]));
    trace.step('highest current weight', `${node} with ${highest}`);
    if (second === -1) return trace.say(`${node} is the only one of ${phrase}.`);
    const other = catalog.nodeIdOf(second);
    const lower = weightOf(this.grown(second, pool));
    trace.step('then', `${other} with ${lower}`);
    trace.say(
      lower === highest
        ? `${node} and ${other} have the highest current weight of ${phrase} (${highest}), and ${node} was registered first.`
        : `${node} has the highest current weight of ${phrase} (${highest}), before ${other} (${lower}).`,
    );
  }

  /** Whoever has a current weight, and how much, in units. */
  save(): number[] {
    const state: number[] = [];
    for (let deployment = 0; deployment < this.resting.units.length; deployment++) {
      const units = this.cells.currentOf(deployment);
      if (units !== 0) state.push(deployment, units);
    }
    return state;
  }

  restore(state: readonly number[]): void {
    this.cells.forget();
    this.resting.units.fill(0);
    for (let i = 0; i < state.length; i += 2) {
      this.fit(state[i]! + 1);
      this.resting.units[state[i]!] = state[i + 1]!;
    }
  }

  private nextOfCells(pool: Pool): DeploymentIndex {
    let next = -1;
    let highest = -Infinity;
    for (const cell of this.cells.of(pool)) {
      const place = cell.members.winner;
      if (place === -1) continue;
      const deployment = cell.deployments[place]!;
      const current = currentAt(cell, place) + cell.units;
      if (current < highest || (current === highest && deployment > next)) continue;
      next = deployment;
      highest = current;
    }
    return next;
  }

  private nextOfMembers(pool: Pool): DeploymentIndex {
    this.cells.empty();
    pool.settle();
    let next = -1;
    for (let place = 0; place < pool.size; place++) {
      const one = pool.at(place);
      if (next === -1 || this.grown(one, pool) > this.grown(next, pool)) next = one;
    }
    return next;
  }

  /** The current weight after the next turn's growth, in units. */
  private grown(deployment: DeploymentIndex, pool: Pool): number {
    return this.cells.currentOf(deployment) + unitsOf(pool.catalog.weightOf[deployment]!);
  }

  private fit(deployments: number): void {
    if (this.resting.units.length >= deployments) return;
    const wider = new Float64Array(2 * deployments);
    wider.set(this.resting.units);
    this.resting.units = wider;
  }
}

/** Whether membership is one thing for all classes, so that it can be kept up to date. */
function isKept(pool: Pool): boolean {
  return !pool.windowed && !pool.situation.composite.limits.readsBounds;
}
