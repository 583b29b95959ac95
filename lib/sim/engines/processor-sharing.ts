/**
 * One processor that all attempts in service share equally: n of them each go on at an n-th of the node's rate. Every attempt in service gains
 * the same service in the same time, so it is enough to know how much that is since the node was last idle (`attained`): an attempt is done when
 * that has grown by its own demand, and the one with the least such mark is next. An event costs O(log n), whatever changes the rate O(1).
 * Source: attained service as the clock of egalitarian processor sharing, Kleinrock, Queueing Systems 2, 1976, section 4.4.
 */
import { ATTEMPT } from '../attempts';
import { EVENT } from '../event';

import type { Engine, EngineParts, EngineState } from './engine';
import { FinishOrder } from './finish-order';

const A = ATTEMPT;

export class ProcessorSharingEngine implements Engine {
  /** By node, in ms at speed 1, at `sinceMs`. Back to 0 when nothing is in service, so that it stays small and exact. */
  private readonly attained: Float64Array;
  private readonly sinceMs: Float64Array;
  /** By node: the attempt whose completion is on the agenda, and when that is; -1 and Infinity: none. */
  private readonly planned: Int32Array;
  private readonly plannedMs: Float64Array;
  /** By node, made when something first starts there. An attempt's `work` is the mark at which it is done. */
  private readonly orders: (FinishOrder | undefined)[];
  private readonly parts: EngineParts;

  constructor(parts: EngineParts) {
    this.parts = parts;
    this.attained = new Float64Array(parts.nodes);
    this.sinceMs = new Float64Array(parts.nodes);
    this.planned = new Int32Array(parts.nodes).fill(-1);
    this.plannedMs = new Float64Array(parts.nodes).fill(Infinity);
    this.orders = new Array<FinishOrder | undefined>(parts.nodes).fill(undefined);
  }

  start(attempt: number, node: number, nowMs: number): void {
    const { attempts, demand } = this.parts;
    const order = (this.orders[node] ??= new FinishOrder(attempts));
    this.advance(node, order, nowMs);
    const workMs = demand(attempt, nowMs);
    attempts.floats[(attempt >> 1) + A.sinceMs] = nowMs;
    attempts.floats[(attempt >> 1) + A.work] = this.attained[node]! + workMs;
    order.add(attempt);
    this.plan(node, order, this.parts.rate[node]!, nowMs);
  }

  stop(attempt: number, node: number, nowMs: number, done: boolean): void {
    const { floats } = this.parts.attempts;
    const order = this.orderOf(node);
    if (done) {
      // Done just now: its mark is what the node has given, to the bit, and those with the same mark are done at this instant too.
      this.attained[node] = floats[(attempt >> 1) + A.work]!;
      this.sinceMs[node] = nowMs;
      this.unplan(node, false);
    } else this.advance(node, order, nowMs);
    order.remove(attempt);
    if (order.count === 0) this.attained[node] = 0;
    this.plan(node, order, this.parts.rate[node]!, nowMs);
  }

  retime(node: number, rate: number, nowMs: number): void {
    const order = this.orders[node];
    if (order === undefined) return;
    this.advance(node, order, nowMs);
    this.plan(node, order, rate, nowMs);
  }

  clear(node: number, each: (attempt: number) => void): void {
    const order = this.orders[node];
    if (order === undefined) return;
    const list = order.list();
    order.clear();
    this.attained[node] = 0;
    this.unplan(node, true);
    for (const attempt of list) each(attempt);
  }

  save(): EngineState {
    return {
      ints: [this.planned.slice(), ...this.orders.map((order) => order?.list() ?? new Int32Array(0))],
      floats: [this.attained.slice(), this.sinceMs.slice(), this.plannedMs.slice()],
    };
  }

  restore(state: EngineState): void {
    this.planned.set(state.ints[0]!);
    for (let node = 0; node < this.parts.nodes; node++) {
      const list = state.ints[node + 1]!;
      if (list.length > 0) (this.orders[node] ??= new FinishOrder(this.parts.attempts)).set(list);
      else this.orders[node]?.clear();
    }
    this.attained.set(state.floats[0]!);
    this.sinceMs.set(state.floats[1]!);
    this.plannedMs.set(state.floats[2]!);
  }

  private orderOf(node: number): FinishOrder {
    const order = this.orders[node];
    if (order === undefined) throw new Error(`nothing has ever been in service on node ${node}`);
    return order;
  }

  /** Brings `attained` up to now; never past the mark of who is next, whatever the rounding. */
  private advance(node: number, order: FinishOrder, nowMs: number): void {
    if (order.count > 0) {
      const gained = ((nowMs - this.sinceMs[node]!) * this.parts.rate[node]!) / order.count;
      this.attained[node] = Math.min(this.attained[node]! + gained, this.parts.attempts.floats[(order.first >> 1) + A.work]!);
    }
    this.sinceMs[node] = nowMs;
  }

  /** Puts the next completion on the agenda, unless it stands there already. */
  private plan(node: number, order: FinishOrder, rate: number, nowMs: number): void {
    const { attempts, agenda } = this.parts;
    const { first, count } = order;
    const leftMs =
      first < 0 || rate === 0 ? Infinity : ((attempts.floats[(first >> 1) + A.work]! - this.attained[node]!) * count) / rate;
    const atMs = nowMs + leftMs;
    if (first === this.planned[node] && atMs === this.plannedMs[node]) return;
    this.unplan(node, true);
    if (atMs === Infinity) return;
    this.planned[node] = first;
    this.plannedMs[node] = atMs;
    agenda.add(atMs, EVENT.done, first, attempts.ints[first + A.service]!);
  }

  /** `pending`: the completion stands on the agenda still. */
  private unplan(node: number, pending: boolean): void {
    const { attempts, agenda } = this.parts;
    const { ints } = attempts;
    const before = this.planned[node]!;
    if (before >= 0) {
      ints[before + A.service] = (ints[before + A.service]! + 1) | 0;
      if (pending) agenda.forget();
    }
    this.planned[node] = -1;
    this.plannedMs[node] = Infinity;
  }
}
