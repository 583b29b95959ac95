/**
 * Which faults hold where, and what they add up to on each node and, for what happens to messages, on each deployment. Overlapping faults compose:
 * slow-downs multiply, added latencies add, crashes nest, fractions combine as independent. What holds on a node is computed afresh from the list
 * of entries on it at every edge, in the timeline's order, so that a node is exactly itself again when the last fault has ended. An edge
 * costs O(nodes of its target x models on each x faults on each).
 */
import type { CounterStream } from '@/lib/base/random';
import { RAMP_STEPS } from '@/lib/scenario/fault-rules';
import { faultedNodes, targetedNodes, type ScenarioNode } from '@/lib/scenario/nodes';
import type { Fault, FaultEntry, TimelineEntry } from '@/lib/scenario/schema';

import type { Agenda } from './event';
import { Failures, type FailuresState } from './failures';

/** Edges of a timeline entry; the order at one instant within one entry. Those of single nodes follow, `NODE_EDGE` in `event.ts`. */
export const EDGE = { begin: 0, end: 1, toggle: 2, grow: 3 } as const;

/** Slow-downs multiply up to this factor; some fifty at their largest would be more than a number can hold. */
const MOST_SLOW_DOWN = 1e12;

export interface FaultsState {
  /** Per timeline entry: 1 while it holds. */
  readonly active: Uint8Array;
  /** Per timeline entry: 1 while a flapping fault is in its down part, or a cold restart not over. */
  readonly flapDown: Uint8Array;
  /** Per timeline entry: how far it has grown, in steps. */
  readonly grown: Uint8Array;
  readonly failures: FailuresState;
}

/** A fault that ends attempts by itself; `as` says how. */
export type ErrorFault = Extract<Fault, { kind: 'error-rate' | 'grey' }>;

export class FaultBoard {
  /** By node, 1 while it holds: no work is done; what comes is refused; a crash, which does both and leaves nothing; the process is dead, so that what it held is lost. */
  readonly down: Uint8Array;
  readonly refuses: Uint8Array;
  readonly crashed: Uint8Array;
  readonly dead: Uint8Array;
  /** By node, 1 while it holds: nothing starts; nothing passes between routers and node. */
  readonly stalled: Uint8Array;
  readonly cut: Uint8Array;
  /** By node: what divides its speed, and the share of its capacity that is left. */
  readonly slowDown: Float64Array;
  readonly capacity: Float64Array;
  /** By node, of its probes: added round trip, fractions that fail, and that are lost each way. */
  readonly probeAddedMs: Float64Array;
  readonly probeErrorFraction: Float64Array;
  readonly probeLoss: Float64Array;
  /** By deployment, of its attempts: added round trip, fractions that fail, and that are lost each way. */
  readonly addedMs: Float64Array;
  readonly errorFraction: Float64Array;
  readonly loss: Float64Array;
  /** By deployment: 1 while anything but time stands between it and an attempt, so that one look is enough while nothing does. */
  readonly odd: Uint8Array;
  /** Deployments that are odd or whose attempts are under way for longer: while there are none, nobody need look at one. */
  touched = 0;
  readonly failures: Failures;

  private readonly nodes: readonly ScenarioNode[];
  private readonly seed: number;
  /** Deployments are numbered node by node, each node's models in order: by node, the number of its first. */
  private readonly firstOn: Int32Array;
  private timeline: readonly TimelineEntry[] = [];
  private targets: (readonly number[])[] = [];
  private active: Uint8Array = new Uint8Array(0);
  private flapDown: Uint8Array = new Uint8Array(0);
  private grown: Uint8Array = new Uint8Array(0);
  /** By node: entries that hold on it now, ascending. */
  private readonly on: number[][];
  /** Nodes by target, so that many faults on one target share one list. */
  private readonly found = new Map<string, readonly number[]>();

  constructor(nodes: readonly ScenarioNode[], seed: number, agenda: Agenda, chance: CounterStream) {
    const count = nodes.length;
    this.nodes = nodes;
    this.seed = seed;
    this.firstOn = new Int32Array(count + 1);
    nodes.forEach(({ models }, node) => (this.firstOn[node + 1] = this.firstOn[node]! + models.length));
    const deployments = this.firstOn[count]!;
    this.down = new Uint8Array(count);
    this.refuses = new Uint8Array(count);
    this.crashed = new Uint8Array(count);
    this.dead = new Uint8Array(count);
    this.stalled = new Uint8Array(count);
    this.cut = new Uint8Array(count);
    this.slowDown = new Float64Array(count).fill(1);
    this.capacity = new Float64Array(count).fill(1);
    this.probeAddedMs = new Float64Array(count);
    this.probeErrorFraction = new Float64Array(count);
    this.probeLoss = new Float64Array(count);
    this.addedMs = new Float64Array(deployments);
    this.errorFraction = new Float64Array(deployments);
    this.loss = new Float64Array(deployments);
    this.odd = new Uint8Array(deployments);
    this.failures = new Failures(count, agenda, chance);
    this.on = nodes.map(() => []);
  }

  /** The timeline with entries added at its end, or with the end of a fault moved; any other only before a `restore`. */
  setTimeline(timeline: readonly TimelineEntry[]): void {
    const known = Math.min(this.targets.length, timeline.length);
    this.timeline = timeline;
    this.targets = timeline.map((entry) => this.targeted(entry));
    const longer = (column: Uint8Array): Uint8Array => {
      const next = new Uint8Array(timeline.length);
      next.set(column.subarray(0, known));
      return next;
    };
    this.active = longer(this.active);
    this.flapDown = longer(this.flapDown);
    this.grown = longer(this.grown);
  }

  holds(entry: number): boolean {
    return this.active[entry] === 1;
  }

  /** Nodes that an entry is about, ascending. */
  nodesOf(entry: number): readonly number[] {
    return this.targets[entry]!;
  }

  begin(entry: number, nowMs: number): void {
    const of = this.fault(entry);
    const { kind } = of.fault;
    this.active[entry] = 1;
    this.flapDown[entry] = kind === 'flapping' || kind === 'cold-restart' ? 1 : 0;
    this.grown[entry] = of.rampMs > 0 ? 0 : RAMP_STEPS;
    this.failures.begin(entry, of, this.targets[entry]!, nowMs);
    for (const node of this.targets[entry]!) insert(this.on[node]!, entry);
    this.recompute(entry);
  }

  end(entry: number): void {
    this.active[entry] = 0;
    this.flapDown[entry] = 0;
    this.failures.end(entry);
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

  /** A growing fault takes its next step; answers when the one after it is due, Infinity after the last. */
  grow(entry: number): number {
    const { atMs, rampMs } = this.fault(entry);
    const step = this.grown[entry]! + 1;
    this.grown[entry] = step;
    this.recompute(entry);
    return step === RAMP_STEPS ? Infinity : atMs + (rampMs * (step + 1)) / RAMP_STEPS;
  }

  /** A single node fails or is repaired; answers whether it fails and what it held is lost. */
  turn(entry: number, node: number, nowMs: number): boolean {
    const { fault } = this.fault(entry);
    const fails = this.failures.turn(entry, node, nowMs);
    this.recomputeNode(node);
    return fails && fault.kind === 'random-failures' && fault.work === 'lost';
  }

  /** Of a deployment's error faults, the one that a uniform draw below `errorFraction` fails by, as if each had been asked in turn. */
  errorFault(node: number, deployment: number, unit: number): ErrorFault {
    const model = this.nodes[node]!.models[deployment - this.firstOn[node]!]!;
    let passed = 1;
    let reached = 0;
    let last: ErrorFault | null = null;
    for (const entry of this.on[node]!) {
      const of = this.fault(entry);
      const { fault } = of;
      if ((fault.kind !== 'error-rate' && fault.kind !== 'grey') || !concerns(of, model)) continue;
      const fraction = fault.fraction * this.severity(entry);
      reached += passed * fraction;
      passed *= 1 - fraction;
      last = fault;
      if (unit < reached) break;
    }
    if (last === null) throw new Error(`no error fault holds on deployment ${deployment}`);
    return last;
  }

  /** Ids of the entries that hold on a node. */
  idsOn(node: number): string[] {
    return this.on[node]!.map((entry) => this.fault(entry).id);
  }

  save(): FaultsState {
    return {
      active: this.active.slice(),
      flapDown: this.flapDown.slice(),
      grown: this.grown.slice(),
      failures: this.failures.save(),
    };
  }

  /** Expects the timeline of the saved board to be set. */
  restore(state: FaultsState): void {
    this.active = state.active.slice();
    this.flapDown = state.flapDown.slice();
    this.grown = state.grown.slice();
    this.failures.restore(state.failures);
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

  private targeted(entry: TimelineEntry): readonly number[] {
    if (!('target' in entry)) return [];
    const own = entry.target.kind === 'share' ? entry.id : '';
    const name = `${JSON.stringify(entry.target)} ${own}`;
    const known =
      this.found.get(name) ??
      (entry.kind === 'fault' ? faultedNodes(this.nodes, entry, this.seed) : targetedNodes(this.nodes, entry.target));
    this.found.set(name, known);
    return known;
  }

  /** 0 to 1. */
  private severity(entry: number): number {
    return this.grown[entry]! / RAMP_STEPS;
  }

  private recompute(entry: number): void {
    for (const node of this.targets[entry]!) this.recomputeNode(node);
  }

  private recomputeNode(node: number): void {
    let [down, refuses, crashed, dead, stalled, cut] = [0, 0, 0, 0, 0, 0];
    let slowDown = 1;
    let capacity = 1;
    let mute = 0;
    for (const entry of this.on[node]!) {
      const { fault } = this.fault(entry);
      switch (fault.kind) {
        case 'crash':
          [down, refuses, crashed, dead] = [1, 1, 1, 1];
          break;
        case 'flapping':
        case 'cold-restart':
          if (this.flapDown[entry] === 1) [down, refuses, crashed, dead] = [1, 1, 1, 1];
          break;
        case 'random-failures':
          if (!this.failures.isDown(entry, node)) break;
          down = 1;
          if (fault.arrivals === 'refused') refuses = 1;
          if (fault.work === 'lost') dead = 1;
          if (fault.arrivals === 'refused' && fault.work === 'lost') crashed = 1;
          break;
        case 'slow-down':
          slowDown = Math.min(slowDown * (1 + (fault.factor - 1) * this.severity(entry)), MOST_SLOW_DOWN);
          break;
        case 'capacity-loss':
          capacity *= 1 - fault.fraction * this.severity(entry);
          break;
        case 'queue-stall':
          stalled = 1;
          break;
        case 'partition':
          cut = 1;
          break;
        case 'probe-only':
          mute = 1;
          break;
        case 'added-latency':
        case 'error-rate':
        case 'grey':
        case 'packet-loss':
          break;
      }
    }
    this.down[node] = down;
    this.refuses[node] = refuses;
    this.crashed[node] = crashed;
    this.dead[node] = dead;
    this.stalled[node] = stalled;
    this.cut[node] = cut;
    this.slowDown[node] = slowDown;
    this.capacity[node] = capacity;
    this.recomputeMessages(node, null);
    if (mute === 1) this.probeErrorFraction[node] = 1;
    const { models } = this.nodes[node]!;
    for (let i = 0; i < models.length; i++) this.recomputeMessages(node, i);
  }

  /** What happens to messages: of the node's probes (null), or of the attempts on one of its models. */
  private recomputeMessages(node: number, place: number | null): void {
    const model = place === null ? null : this.nodes[node]!.models[place]!;
    let addedMs = 0;
    let passes = 1;
    let arrives = 1;
    for (const entry of this.on[node]!) {
      const of = this.fault(entry);
      if (!concerns(of, model)) continue;
      const { fault } = of;
      switch (fault.kind) {
        case 'added-latency':
          addedMs += fault.ms * this.severity(entry);
          break;
        case 'error-rate':
          passes *= 1 - fault.fraction * this.severity(entry);
          break;
        case 'grey':
          if (model !== null) passes *= 1 - fault.fraction * this.severity(entry);
          break;
        case 'packet-loss':
          arrives *= 1 - fault.fraction * this.severity(entry);
          break;
        default:
          break;
      }
    }
    if (place === null) {
      this.probeAddedMs[node] = addedMs;
      this.probeErrorFraction[node] = 1 - passes;
      this.probeLoss[node] = 1 - arrives;
      return;
    }
    const deployment = this.firstOn[node]! + place;
    const before = this.isTouched(deployment);
    this.addedMs[deployment] = addedMs;
    this.errorFraction[deployment] = 1 - passes;
    this.loss[deployment] = 1 - arrives;
    this.odd[deployment] = this.refuses[node] === 1 || this.cut[node] === 1 || passes < 1 || arrives < 1 ? 1 : 0;
    this.touched += Number(this.isTouched(deployment)) - Number(before);
  }

  private isTouched(deployment: number): boolean {
    return this.odd[deployment] === 1 || this.addedMs[deployment]! > 0;
  }
}

/** Whether what a fault does to messages concerns those about a model, or a node's probes (null), which are about none. */
function concerns({ target }: FaultEntry, model: string | null): boolean {
  return target.kind !== 'model' || target.id === model;
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
