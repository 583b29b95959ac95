/**
 * The slots engine for every node at once: c servers, one first-come-first-served queue with a limit. Work in service is
 * tracked as work left, so a change of speed re-times it; the completion planned before then carries an older `service` number and
 * is stale. Everything is O(1) except a change of speed and a crash, which are O(attempts on the node).
 */
import { PHASE, type Attempts } from '../attempts';
import { EVENT, type Agenda } from '../event';

/** The service demand in ms at speed 1 of an attempt that starts service. */
export type Demand = (attempt: number) => number;

export interface SlotsState {
  readonly ints: readonly Int32Array[];
  readonly floats: readonly Float64Array[];
}

export interface SlotsNode {
  readonly slots: number;
  readonly queueLimit: number;
  readonly speed: number;
}

export class SlotsEngine {
  readonly slots: Int32Array;
  readonly queueLimit: Int32Array;
  private readonly speed: Float64Array;
  /** Work per ms: the node's speed over the slow-down that holds. */
  readonly rate: Float64Array;
  readonly busy: Int32Array;
  readonly queued: Int32Array;
  private readonly queueHead: Int32Array;
  private readonly queueTail: Int32Array;
  private readonly serviceHead: Int32Array;
  /** Integrals over time since the warm-up: slot ms busy, request ms queued; valid up to `meteredMs`. */
  private readonly busyMs: Float64Array;
  private readonly queueMs: Float64Array;
  private readonly meteredMs: Float64Array;
  private readonly attempts: Attempts;
  private readonly agenda: Agenda;
  private readonly demand: Demand;

  constructor(nodes: readonly SlotsNode[], warmUpMs: number, attempts: Attempts, agenda: Agenda, demand: Demand) {
    const count = nodes.length;
    this.slots = Int32Array.from(nodes, (node) => node.slots);
    this.queueLimit = Int32Array.from(nodes, (node) => node.queueLimit);
    this.speed = Float64Array.from(nodes, (node) => node.speed);
    this.rate = this.speed.slice();
    this.busy = new Int32Array(count);
    this.queued = new Int32Array(count);
    this.queueHead = new Int32Array(count).fill(-1);
    this.queueTail = new Int32Array(count).fill(-1);
    this.serviceHead = new Int32Array(count).fill(-1);
    this.busyMs = new Float64Array(count);
    this.queueMs = new Float64Array(count);
    this.meteredMs = new Float64Array(count).fill(warmUpMs);
    this.attempts = attempts;
    this.agenda = agenda;
    this.demand = demand;
  }

  /** Takes an attempt into a free slot or the queue; false when both are full. */
  admit(attempt: number, node: number, nowMs: number): boolean {
    if (this.busy[node]! < this.slots[node]!) {
      this.meter(node, nowMs);
      this.start(attempt, node, nowMs);
      return true;
    }
    if (this.queued[node]! >= this.queueLimit[node]!) return false;
    this.meter(node, nowMs);
    const { next, prev, phase } = this.attempts;
    const tail = this.queueTail[node]!;
    prev[attempt] = tail;
    next[attempt] = -1;
    if (tail < 0) this.queueHead[node] = attempt;
    else next[tail] = attempt;
    this.queueTail[node] = attempt;
    this.queued[node]!++;
    phase[attempt] = PHASE.queued;
    return true;
  }

  /** An attempt in service or in the queue leaves, done or not; the next in the queue starts. */
  leave(attempt: number, node: number, nowMs: number): void {
    this.meter(node, nowMs);
    if (this.attempts.phase[attempt] === PHASE.queued) {
      this.unqueue(attempt, node);
      return;
    }
    const { next, prev, service } = this.attempts;
    const before = prev[attempt]!;
    const after = next[attempt]!;
    if (before < 0) this.serviceHead[node] = after;
    else next[before] = after;
    if (after >= 0) prev[after] = before;
    service[attempt] = (service[attempt]! + 1) | 0;
    this.busy[node]!--;
    const first = this.queueHead[node]!;
    if (first >= 0) {
      this.unqueue(first, node);
      this.start(first, node, nowMs);
    }
  }

  /** Divides the node's speed by `factor` from now on, work in service included. No change of speed is no change at all. */
  slowDown(node: number, factor: number, nowMs: number): void {
    const rate = this.speed[node]! / factor;
    const before = this.rate[node]!;
    if (rate === before) return;
    this.rate[node] = rate;
    const { next, work, sinceMs, service } = this.attempts;
    for (let at = this.serviceHead[node]!; at >= 0; at = next[at]!) {
      work[at] = Math.max(0, work[at]! - (nowMs - sinceMs[at]!) * before);
      sinceMs[at] = nowMs;
      service[at] = (service[at]! + 1) | 0;
      this.agenda.add(nowMs + work[at]! / rate, EVENT.done, at, service[at]!);
    }
  }

  /** Empties the node; calls back for each attempt that was on it: those in service, then the queue in order. */
  crash(node: number, nowMs: number, lost: (attempt: number) => void): void {
    this.meter(node, nowMs);
    const { next, service } = this.attempts;
    let at = this.serviceHead[node]!;
    let waiting = this.queueHead[node]!;
    this.serviceHead[node] = -1;
    this.queueHead[node] = -1;
    this.queueTail[node] = -1;
    this.busy[node] = 0;
    this.queued[node] = 0;
    while (at >= 0) {
      const after = next[at]!;
      service[at] = (service[at]! + 1) | 0;
      lost(at);
      at = after;
    }
    while (waiting >= 0) {
      const after = next[waiting]!;
      lost(waiting);
      waiting = after;
    }
  }

  /** Slot ms busy and request ms queued from the warm-up to now. */
  metersAt(node: number, nowMs: number): { readonly busyMs: number; readonly queueMs: number } {
    const passed = Math.max(0, nowMs - this.meteredMs[node]!);
    return { busyMs: this.busyMs[node]! + this.busy[node]! * passed, queueMs: this.queueMs[node]! + this.queued[node]! * passed };
  }

  save(): SlotsState {
    return { ints: this.ints().map((column) => column.slice()), floats: this.floats().map((column) => column.slice()) };
  }

  restore(state: SlotsState): void {
    this.ints().forEach((column, i) => column.set(state.ints[i]!));
    this.floats().forEach((column, i) => column.set(state.floats[i]!));
  }

  private ints(): Int32Array[] {
    return [this.busy, this.queued, this.queueHead, this.queueTail, this.serviceHead];
  }
  private floats(): Float64Array[] {
    return [this.rate, this.busyMs, this.queueMs, this.meteredMs];
  }

  private start(attempt: number, node: number, nowMs: number): void {
    const { next, prev, phase, work, sinceMs, service } = this.attempts;
    const head = this.serviceHead[node]!;
    prev[attempt] = -1;
    next[attempt] = head;
    if (head >= 0) prev[head] = attempt;
    this.serviceHead[node] = attempt;
    this.busy[node]!++;
    phase[attempt] = PHASE.serving;
    const demand = this.demand(attempt);
    work[attempt] = demand;
    sinceMs[attempt] = nowMs;
    this.agenda.add(nowMs + demand / this.rate[node]!, EVENT.done, attempt, service[attempt]!);
  }

  private unqueue(attempt: number, node: number): void {
    const { next, prev } = this.attempts;
    const before = prev[attempt]!;
    const after = next[attempt]!;
    if (before < 0) this.queueHead[node] = after;
    else next[before] = after;
    if (after < 0) this.queueTail[node] = before;
    else prev[after] = before;
    this.queued[node]!--;
  }

  private meter(node: number, nowMs: number): void {
    const passed = nowMs - this.meteredMs[node]!;
    if (passed <= 0) return;
    this.busyMs[node]! += this.busy[node]! * passed;
    this.queueMs[node]! += this.queued[node]! * passed;
    this.meteredMs[node] = nowMs;
  }
}
