/**
 * How a node serves what is in service there. Who waits, how many may be in service and what is metered is the stations' business; an engine
 * knows only the work. One engine serves all the nodes of its kind, so that their state lies in columns. A completion is an event that
 * names an attempt and its `service` number; an engine that plans it anew raises the number, and the older event is stale,
 * which the agenda is told.
 */
import type { Attempts } from '../attempts';
import type { Agenda } from '../event';

/** The service demand in ms at speed 1 of an attempt that starts service now. */
export type Demand = (attempt: number, nowMs: number) => number;

/** What an engine works on. */
export interface EngineParts {
  readonly nodes: number;
  /** By node: work per ms; 0 while work stands still. The stations change it, after telling the engine. */
  readonly rate: Float64Array;
  readonly attempts: Attempts;
  readonly agenda: Agenda;
  readonly demand: Demand;
}

export interface Engine {
  /** Begins to serve an attempt that is on no list of the node. */
  start(attempt: number, node: number, nowMs: number): void;
  /** Takes an attempt out of service. `done`: its completion has come up; otherwise it is stale from now on. */
  stop(attempt: number, node: number, nowMs: number, done: boolean): void;
  /** The node works at `rate` from now on, what is in service included; `parts.rate` still holds the rate up to now. */
  retime(node: number, rate: number, nowMs: number): void;
  /** Takes everything out of service and calls back for each attempt, in an order that runs repeat. */
  clear(node: number, each: (attempt: number) => void): void;
  save(): EngineState;
  /** Expects the attempts to be restored. */
  restore(state: EngineState): void;
}

export interface EngineState {
  readonly ints: readonly Int32Array[];
  readonly floats: readonly Float64Array[];
}
