/**
 * What can happen, and the pending events. Events at one instant happen in the order of their kinds: first the timeline, then what
 * leaves, then what comes; among equals by sequence. Kinds are part of every digest: never renumber, only append.
 */
import { EventHeap, type HeapState } from '@/lib/base/heap';

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
  none: 31,
} as const;

export interface AgendaState {
  readonly heap: HeapState;
  readonly sequence: number;
}

/** The event heap with its running sequence number. */
export class Agenda {
  readonly heap = new EventHeap();
  private sequence = 0;

  add(time: number, kind: number, a: number, b: number): void {
    this.heap.push(time, kind, this.sequence++, a, b);
  }

  /** Timeline edges order by their entry's place in the timeline, whenever they were added. */
  addEdge(time: number, entry: number, edge: number): void {
    this.heap.push(time, EVENT.timeline, entry * 4 + edge, entry, edge);
  }

  save(): AgendaState {
    return { heap: this.heap.save(), sequence: this.sequence };
  }

  restore(state: AgendaState): void {
    this.heap.restore(state.heap);
    this.sequence = state.sequence;
  }
}
