/**
 * The nodes as places of work: who is in service, who waits, first come first served, and the meters over both. What comes finds a free place or
 * waits, up to the node's limit; what leaves makes room for the first that waits. How work in service proceeds is the engine's business. All is
 * O(1) but for what an engine and a crash cost.
 */
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

export interface StationsState {
  readonly ints: readonly Int32Array[];
  readonly floats: readonly Float64Array[];
  /** Of the kinds that the scenario has. */
  readonly engines: readonly { readonly kind: EngineKind; readonly state: EngineState }[];
}

export class Stations {
  readonly busy: Int32Array;
  readonly queued: Int32Array;
  /** How many may be in service when something starts: all the node has, or fewer while a fault holds. */
  readonly places: Int32Array;
  readonly rate: Float64Array;
  /** As the scenario has them. */
  private readonly allPlaces: Int32Array;
  private readonly speed: Float64Array;
  private readonly queueLimit: Int32Array;
  private readonly losesSpeed: readonly boolean[];
  private readonly queueHead: Int32Array;
  private readonly queueTail: Int32Array;
  /** Integrals over time since the warm-up: ms of slots busy (`slotsOf`), request ms queued, request ms queued or in service; valid up to `meteredMs`. */
  private readonly busyMs: Float64Array;
  private readonly queueMs: Float64Array;
  private readonly heldMs: Float64Array;
  private readonly meteredMs: Float64Array;
  private readonly slots: Int32Array;
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
    const count = nodes.length;
    this.allPlaces = Int32Array.from(nodes, (node) => placesOf(node) ?? UNLIMITED);
    this.places = this.allPlaces.slice();
    this.slots = Int32Array.from(nodes, slotsOf);
    this.queueLimit = Int32Array.from(nodes, (node) => node.queueLimit);
    this.speed = Float64Array.from(nodes, (node) => node.speed);
    this.rate = this.speed.slice();
    this.losesSpeed = nodes.map(({ kind }) => engines[kind].loses === 'speed');
    this.busy = new Int32Array(count);
    this.queued = new Int32Array(count);
    this.queueHead = new Int32Array(count).fill(-1);
    this.queueTail = new Int32Array(count).fill(-1);
    this.busyMs = new Float64Array(count);
    this.queueMs = new Float64Array(count);
    this.heldMs = new Float64Array(count);
    this.meteredMs = new Float64Array(count).fill(warmUpMs);
    this.attempts = attempts;
    const parts: EngineParts = { nodes: count, rate: this.rate, attempts, agenda, demand };
    this.engineOf = nodes.map(({ kind }) => {
      const engine = this.engines.get(kind) ?? engines[kind].make(parts);
      this.engines.set(kind, engine);
      return engine;
    });
  }

  /** Takes an attempt into service or into the queue; false when both are full. */
  admit(attempt: number, node: number, nowMs: number): boolean {
    if (this.busy[node]! < this.places[node]!) {
      this.meter(node, nowMs);
      this.start(attempt, node, nowMs);
      return true;
    }
    if (this.queued[node]! >= this.queueLimit[node]!) return false;
    this.meter(node, nowMs);
    const { ints } = this.attempts;
    const tail = this.queueTail[node]!;
    ints[attempt + A.prev] = tail;
    ints[attempt + A.next] = -1;
    if (tail < 0) this.queueHead[node] = attempt;
    else ints[tail + A.next] = attempt;
    this.queueTail[node] = attempt;
    this.queued[node]!++;
    ints[attempt + A.phase] = PHASE.queued;
    return true;
  }

  /** An attempt in service or in the queue leaves; the next in the queue starts. `done`: its completion has come up. */
  leave(attempt: number, node: number, nowMs: number, done: boolean): void {
    this.meter(node, nowMs);
    if (this.attempts.ints[attempt + A.phase] === PHASE.queued) {
      this.unqueue(attempt, node);
      return;
    }
    this.engineOf[node]!.stop(attempt, node, nowMs, done);
    this.busy[node]!--;
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
    this.places[node] = stalled ? 0 : losesSpeed || capacity === 1 ? all : all - Math.round(all * (1 - capacity));
    if (this.queued[node]! > 0 && this.busy[node]! < this.places[node]) {
      this.meter(node, nowMs);
      this.fill(node, nowMs);
    }
  }

  /** Empties the node; calls back for each attempt that was on it: those in service, then the queue in order. */
  crash(node: number, nowMs: number, lost: (attempt: number) => void): void {
    this.meter(node, nowMs);
    const { ints } = this.attempts;
    let waiting = this.queueHead[node]!;
    this.queueHead[node] = -1;
    this.queueTail[node] = -1;
    this.busy[node] = 0;
    this.queued[node] = 0;
    this.engineOf[node]!.clear(node, lost);
    while (waiting >= 0) {
      const after = ints[waiting + A.next]!;
      lost(waiting);
      waiting = after;
    }
  }

  /** Whether work is done on the node now. */
  isServing(node: number): boolean {
    return this.busy[node]! > 0 && this.rate[node]! > 0;
  }

  /** Slot ms busy, request ms queued, and request ms queued or in service, from the warm-up to now. */
  metersAt(node: number, nowMs: number): { readonly busyMs: number; readonly queueMs: number; readonly heldMs: number } {
    const passed = Math.max(0, nowMs - this.meteredMs[node]!);
    const busy = Math.min(this.busy[node]!, this.slots[node]!);
    const queued = this.queued[node]!;
    return {
      busyMs: this.busyMs[node]! + busy * passed,
      queueMs: this.queueMs[node]! + queued * passed,
      heldMs: this.heldMs[node]! + (this.busy[node]! + queued) * passed,
    };
  }

  save(): StationsState {
    return {
      ints: this.ints().map((column) => column.slice()),
      floats: this.floats().map((column) => column.slice()),
      engines: [...this.engines].map(([kind, engine]) => ({ kind, state: engine.save() })),
    };
  }

  /** Expects the attempts to be restored. */
  restore(state: StationsState): void {
    this.ints().forEach((column, i) => column.set(state.ints[i]!));
    this.floats().forEach((column, i) => column.set(state.floats[i]!));
    for (const { kind, state: own } of state.engines) this.engines.get(kind)!.restore(own);
  }

  private ints(): Int32Array[] {
    return [this.busy, this.queued, this.places, this.queueHead, this.queueTail];
  }
  private floats(): Float64Array[] {
    return [this.rate, this.busyMs, this.queueMs, this.heldMs, this.meteredMs];
  }

  private start(attempt: number, node: number, nowMs: number): void {
    this.busy[node]!++;
    this.attempts.ints[attempt + A.phase] = PHASE.serving;
    this.engineOf[node]!.start(attempt, node, nowMs);
  }

  /** Whoever waits and finds a place starts, in order. */
  private fill(node: number, nowMs: number): void {
    while (this.busy[node]! < this.places[node]!) {
      const first = this.queueHead[node]!;
      if (first < 0) return;
      this.unqueue(first, node);
      this.start(first, node, nowMs);
    }
  }

  private unqueue(attempt: number, node: number): void {
    const { ints } = this.attempts;
    const before = ints[attempt + A.prev]!;
    const after = ints[attempt + A.next]!;
    if (before < 0) this.queueHead[node] = after;
    else ints[before + A.next] = after;
    if (after < 0) this.queueTail[node] = before;
    else ints[after + A.prev] = before;
    this.queued[node]!--;
  }

  private meter(node: number, nowMs: number): void {
    const passed = nowMs - this.meteredMs[node]!;
    if (passed <= 0) return;
    const busy = this.busy[node]!;
    const slots = this.slots[node]!;
    this.busyMs[node]! += (busy < slots ? busy : slots) * passed;
    const queued = this.queued[node]!;
    this.queueMs[node]! += queued * passed;
    this.heldMs[node]! += (busy + queued) * passed;
    this.meteredMs[node] = nowMs;
  }
}
