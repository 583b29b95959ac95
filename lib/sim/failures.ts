/**
 * The clocks of random failures: each node of such a fault is up, then down, then up again, by draws of its own. A draw depends on the seed, the
 * entry's id, the node and which turn it is, never on what else happened, so two strategies meet the same times. A clock that runs only while the
 * node serves stands still in between, and the run tells it when that changes. An edge of one node is an edge of its timeline entry with the
 * node in its number.
 */
import { hashString } from '@/lib/base/hash';
import { log } from '@/lib/base/math';
import { mix32, SUBSYSTEM, type CounterStream } from '@/lib/base/random';
import type { Fault, FaultEntry } from '@/lib/scenario/schema';

import { NODE_EDGE, type Agenda } from './event';

type RandomFailures = Extract<Fault, { kind: 'random-failures' }>;

/** The clocks of one entry, by node of the fleet. */
interface Clocks {
  readonly id: string;
  readonly entity: number;
  readonly fault: RandomFailures;
  /** Those that the fault hits, ascending. */
  readonly nodes: readonly number[];
  /** When the node turns next; Infinity while its clock stands, and where the fault does not hold. */
  readonly dueMs: Float64Array;
  /** Time up that is left; while the clock stands. */
  readonly leftMs: Float64Array;
  readonly turns: Int32Array;
  readonly down: Uint8Array;
}

export interface FailuresState {
  readonly entries: readonly {
    readonly entry: number;
    readonly id: string;
    readonly fault: RandomFailures;
    readonly nodes: readonly number[];
    readonly floats: readonly Float64Array[];
    readonly turns: Int32Array;
    readonly down: Uint8Array;
  }[];
}

export class Failures {
  /** Whether some clock runs only while its node serves; ask before `watch`. */
  watches = false;
  private readonly clocks = new Map<number, Clocks>();
  /** By node: entries whose clock on it runs only while it serves. */
  private readonly watched: number[][];
  private readonly nodes: number;
  private readonly agenda: Agenda;
  private readonly chance: CounterStream;

  constructor(nodes: number, agenda: Agenda, chance: CounterStream) {
    this.nodes = nodes;
    this.agenda = agenda;
    this.chance = chance;
    this.watched = Array.from({ length: nodes }, () => []);
  }

  /** The fault begins: all its nodes are up, and their clocks start. A clock that runs only while its node serves waits to be told. */
  begin(entry: number, { id, fault }: FaultEntry, nodes: readonly number[], nowMs: number): void {
    if (fault.kind !== 'random-failures') return;
    const clocks = {
      id,
      nodes,
      entity: hashString(id),
      fault,
      dueMs: new Float64Array(this.nodes).fill(Infinity),
      leftMs: new Float64Array(this.nodes),
      turns: new Int32Array(this.nodes),
      down: new Uint8Array(this.nodes),
    };
    this.clocks.set(entry, clocks);
    if (fault.clock === 'while-serving') for (const node of nodes) this.watched[node]!.push(entry);
    for (const node of nodes) {
      // Fixed times begin somewhere in the first, or all nodes would fail together for ever.
      const upMs = fault.law === 'fixed' ? this.draw(clocks, node) * fault.upMs : this.lasts(clocks, node, fault.upMs);
      this.rise(entry, clocks, node, upMs, nowMs);
    }
    this.look();
  }

  end(entry: number): void {
    const clocks = this.clocks.get(entry);
    if (clocks === undefined) return;
    for (const node of clocks.nodes) {
      const list = this.watched[node]!;
      const at = list.indexOf(entry);
      if (at >= 0) list.splice(at, 1);
    }
    this.clocks.delete(entry);
    this.look();
  }

  isDown(entry: number, node: number): boolean {
    return this.clocks.get(entry)?.down[node] === 1;
  }

  isStale(entry: number, node: number, time: number): boolean {
    return this.clocks.get(entry)?.dueMs[node] !== time;
  }

  /** A node's clock runs out: it fails or is repaired, or both where it takes no time. Answers whether it has failed. */
  turn(entry: number, node: number, nowMs: number): boolean {
    const clocks = this.clocks.get(entry)!;
    const { fault, dueMs, down } = clocks;
    if (down[node] === 1) {
      down[node] = 0;
      this.rise(entry, clocks, node, this.lasts(clocks, node, fault.upMs), nowMs);
      return false;
    }
    const downMs = fault.downMs === 0 ? 0 : this.lasts(clocks, node, fault.downMs);
    if (downMs === 0) this.rise(entry, clocks, node, this.lasts(clocks, node, fault.upMs), nowMs);
    else {
      down[node] = 1;
      dueMs[node] = nowMs + downMs;
      this.agenda.addEdge(dueMs[node], entry, NODE_EDGE + node);
    }
    return true;
  }

  /** The node serves or does not: clocks that run only meanwhile go on or stand. */
  watch(node: number, serving: boolean, nowMs: number): void {
    for (const entry of this.watched[node]!) {
      const { dueMs, leftMs, down } = this.clocks.get(entry)!;
      if (down[node] === 1 || serving === dueMs[node]! < Infinity) continue;
      if (serving) {
        dueMs[node] = nowMs + leftMs[node]!;
        this.agenda.addEdge(dueMs[node], entry, NODE_EDGE + node);
      } else {
        leftMs[node] = Math.max(0, dueMs[node]! - nowMs);
        dueMs[node] = Infinity;
      }
    }
  }

  save(): FailuresState {
    return {
      entries: [...this.clocks].map(([entry, { id, fault, nodes, dueMs, leftMs, turns, down }]) => ({
        entry,
        id,
        fault,
        nodes,
        floats: [dueMs.slice(), leftMs.slice()],
        turns: turns.slice(),
        down: down.slice(),
      })),
    };
  }

  restore(state: FailuresState): void {
    this.clocks.clear();
    for (const list of this.watched) list.length = 0;
    for (const { entry, id, fault, nodes, floats, turns, down } of state.entries) {
      const entity = hashString(id);
      const [dueMs, leftMs] = [floats[0]!.slice(), floats[1]!.slice()];
      this.clocks.set(entry, { id, nodes, entity, fault, dueMs, leftMs, turns: turns.slice(), down: down.slice() });
      if (fault.clock === 'while-serving') for (const node of nodes) this.watched[node]!.push(entry);
    }
    this.look();
  }

  /** The node is up for so long. */
  private rise(entry: number, { fault, dueMs, leftMs }: Clocks, node: number, upMs: number, nowMs: number): void {
    if (fault.clock === 'while-serving') {
      leftMs[node] = upMs;
      dueMs[node] = Infinity;
      return;
    }
    dueMs[node] = nowMs + upMs;
    this.agenda.addEdge(dueMs[node], entry, NODE_EDGE + node);
  }

  private lasts(clocks: Clocks, node: number, meanMs: number): number {
    return clocks.fault.law === 'fixed' ? meanMs : -log(1 - this.draw(clocks, node)) * meanMs;
  }

  private draw({ entity, turns }: Clocks, node: number): number {
    return this.chance.aim(SUBSYSTEM.failures, mix32(entity, node), turns[node]!++).nextUnit();
  }

  private look(): void {
    this.watches = false;
    for (const { fault } of this.clocks.values()) if (fault.clock === 'while-serving') this.watches = true;
  }
}
