/**
 * How a deployment is chosen, whichever door is asked: breakers whose time is over turn half-open, a half-open node with a free
 * probe slot goes first, else the strategy picks from the pool. Choosing changes breakers (as asking them does) and the random
 * stream, nothing else; carrying the choice out is the router's part.
 */
import type { RandomStream } from '@/lib/base/random';
import type { DeploymentIndex, NodeIndex } from '@/lib/fleet/ids';
import { Pool } from './pool';
import { MEMBERSHIP, type RequestClass } from './request-class';
import { isTried, type RouteQuery } from './query';
import type { WindowSettings } from './settings';
import type { Situation } from './situation';
import type { Strategy } from './strategies/strategy';
import type { Trace } from './trace';

export class Chooser {
  /** Aimed by the last choice, and still valid. */
  readonly pool: Pool;
  /** Of the last choice: whether it is a probe of a half-open node. */
  probe = false;
  /** Of the last choice: whether the nodes tried before were left out. */
  excluding = false;
  private readonly situation: Situation;

  constructor(situation: Situation, window: WindowSettings) {
    this.situation = situation;
    this.pool = new Pool(situation, window);
  }

  /** -1 when nobody can be picked. `of` is the query's class. */
  choose(
    of: RequestClass,
    query: RouteQuery,
    nowMs: number,
    strategy: Strategy,
    chance: RandomStream,
    trace: Trace,
  ): DeploymentIndex {
    const { breaker } = this.situation;
    if (nowMs >= breaker.nextSweepMs || nowMs >= breaker.earliestMs) this.wake(of, nowMs);
    this.probe = false;
    this.excluding = query.triedCount > 0;
    if (query.attempt === 0 && breaker.halfOpen.length > 0) {
      const target = this.probeTarget(of, query, nowMs);
      if (target !== -1) return this.asProbe(target, nowMs, trace);
    }
    if (trace.on && breaker.panic) this.tellPanic(trace);
    this.pool.aim(of, query, nowMs, true);
    const picked = strategy.pick(query.key, this.pool, chance, trace);
    return picked === -1 ? this.otherwise(of, query, nowMs, strategy, chance, trace) : picked;
  }

  /** The strategy has nobody to pick. */
  private otherwise(
    of: RequestClass,
    query: RouteQuery,
    nowMs: number,
    strategy: Strategy,
    chance: RandomStream,
    trace: Trace,
  ): DeploymentIndex {
    // Retries protect users: they take part in probing only when there is no other way.
    if (query.attempt > 0) {
      const target = this.probeTarget(of, query, nowMs);
      if (target !== -1) return this.asProbe(target, nowMs, trace);
    }
    if (query.triedCount === 0 || query.onlyUntried) return -1;
    this.excluding = false;
    this.pool.aim(of, query, nowMs, false);
    return strategy.pick(query.key, this.pool, chance, trace);
  }

  /** Aims the pool as the next choice would that is not a probe. */
  aim(of: RequestClass, query: RouteQuery, nowMs: number): void {
    this.pool.aim(of, query, nowMs, this.excluding);
  }

  /** Moves the open breakers on whose time is over, of nodes that the class may use now. O(1) when none is due. */
  wake(of: RequestClass, nowMs: number): void {
    const { breaker, catalog } = this.situation;
    if (nowMs >= breaker.nextSweepMs) breaker.catchUp(nowMs);
    if (nowMs < breaker.earliestMs || !this.anyDue(of, nowMs)) return;
    for (const deployment of of.serving) {
      if (catalog.isReady(deployment)) breaker.blocks(catalog.nodeOf[deployment]!, nowMs);
    }
    breaker.findEarliest();
  }

  private anyDue(of: RequestClass, nowMs: number): boolean {
    const { breaker, catalog } = this.situation;
    for (const node of breaker.open) {
      const state = breaker.at(node);
      if (state.kind !== 'open' || nowMs < state.untilMs) continue;
      for (const deployment of catalog.deploymentsOn(node)) {
        if (of.membership[deployment] !== MEMBERSHIP.none && catalog.isReady(deployment)) return true;
      }
    }
    return false;
  }

  /**
   * The half-open node with a free probe slot that has been half-open longest, ties by registration. Policies that read the
   * request must accept it; its health record, its latency and the window do not matter. -1 when there is none. O(half-open).
   */
  probeTarget(of: RequestClass, query: RouteQuery, nowMs: number): DeploymentIndex {
    const { breaker } = this.situation;
    if (breaker.halfOpen.length === 0) return -1;
    let target = -1;
    let earliest = Infinity;
    for (const node of breaker.halfOpen) {
      if (breaker.freeProbes(node, nowMs) === 0 || isTried(query, node)) continue;
      const state = breaker.at(node);
      if (state.kind !== 'half-open' || state.sinceMs > earliest) continue;
      const deployment = this.firstAccepted(of, node);
      if (deployment === -1 || (state.sinceMs === earliest && deployment > target)) continue;
      target = deployment;
      earliest = state.sinceMs;
    }
    return target;
  }

  private firstAccepted(of: RequestClass, node: NodeIndex): DeploymentIndex {
    const { catalog } = this.situation;
    for (const deployment of catalog.deploymentsOn(node)) {
      if (of.membership[deployment] === MEMBERSHIP.accepted && catalog.isReady(deployment)) return deployment;
    }
    return -1;
  }

  private tellPanic(trace: Trace): void {
    const { nodes, open, halfOpen } = this.situation.breaker;
    const left = nodes.size - open.length - halfOpen.length;
    trace.step('panic', `breakers and health records are overlooked: ${left} of ${nodes.size} nodes are not ejected`);
  }

  private asProbe(target: DeploymentIndex, nowMs: number, trace: Trace): DeploymentIndex {
    this.probe = true;
    if (!trace.on) return target;
    const { breaker, catalog } = this.situation;
    const node = catalog.nodeOf[target]!;
    const state = breaker.at(node);
    const max = breaker.settings.probes?.max ?? 0;
    const slot = max - breaker.freeProbes(node, nowMs) + 1;
    const since = state.kind === 'half-open' ? `half-open since ${(state.sinceMs / 1000).toFixed(3)} s` : state.kind;
    trace.step('probe', `${catalog.nodeIdOf(target)}, ${since}`);
    trace.say(`${catalog.nodeIdOf(target)} is half-open and has a free probe slot (${slot} of ${max}).`);
    return target;
  }
}
