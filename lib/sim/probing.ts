/**
 * Active health probes. Node `i` of `n` is probed every interval, first at (i + 1/2) / n of it, so that probes are spread evenly and start
 * in the order of nodes: one cursor is the whole schedule. How a probe will end is settled when it starts, by the node's state at that
 * instant, and is heard when it ends.
 */
import { grown } from '@/lib/base/columns';
import { SUBSYSTEM, type CounterStream } from '@/lib/base/random';

import { EVENT, type Agenda } from './event';
import type { FaultBoard } from './faults';
import type { Lifecycle } from './lifecycle';
import { nextSize } from './too-large';

/** Work of a probe on a node of speed 1. */
const PROBE_WORK_MS = 1;
/** Where the draws of probes begin, above those of attempts. */
const PROBE_DRAWS = 1_073_741_824;

export interface ProbingState {
  readonly cursor: number;
  readonly round: number;
  readonly freeHead: number;
  readonly node: Int32Array;
  readonly passed: Int32Array;
  readonly next: Int32Array;
  readonly latencyMs: Float64Array;
}

export class Probing {
  /** Start of the next probe; Infinity without probes. */
  nextMs = Infinity;
  /** Probes under way: node, 1 when it will pass, and how long it takes. */
  node: Int32Array = new Int32Array(0);
  passed: Int32Array = new Int32Array(0);
  latencyMs: Float64Array = new Float64Array(0);
  private next: Int32Array = new Int32Array(0);
  private freeHead = -1;
  private cursor = 0;
  private round = 0;

  private readonly settings: { readonly intervalMs: number; readonly timeoutMs: number } | null;
  private readonly nodes: number;
  private readonly localMs: number;
  private readonly faults: FaultBoard;
  private readonly lifecycle: Lifecycle;
  private readonly agenda: Agenda;
  private readonly chance: CounterStream;

  constructor(
    settings: { readonly intervalMs: number; readonly timeoutMs: number } | null,
    nodes: number,
    localMs: number,
    faults: FaultBoard,
    lifecycle: Lifecycle,
    agenda: Agenda,
    chance: CounterStream,
  ) {
    this.settings = settings;
    this.nodes = nodes;
    this.localMs = localMs;
    this.faults = faults;
    this.lifecycle = lifecycle;
    this.agenda = agenda;
    this.chance = chance;
    this.aim();
  }

  /**
   * The next probe starts. A refused connection comes back after the round trip; a lost or slow answer is given up at the time-out. Nobody
   * asks a node that loads or is gone.
   */
  start(nowMs: number): void {
    const { settings } = this;
    if (settings === null) return;
    if (this.lifecycle.isUp(this.cursor)) this.ask(this.cursor, settings.timeoutMs, nowMs);
    if (++this.cursor === this.nodes) {
      this.cursor = 0;
      this.round++;
    }
    this.aim();
  }

  free(row: number): void {
    this.next[row] = this.freeHead;
    this.freeHead = row;
  }

  save(): ProbingState {
    return {
      cursor: this.cursor,
      round: this.round,
      freeHead: this.freeHead,
      node: this.node.slice(),
      passed: this.passed.slice(),
      next: this.next.slice(),
      latencyMs: this.latencyMs.slice(),
    };
  }

  restore(state: ProbingState): void {
    this.cursor = state.cursor;
    this.round = state.round;
    this.freeHead = state.freeHead;
    this.node = state.node.slice();
    this.passed = state.passed.slice();
    this.next = state.next.slice();
    this.latencyMs = state.latencyMs.slice();
    this.aim();
  }

  private ask(node: number, timeoutMs: number, nowMs: number): void {
    const { faults } = this;
    const tripMs = this.localMs + faults.probeAddedMs[node]!;
    let latencyMs = tripMs;
    let passed = false;
    if (this.isUnheard(node)) latencyMs = Infinity;
    else if (faults.down[node] === 0) {
      latencyMs = tripMs + PROBE_WORK_MS * faults.slowDown[node]!;
      const fraction = faults.probeErrorFraction[node]!;
      passed = !(fraction > 0 && this.chance.aim(SUBSYSTEM.probes, this.round, node).nextUnit() < fraction);
    }
    if (latencyMs > timeoutMs) {
      latencyMs = timeoutMs;
      passed = false;
    }
    const row = this.take();
    this.node[row] = node;
    this.passed[row] = passed ? 1 : 0;
    this.latencyMs[row] = latencyMs;
    this.agenda.add(nowMs + latencyMs, EVENT.probed, row, 0);
  }

  /** No answer comes back: the way is cut, a message goes astray, or the node stands still with all it holds. */
  private isUnheard(node: number): boolean {
    const { faults, chance } = this;
    if (faults.cut[node] === 1 || (faults.down[node] === 1 && faults.refuses[node] === 0)) return true;
    const loss = faults.probeLoss[node]!;
    if (!(loss > 0)) return false;
    chance.aim(SUBSYSTEM.network, this.round, PROBE_DRAWS + node);
    return chance.nextUnit() < loss || chance.nextUnit() < loss;
  }

  private aim(): void {
    const { settings } = this;
    this.nextMs = settings === null ? Infinity : (this.round + (this.cursor + 0.5) / this.nodes) * settings.intervalMs;
  }

  private take(): number {
    if (this.freeHead < 0) {
      const from = this.node.length;
      const to = nextSize(from, 64, 'health probes are under way', 'probe less often, or shorten their time-out');
      this.node = grown(this.node, to);
      this.passed = grown(this.passed, to);
      this.next = grown(this.next, to);
      this.latencyMs = grown(this.latencyMs, to);
      for (let row = to - 1; row >= from; row--) this.free(row);
    }
    const row = this.freeHead;
    this.freeHead = this.next[row]!;
    return row;
  }
}
