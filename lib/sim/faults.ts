/**
 * Which faults hold where, and what they add up to on each node. Overlapping faults compose: factors multiply, added latencies add,
 * crashes nest, error fractions combine as independent. What holds on a node is computed afresh from the list of entries on it at every
 * edge, in the timeline's order, so that a node is exactly itself again when the last fault has ended. An edge costs O(nodes of its
 * target x faults on each).
 */
import type { Fault, FaultEntry, FaultTarget, TimelineEntry } from '@/lib/scenario/schema';
import { targetedNodes, type ScenarioNode } from '@/lib/scenario/nodes';

/** Edges of a timeline entry; the order at one instant within one entry. */
export const EDGE = { begin: 0, end: 1, toggle: 2 } as const;

/** Slow-downs multiply up to this factor; some fifty at their largest would be more than a number can hold. */
const MOST_SLOW_DOWN = 1e12;

export interface FaultsState {
  /** Per timeline entry: 1 while it holds. */
  readonly active: Uint8Array;
  /** Per timeline entry: 1 while a flapping fault is in its down part. */
  readonly flapDown: Uint8Array;
}

/** A fault that ends attempts by itself; `as` says how. */
export type ErrorFault = Extract<Fault, { kind: 'error-rate' | 'grey' }>;

export class FaultBoard {
  /** Per node, while anything holds: crash count above 0, slow-down factor, added round trip, combined error fractions. */
  readonly down: Uint8Array;
  readonly slowDown: Float64Array;
  readonly addedMs: Float64Array;
  /** Of requests (error-rate and grey) and of probes (error-rate alone). */
  readonly errorFraction: Float64Array;
  readonly probeErrorFraction: Float64Array;

  private readonly nodes: readonly ScenarioNode[];
  private timeline: readonly TimelineEntry[] = [];
  private targets: (readonly number[])[] = [];
  private active: Uint8Array = new Uint8Array(0);
  private flapDown: Uint8Array = new Uint8Array(0);
  /** By node: entries that hold on it now, ascending. */
  private readonly on: number[][];
  /** Nodes by target, so that many faults on one target share one list. */
  private readonly found = new Map<string, readonly number[]>();

  constructor(nodes: readonly ScenarioNode[]) {
    this.nodes = nodes;
    this.down = new Uint8Array(nodes.length);
    this.slowDown = new Float64Array(nodes.length).fill(1);
    this.addedMs = new Float64Array(nodes.length);
    this.errorFraction = new Float64Array(nodes.length);
    this.probeErrorFraction = new Float64Array(nodes.length);
    this.on = nodes.map(() => []);
  }

  /** The timeline with entries added at its end, or with the end of a fault moved; any other only before a `restore`. */
  setTimeline(timeline: readonly TimelineEntry[]): void {
    const known = Math.min(this.targets.length, timeline.length);
    this.timeline = timeline;
    this.targets = timeline.map((entry) => ('target' in entry ? this.targeted(entry.target) : []));
    const active = new Uint8Array(timeline.length);
    active.set(this.active.subarray(0, known));
    this.active = active;
    const flapDown = new Uint8Array(timeline.length);
    flapDown.set(this.flapDown.subarray(0, known));
    this.flapDown = flapDown;
  }

  holds(entry: number): boolean {
    return this.active[entry] === 1;
  }

  /** Nodes that an entry is about, ascending. */
  nodesOf(entry: number): readonly number[] {
    return this.targets[entry]!;
  }

  begin(entry: number): void {
    this.active[entry] = 1;
    if (this.fault(entry).fault.kind === 'flapping') this.flapDown[entry] = 1;
    for (const node of this.targets[entry]!) insert(this.on[node]!, entry);
    this.recompute(entry);
  }

  end(entry: number): void {
    this.active[entry] = 0;
    this.flapDown[entry] = 0;
    for (const node of this.targets[entry]!) remove(this.on[node]!, entry);
    this.recompute(entry);
  }

  /** A flapping fault changes sides; answers how long the new side lasts, in ms. */
  toggle(entry: number): number {
    const { fault } = this.fault(entry);
    if (fault.kind !== 'flapping') throw new Error(`timeline entry ${entry} is ${fault.kind}, which does not flap`);
    this.flapDown[entry] = 1 - this.flapDown[entry]!;
    this.recompute(entry);
    return this.flapDown[entry] === 1 ? fault.downMs : fault.upMs;
  }

  /** Of the node's error faults, the one that a uniform draw below `errorFraction` fails by, as if each had been asked in turn. */
  errorFault(node: number, unit: number): ErrorFault {
    let passed = 1;
    let reached = 0;
    let last: ErrorFault | null = null;
    for (const entry of this.on[node]!) {
      const { fault } = this.fault(entry);
      if (fault.kind !== 'error-rate' && fault.kind !== 'grey') continue;
      reached += passed * fault.fraction;
      passed *= 1 - fault.fraction;
      last = fault;
      if (unit < reached) break;
    }
    if (last === null) throw new Error(`no error fault holds on node ${node}`);
    return last;
  }

  /** Ids of the entries that hold on a node. */
  idsOn(node: number): string[] {
    return this.on[node]!.map((entry) => this.fault(entry).id);
  }

  save(): FaultsState {
    return { active: this.active.slice(), flapDown: this.flapDown.slice() };
  }

  /** Expects the timeline of the saved board to be set. */
  restore(state: FaultsState): void {
    this.active = state.active.slice();
    this.flapDown = state.flapDown.slice();
    for (const list of this.on) list.length = 0;
    this.active.forEach((holds, entry) => {
      if (holds === 1) for (const node of this.targets[entry]!) this.on[node]!.push(entry);
    });
    for (let node = 0; node < this.nodes.length; node++) this.recomputeNode(node);
  }

  private fault(entry: number): FaultEntry {
    const found = this.timeline[entry];
    if (found?.kind !== 'fault') throw new Error(`timeline entry ${entry} is ${found?.kind ?? 'missing'}, not a fault`);
    return found;
  }

  private targeted(target: FaultTarget): readonly number[] {
    const name = `${target.kind} ${target.id}`;
    const known = this.found.get(name) ?? targetedNodes(this.nodes, target);
    this.found.set(name, known);
    return known;
  }

  private recompute(entry: number): void {
    for (const node of this.targets[entry]!) this.recomputeNode(node);
  }

  private recomputeNode(node: number): void {
    let down = 0;
    let slowDown = 1;
    let addedMs = 0;
    let passes = 1;
    let probePasses = 1;
    for (const entry of this.on[node]!) {
      const { fault } = this.fault(entry);
      switch (fault.kind) {
        case 'crash':
          down = 1;
          break;
        case 'flapping':
          if (this.flapDown[entry] === 1) down = 1;
          break;
        case 'slow-down':
          slowDown = Math.min(slowDown * fault.factor, MOST_SLOW_DOWN);
          break;
        case 'added-latency':
          addedMs += fault.ms;
          break;
        case 'error-rate':
          passes *= 1 - fault.fraction;
          probePasses *= 1 - fault.fraction;
          break;
        case 'grey':
          passes *= 1 - fault.fraction;
          break;
      }
    }
    this.down[node] = down;
    this.slowDown[node] = slowDown;
    this.addedMs[node] = addedMs;
    this.errorFraction[node] = 1 - passes;
    this.probeErrorFraction[node] = 1 - probePasses;
  }
}

/** Into an ascending list. */
function insert(list: number[], entry: number): void {
  let at = list.length;
  while (at > 0 && list[at - 1]! > entry) at--;
  list.splice(at, 0, entry);
}

function remove(list: number[], entry: number): void {
  const at = list.indexOf(entry);
  if (at >= 0) list.splice(at, 1);
}
