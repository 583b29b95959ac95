/**
 * The attempts that are alive: open at the client, or still occupying a node, or both. Columns of one row each, reused through a free
 * list. A row's `generation` goes up when it is freed and its `service` whenever its completion is planned anew, so an event that
 * names an older number is stale.
 */
import { grown } from '@/lib/base/columns';

import { nextSize } from './too-large';

/** astray and unheard: the request, or the answer, was lost on its way, and nothing more happens until the client gives up. */
export const PHASE = { free: 0, outbound: 1, queued: 2, serving: 3, returning: 4, astray: 5, unheard: 6 } as const;

export interface AttemptsState {
  readonly freeHead: number;
  readonly openHead: number;
  readonly openTail: number;
  readonly open: number;
  readonly alive: number;
  readonly floats: readonly Float64Array[];
  readonly ints: readonly Int32Array[];
  readonly bytes: readonly Uint8Array[];
  readonly on: Int32Array;
}

export class Attempts {
  /** Row of the request; meaningless once `gone` is set. */
  request: Int32Array = new Int32Array(0);
  deployment: Int32Array = new Int32Array(0);
  node: Int32Array = new Int32Array(0);
  /** Class and number in the class of the request, and which of its tries this is: they aim the random draws. */
  classIndex: Int32Array = new Int32Array(0);
  n: Int32Array = new Int32Array(0);
  tryIndex: Int32Array = new Int32Array(0);
  epoch: Int32Array = new Int32Array(0);
  generation: Int32Array = new Int32Array(0);
  service: Int32Array = new Int32Array(0);
  /** Neighbours in the node's queue, and in service as its engine keeps them; `next` also links free rows. */
  next: Int32Array = new Int32Array(0);
  prev: Int32Array = new Int32Array(0);
  /** Neighbours among the open attempts, oldest first. */
  younger: Int32Array = new Int32Array(0);
  older: Int32Array = new Int32Array(0);
  /** Next attempt of the same request that its client waits for, or -1; kept where there is hedging. */
  sibling: Int32Array = new Int32Array(0);
  startMs: Float64Array = new Float64Array(0);
  /** While serving, the engine's own: see there. For slots the work left at `sinceMs`, in ms at speed 1. */
  work: Float64Array = new Float64Array(0);
  sinceMs: Float64Array = new Float64Array(0);
  /** When it reached its node. */
  reachedMs: Float64Array = new Float64Array(0);
  /** Its whole work in ms at speed 1, from the start of its service on. */
  demandMs: Float64Array = new Float64Array(0);
  /** How long the node told the client to stay away; kept where there are quotas. */
  retryAfterMs: Float64Array = new Float64Array(0);
  phase: Uint8Array = new Uint8Array(0);
  /** How it will be answered, while returning. */
  outcome: Uint8Array = new Uint8Array(0);
  probe: Uint8Array = new Uint8Array(0);
  /** 1 when its request arrived at or after the warm-up. */
  measured: Uint8Array = new Uint8Array(0);
  /** 1 when the client no longer waits. */
  gone: Uint8Array = new Uint8Array(0);
  /** 1 for a further copy; kept where there is hedging. */
  copy: Uint8Array = new Uint8Array(0);

  /** By node: rows in use, whoever still waits for them or not. */
  readonly on: Int32Array;
  /** Attempts that a client waits for, and rows in use. */
  open = 0;
  alive = 0;
  /** The open attempt that started first; -1 when there is none. All wait equally long, so it times out first. */
  openHead = -1;
  private openTail = -1;
  private freeHead = -1;

  constructor(nodes: number) {
    this.on = new Int32Array(nodes);
  }

  /** A new open attempt on its way to a node; the caller fills its other columns. */
  take(node: number, startMs: number): number {
    if (this.freeHead < 0) this.grow();
    const row = this.freeHead;
    this.freeHead = this.next[row]!;
    this.alive++;
    this.node[row] = node;
    this.on[node]!++;
    this.startMs[row] = startMs;
    this.gone[row] = 0;
    this.phase[row] = PHASE.outbound;
    this.open++;
    this.older[row] = this.openTail;
    this.younger[row] = -1;
    if (this.openTail < 0) this.openHead = row;
    else this.younger[this.openTail] = row;
    this.openTail = row;
    return row;
  }

  /** The client no longer waits for it. */
  close(row: number): void {
    const older = this.older[row]!;
    const younger = this.younger[row]!;
    if (older < 0) this.openHead = younger;
    else this.younger[older] = younger;
    if (younger < 0) this.openTail = older;
    else this.older[younger] = older;
    this.gone[row] = 1;
    this.open--;
  }

  /** Neither client nor node knows it any more. */
  free(row: number): void {
    this.generation[row] = (this.generation[row]! + 1) | 0;
    this.service[row] = (this.service[row]! + 1) | 0;
    this.phase[row] = PHASE.free;
    this.next[row] = this.freeHead;
    this.freeHead = row;
    this.alive--;
    this.on[this.node[row]!]!--;
  }

  save(): AttemptsState {
    const { freeHead, openHead, openTail, open, alive } = this;
    return {
      freeHead,
      openHead,
      openTail,
      open,
      alive,
      floats: this.floats().map((column) => column.slice()),
      ints: this.ints().map((column) => column.slice()),
      bytes: this.bytes().map((column) => column.slice()),
      on: this.on.slice(),
    };
  }

  restore(state: AttemptsState): void {
    this.setFloats(state.floats.map((column) => column.slice()));
    this.setInts(state.ints.map((column) => column.slice()));
    this.setBytes(state.bytes.map((column) => column.slice()));
    this.on.set(state.on);
    this.freeHead = state.freeHead;
    this.openHead = state.openHead;
    this.openTail = state.openTail;
    this.open = state.open;
    this.alive = state.alive;
  }

  private floats(): Float64Array[] {
    return [this.startMs, this.work, this.sinceMs, this.reachedMs, this.demandMs, this.retryAfterMs];
  }
  private setFloats(columns: readonly Float64Array[]): void {
    this.startMs = columns[0]!;
    this.work = columns[1]!;
    this.sinceMs = columns[2]!;
    this.reachedMs = columns[3]!;
    this.demandMs = columns[4]!;
    this.retryAfterMs = columns[5]!;
  }
  private ints(): Int32Array[] {
    return [
      this.request,
      this.deployment,
      this.node,
      this.classIndex,
      this.n,
      this.tryIndex,
      this.epoch,
      this.generation,
      this.service,
      this.next,
      this.prev,
      this.younger,
      this.older,
      this.sibling,
    ];
  }
  private setInts(columns: readonly Int32Array[]): void {
    this.request = columns[0]!;
    this.deployment = columns[1]!;
    this.node = columns[2]!;
    this.classIndex = columns[3]!;
    this.n = columns[4]!;
    this.tryIndex = columns[5]!;
    this.epoch = columns[6]!;
    this.generation = columns[7]!;
    this.service = columns[8]!;
    this.next = columns[9]!;
    this.prev = columns[10]!;
    this.younger = columns[11]!;
    this.older = columns[12]!;
    this.sibling = columns[13]!;
  }
  private bytes(): Uint8Array[] {
    return [this.phase, this.outcome, this.probe, this.gone, this.copy, this.measured];
  }
  private setBytes(columns: readonly Uint8Array[]): void {
    this.phase = columns[0]!;
    this.outcome = columns[1]!;
    this.probe = columns[2]!;
    this.gone = columns[3]!;
    this.copy = columns[4]!;
    this.measured = columns[5]!;
  }

  private grow(): void {
    const from = this.phase.length;
    const to = nextSize(from, 256, 'attempts are under way', 'send fewer requests, or shorten the queues');
    this.setFloats(this.floats().map((column) => grown(column, to)));
    this.setInts(this.ints().map((column) => grown(column, to)));
    this.setBytes(this.bytes().map((column) => grown(column, to)));
    for (let row = to - 1; row >= from; row--) {
      this.next[row] = this.freeHead;
      this.freeHead = row;
    }
  }
}
