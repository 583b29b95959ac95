/**
 * The attempts that are alive: open at the client, or still occupying a node, or both. One row each, side by side in one buffer and reused through a free
 * list: whoever handles an attempt needs most of its row, so the row is what should be near by, and one array is what must be looked up. A row's `generation` goes up when it is freed and its `service` whenever its completion is planned anew, so an event that
 * names an older number is stale.
 */
import { nextSize } from './too-large';

/** astray and unheard: the request, or the answer, was lost on its way, and nothing more happens until the client gives up. */
export const PHASE = { free: 0, outbound: 1, queued: 2, serving: 3, returning: 4, astray: 5, unheard: 6 } as const;

/**
 * What stands where in a row: `ints[row + ATTEMPT.node]`, and for times `floats[(row >> 1) + ATTEMPT.startMs]`. Hot files call it `A` by a constant
 * of their own, which the compiler folds into the code as it does not fold an import.
 */
export const ATTEMPT = {
  /** Floats. */
  startMs: 0,
  /** While serving, the engine's own: see there. For slots the work left at `sinceMs`, in ms at speed 1. */
  work: 1,
  sinceMs: 2,
  /** When it reached its node. */
  reachedMs: 3,
  /** Its whole work in ms at speed 1, from the start of its service on. */
  demandMs: 4,
  /** How long the node told the client to stay away; kept where there are quotas. */
  retryAfterMs: 5,
  /** Integers. Row of the request; meaningless once `gone` is set. */
  request: 12,
  deployment: 13,
  node: 14,
  /** Class and number in the class of the request, and which of its tries this is: they aim the random draws. */
  classIndex: 15,
  n: 16,
  tryIndex: 17,
  epoch: 18,
  generation: 19,
  service: 20,
  phase: 21,
  /** Neighbours in the node's queue, and in service as its engine keeps them; `next` also links free rows. */
  next: 22,
  prev: 23,
  /** Neighbours among the open attempts, oldest first. */
  younger: 24,
  older: 25,
  /** How it will be answered, while returning. */
  outcome: 26,
  /** 1 when it holds a probe slot. */
  probe: 27,
  /** 1 when its request arrived at or after the warm-up. */
  measured: 28,
  /** 1 when the client no longer waits. */
  gone: 29,
  /** Next attempt of the same request that its client waits for, or -1; kept where there is hedging. */
  sibling: 30,
  /** 1 for a further copy; kept where there is hedging. */
  copy: 31,
} as const;
const A = ATTEMPT;
/** Of a row, in integers: two cache lines. */
export const ATTEMPT_WIDTH = 32;

export interface AttemptsState {
  readonly freeHead: number;
  readonly openHead: number;
  readonly openTail: number;
  readonly open: number;
  readonly alive: number;
  readonly rows: Int32Array;
  readonly on: Int32Array;
}

export class Attempts {
  /** All rows, as integers and, over the same bytes, as floats. A row goes by the place of its first integer. */
  ints: Int32Array = new Int32Array(0);
  floats: Float64Array = new Float64Array(0);

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
    const { ints, openTail } = this;
    const row = this.freeHead;
    this.freeHead = ints[row + A.next]!;
    this.alive++;
    ints[row + A.node] = node;
    this.on[node]!++;
    this.floats[(row >> 1) + A.startMs] = startMs;
    ints[row + A.gone] = 0;
    ints[row + A.phase] = PHASE.outbound;
    this.open++;
    ints[row + A.older] = openTail;
    ints[row + A.younger] = -1;
    if (openTail < 0) this.openHead = row;
    else ints[openTail + A.younger] = row;
    this.openTail = row;
    return row;
  }

  /** The client no longer waits for it. */
  close(row: number): void {
    const { ints } = this;
    const older = ints[row + A.older]!;
    const younger = ints[row + A.younger]!;
    if (older < 0) this.openHead = younger;
    else ints[older + A.younger] = younger;
    if (younger < 0) this.openTail = older;
    else ints[younger + A.older] = older;
    ints[row + A.gone] = 1;
    this.open--;
  }

  /** Neither client nor node knows it any more. */
  free(row: number): void {
    const { ints } = this;
    ints[row + A.generation] = (ints[row + A.generation]! + 1) | 0;
    ints[row + A.service] = (ints[row + A.service]! + 1) | 0;
    ints[row + A.phase] = PHASE.free;
    ints[row + A.next] = this.freeHead;
    this.freeHead = row;
    this.alive--;
    this.on[ints[row + A.node]!]!--;
  }

  save(): AttemptsState {
    const { freeHead, openHead, openTail, open, alive } = this;
    return { freeHead, openHead, openTail, open, alive, rows: this.ints.slice(), on: this.on.slice() };
  }

  restore(state: AttemptsState): void {
    this.ints = state.rows.slice();
    this.floats = new Float64Array(this.ints.buffer);
    this.on.set(state.on);
    this.freeHead = state.freeHead;
    this.openHead = state.openHead;
    this.openTail = state.openTail;
    this.open = state.open;
    this.alive = state.alive;
  }

  private grow(): void {
    const from = this.ints.length / ATTEMPT_WIDTH;
    const to = nextSize(from, 256, 'attempts are under way', 'send fewer requests, or shorten the queues');
    const ints = new Int32Array(to * ATTEMPT_WIDTH);
    ints.set(this.ints);
    this.ints = ints;
    this.floats = new Float64Array(ints.buffer);
    for (let row = (to - 1) * ATTEMPT_WIDTH; row >= from * ATTEMPT_WIDTH; row -= ATTEMPT_WIDTH) {
      ints[row + A.next] = this.freeHead;
      this.freeHead = row;
    }
  }
}
