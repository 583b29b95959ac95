/**
 * What can happen, and the pending events. Events at one instant happen in the order of their kinds: first the timeline, then what
 * leaves, then what comes; among equals by sequence. Kinds are part of every digest: never renumber, only append.
 */
import { EventHeap, type HeapState } from '@/lib/base/heap';
import { LIMITS } from '@/lib/scenario/limits';

import { Lanes, type LanesState, type LookAhead } from './lanes';

export const EVENT = {
  /** A timeline entry begins, ends or flaps. a: entry, b: edge. */
  timeline: 0,
  /** A slot is done with an attempt. a: attempt, b: its service version. */
  done: 1,
  /** An answer reaches its client. a: attempt, b: its generation. */
  answered: 2,
  /** The oldest open attempt has waited long enough; not in the heap. */
  timeout: 3,
  /** An attempt reaches its node. a: attempt, b: its generation. */
  reached: 4,
  /** A health probe ends. a: row in the probe pool. */
  probed: 5,
  /** A health probe starts; not in the heap. */
  probe: 6,
  /** A request's back-off is over. a: request. */
  retry: 7,
  /** A request comes; not in the heap. */
  arrival: 8,
  /** All nodes report their load; not in the heap. */
  refresh: 9,
  /** A client will not wait any longer for an attempt to be served. a: attempt, b: its generation. */
  patience: 10,
  /** A node that has started cold takes its next step up. a: node, b: which of its starts. */
  warmed: 11,
  /** A request is still unanswered: a copy may leave. a: request, b: its clock. */
  hedge: 12,
  none: 31,
} as const;

/** An edge of a single node of a timeline entry: this plus the node. Below it stand those of the whole entry. */
export const NODE_EDGE = 4;
const NODE_RANKS = NODE_EDGE * LIMITS.timeline;
/** A sweep costs as much as a few pushes of what it finds; below this many it is not worth the while. */
const LEAST_FORGOTTEN = 4_096;

export interface AgendaState {
  readonly heap: HeapState;
  readonly lanes: LanesState;
  readonly sequence: number;
}

/** The pending events: a heap, and lanes for what comes in order by itself. One running sequence number over both. */
export class Agenda {
  readonly heap = new EventHeap();
  /** Of the next event, found by `peek`; its time is Infinity when there is none. */
  time = Infinity;
  kind: number = EVENT.none;
  a = 0;
  b = 0;
  /** Whether a completion, by its attempt and service number, is stale. */
  isForgotten: (attempt: number, service: number) => boolean = () => false;
  private readonly lanes = new Lanes();
  /** Whether the next event stands in a lane. */
  private inLane = false;
  private sequence = 0;
  /** Completions made stale since the last sweep; some may have come up and been dropped since. */
  private forgotten = 0;

  add(time: number, kind: number, a: number, b: number): void {
    this.heap.push(time, kind, this.sequence++, a, b);
  }

  /** The lane for events of a kind that are all under way for the same time, told apart by an integer; -1: they have none. */
  lane(kind: number, key: number): number {
    return this.lanes.lane(kind, key);
  }

  /** What is to see the attempts of lanes some time before they come up. */
  set lookAhead(look: LookAhead | null) {
    this.lanes.lookAhead = look;
  }

  /** `add` for events that mostly come in the order in which they are added to the lane. */
  addTo(lane: number, time: number, kind: number, a: number, b: number): void {
    if (!this.lanes.append(lane, time, this.sequence, a, b)) this.heap.push(time, kind, this.sequence, a, b);
    this.sequence++;
  }

  /** Finds the next event. O(1), but for what the heap has put off. */
  peek(): void {
    const { heap, lanes } = this;
    const heapMs = heap.topTime();
    const laneMs = lanes.firstMs;
    this.inLane = laneMs < heapMs || (laneMs === heapMs && laneMs < Infinity && this.isLaneFirst());
    if (this.inLane) {
      const lane = lanes.first;
      this.time = laneMs;
      this.kind = lane.kind;
      this.a = lane.a;
      this.b = lane.b;
    } else if (heapMs < Infinity) {
      const record = heap.top();
      this.time = heapMs;
      this.kind = heap.kindOf(record);
      this.a = heap.aOf(record);
      this.b = heap.bOf(record);
    } else {
      this.time = Infinity;
      this.kind = EVENT.none;
    }
  }

  /** Drops the event that `peek` found. */
  pop(): void {
    if (this.inLane) this.lanes.pop();
    else this.heap.pop();
  }

  /** Timeline edges order by their entry's place in the timeline, whenever they were added; those of single nodes come after all others. */
  addEdge(time: number, entry: number, edge: number): void {
    const rank = edge < NODE_EDGE ? entry * NODE_EDGE + edge : NODE_RANKS + entry * LIMITS.nodes + edge - NODE_EDGE;
    this.heap.push(time, EVENT.timeline, rank, entry, edge);
  }

  /** A completion that was added has become stale. What lies long in the heap, and much of it, is swept out. */
  forget(): void {
    if (++this.forgotten < LEAST_FORGOTTEN || 2 * this.forgotten < this.heap.size) return;
    this.forgotten = 0;
    this.heap.drop((kind, a, b) => kind === EVENT.done && this.isForgotten(a, b));
  }

  /** Whether the first event of the lanes is before that of the heap, both being at one time: by kind, then by sequence. */
  private isLaneFirst(): boolean {
    const { heap } = this;
    const { first } = this.lanes;
    const top = heap.top();
    const kind = heap.kindOf(top);
    return first.kind === kind ? first.sequence < heap.sequenceOf(top) : first.kind < kind;
  }

  save(): AgendaState {
    return { heap: this.heap.save(), lanes: this.lanes.save(), sequence: this.sequence };
  }

  restore(state: AgendaState): void {
    this.heap.restore(state.heap);
    this.lanes.restore(state.lanes);
    this.sequence = state.sequence;
  }
}
