/**
 * The nodes as places of work: who is in service, who waits, first come first served, and the meters over both. What comes finds a free place or
 * waits, up to the node's limit; what leaves makes room for the first that waits. How work in service proceeds is the engine's business. All is
 * O(1) but for what an engine and a crash cost.
 */
import { floatsOver, linedInts } from '@/lib/base/lines';

import { ATTEMPT, PHASE as PHASES, type Attempts } from './attempts';
import type { Engine, EngineParts, EngineState } from './engines/engine';
import { engines } from './engines/table';
import type { Agenda } from './event';
import { placesOf, slotsOf } from '@/lib/scenario/engines';
import type { Group } from '@/lib/scenario/schema';
import type { EngineKind } from '@/lib/scenario/signals';

// A constant of the module's own is folded into hot code; an imported one is looked up each time.
const PHASE = PHASES;

const A = ATTEMPT;
/** More than there can be attempts. */
const UNLIMITED = 2_147_483_647;

/**
 * What stands where in the row of a node, as for `ATTEMPT`: whoever comes or leaves needs nearly all of it, and it fits into one line of the
 * processor's cache.
 */
const STATION = {
  /** Floats. Integrals over time since the warm-up: ms of slots busy (`slotsOf`), request ms queued, request ms queued or in service; valid up to `meteredMs`. */
  busyMs: 0,
  queueMs: 1,
  heldMs: 2,
  meteredMs: 3,
  /** Integers. */
  busy: 8,
  queued: 9,
  /** How many may be in service when something starts: all the node has, or fewer while a fault holds. */
  places: 10,
  slots: 11,
  /** Ends of the queue; -1: nobody waits. */
  queueHead: 12,
  queueTail: 13,
} as const;
const S = STATION;
/** Of a row, in integers. */
const WIDTH = 16;

export interface StationsState {
  readonly rows: Int32Array;
  readonly rate: Float64Array;
  /** Of the kinds that the scenario has. */
  readonly engines: readonly { readonly kind: EngineKind; readonly state: EngineState }[];
}

export class Stations {
  /** How many nodes there are. */
  readonly count: number;
  /** By node: work per ms; 0 while it stands still. */
  private readonly rate: Float64Array;
  /** The rows of all nodes, as integers and, over the same bytes, as floats. */
  private readonly ints: Int32Array;
  private readonly floats: Float64Array;
  /** As the scenario has them. */
  private readonly allPlaces: Int32Array;
  private readonly speed: Float64Array;
  private readonly queueLimit: Int32Array;
  private readonly losesSpeed: readonly boolean[];
  private readonly attempts: Attempts;
  private readonly engines = new Map<EngineKind, Engine>();
  /** By node. */
  private readonly engineOf: readonly Engine[];

  /** By node: its engine as the scenario has it. */
  constructor(
    nodes: readonly Group['engine'][],
    warmUpMs: number,
    attempts: Attempts,
    agenda: Agenda,
    demand: EngineParts['demand'],
  ) {
    this.count = nodes.length;
    this.allPlaces = Int32Array.from(nodes, (node) => placesOf(node) ?? UNLIMITED);
    this.queueLimit = Int32Array.from(nodes, (node) => node.queueLimit);
    this.speed = Float64Array.from(nodes, (node) => node.speed);
    this.rate = this.speed.slice();
    this.losesSpeed = nodes.map(({ kind }) => engines[kind].loses === 'speed');
    this.ints = linedInts(WIDTH * nodes.length);
    this.floats = floatsOver(this.ints);
    nodes.forEach((engine, node) => {
      const row = WIDTH * node;
      this.floats[(row >> 1) + S.meteredMs] = warmUpMs;
      this.ints[row + S.places] = this.allPlaces[node]!;
      this.ints[row + S.slots] = slotsOf(engine);
      this.ints[row + S.queueHead] = -1;
      this.ints[row + S.queueTail] = -1;
    });
    this.attempts = attempts;
    const parts: EngineParts = { nodes: nodes.length, rate: this.rate, attempts, agenda, demand };
    this.engineOf = nodes.map(({ kind }) => {
      const engine = this.engines.get(kind) ?? engines[kind].make(parts);
      this.engines.set(kind, engine);
      return engine;
    });
  }

  /** Attempts in service on a node, and those that wait there. */
  busy(node: number): number {
    return this.ints[WIDTH * node + S.busy]!;
  }
  queued(node: number): number {
    return this.ints[WIDTH * node + S.queued]!;
  }
  /** How many may be in service when something starts: all the node has, or fewer while a fault holds. */
  places(node: number): number {
    return this.ints[WIDTH * node + S.places]!;
  }

  /** Takes an attempt into service or into the queue; false when both are full. */
  admit(attempt: number, node: number, nowMs: number): boolean {
    const { ints } = this;
    const row = WIDTH * node;
    if (ints[row + S.busy]! < ints[row + S.places]!) {
      this.meter(row, nowMs);
      this.start(attempt, node, nowMs);
      return true;
    }
    if (ints[row + S.queued]! >= this.queueLimit[node]!) return false;
    this.meter(row, nowMs);
    const { ints: links } = this.attempts;
    const tail = ints[row + S.queueTail]!;
    links[attempt + A.prev] = tail;
    links[attempt + A.next] = -1;
    if (tail < 0) ints[row + S.queueHead] = attempt;
    else links[tail + A.next] = attempt;
    ints[row + S.queueTail] = attempt;
    ints[row + S.queued]!++;
    links[attempt + A.phase] = PHASE.queued;
    return true;
  }

  /** An attempt in service or in the queue leaves; the next in the queue starts. `done`: its completion has come up. */
  leave(attempt: number, node: number, nowMs: number, done: boolean): void {
    const row = WIDTH * node;
    this.meter(row, nowMs);
    if (this.attempts.ints[attempt + A.phase] === PHASE.queued) {
      this.unqueue(attempt, row);
      return;
    }
    this.engineOf[node]!.stop(attempt, node, nowMs, done);
    this.ints[row + S.busy]!--;
    this.fill(node, nowMs);
  }

  /**
   * The node works at `share` of its speed over `slowDown` from now on, and at most `capacity` of its places take new work, rounded, where its
   * engine has places to lose; its speed falls by that share where it has not. What is in service goes on. `stalled`: nothing starts. What
   * has a place now starts. No change is no change at all.
   */
  set(node: number, slowDown: number, share: number, capacity: number, stalled: boolean, nowMs: number): void {
    const losesSpeed = this.losesSpeed[node]!;
    const rate = (this.speed[node]! / slowDown) * (losesSpeed ? share * capacity : share);
    if (rate !== this.rate[node]) {
      this.engineOf[node]!.retime(node, rate, nowMs);
      this.rate[node] = rate;
    }
    const all = this.allPlaces[node]!;
    const places = stalled ? 0 : losesSpeed || capacity === 1 ? all : all - Math.round(all * (1 - capacity));
    this.ints[WIDTH * node + S.places] = places;
    if (this.queued(node) > 0 && this.busy(node) < places) {
      this.meter(WIDTH * node, nowMs);
      this.fill(node, nowMs);
    }
  }

  /** Empties the node; calls back for each attempt that was on it: those in service, then the queue in order. */
  crash(node: number, nowMs: number, lost: (attempt: number) => void): void {
    const { ints } = this;
    const row = WIDTH * node;
    this.meter(row, nowMs);
    let waiting = ints[row + S.queueHead]!;
    ints[row + S.queueHead] = -1;
    ints[row + S.queueTail] = -1;
    ints[row + S.busy] = 0;
    ints[row + S.queued] = 0;
    this.engineOf[node]!.clear(node, lost);
    while (waiting >= 0) {
      const after = this.attempts.ints[waiting + A.next]!;
      lost(waiting);
      waiting = after;
    }
  }

  /** Whether work is done on the node now. */
  isServing(node: number): boolean {
    return this.busy(node) > 0 && this.rate[node]! > 0;
  }

  /** Slot ms busy, request ms queued, and request ms queued or in service, from the warm-up to now. */
  metersAt(node: number, nowMs: number): { readonly busyMs: number; readonly queueMs: number; readonly heldMs: number } {
    const at = (WIDTH * node) >> 1;
    const { floats } = this;
    const passed = Math.max(0, nowMs - floats[at + S.meteredMs]!);
    const queued = this.queued(node);
    return {
      busyMs: floats[at + S.busyMs]! + Math.min(this.busy(node), this.ints[WIDTH * node + S.slots]!) * passed,
      queueMs: floats[at + S.queueMs]! + queued * passed,
      heldMs: floats[at + S.heldMs]! + (this.busy(node) + queued) * passed,
    };
  }

  save(): StationsState {
    return {
      rows: this.ints.slice(),
      rate: this.rate.slice(),
      engines: [...this.engines].map(([kind, engine]) => ({ kind, state: engine.save() })),
    };
  }

  /** Expects the attempts to be restored. */
  restore(state: StationsState): void {
    this.ints.set(state.rows);
    this.rate.set(state.rate);
    for (const { kind, state: own } of state.engines) this.engines.get(kind)!.restore(own);
  }

  private start(attempt: number, node: number, nowMs: number): void {
    this.ints[WIDTH * node + S.busy]!++;
    this.attempts.ints[attempt + A.phase] = PHASE.serving;
    this.engineOf[node]!.start(attempt, node, nowMs);
  }

  /** Whoever waits and finds a place starts, in order. */
  private fill(node: number, nowMs: number): void {
    const { ints } = this;
    const row = WIDTH * node;
    while (ints[row + S.busy]! < ints[row + S.places]!) {
      const first = ints[row + S.queueHead]!;
      if (first < 0) return;
      this.unqueue(first, row);
      this.start(first, node, nowMs);
    }
  }

  private unqueue(attempt: number, row: number): void {
    const { ints } = this;
    const { ints: links } = this.attempts;
    const before = links[attempt + A.prev]!;
    const after = links[attempt + A.next]!;
    if (before < 0) ints[row + S.queueHead] = after;
    else links[before + A.next] = after;
    if (after < 0) ints[row + S.queueTail] = before;
    else links[after + A.prev] = before;
    ints[row + S.queued]!--;
  }

  private meter(row: number, nowMs: number): void {
    const { ints, floats } = this;
    const at = row >> 1;
    const passed = nowMs - floats[at + S.meteredMs]!;
    if (passed <= 0) return;
    const busy = ints[row + S.busy]!;
    const slots = ints[row + S.slots]!;
    const queued = ints[row + S.queued]!;
    floats[at + S.busyMs]! += (busy < slots ? busy : slots) * passed;
    floats[at + S.queueMs]! += queued * passed;
    floats[at + S.heldMs]! += (busy + queued) * passed;
    floats[at + S.meteredMs] = nowMs;
  }
}
