/**
 * What passes between the page and the worker that simulates. Everything is plain data (structured clone). The page sends
 * commands; the worker sends frames at most `FRAMES_PER_S` times a second and a last one whenever it stops.
 */
import type { Problem, Result } from '@/lib/base/result';
import type { NodeNow } from '@/lib/sim/node-now';
import type { Series } from '@/lib/report/series';
import type { LatencySummary, RequestCounts } from '@/lib/report/summary';
import type { BreakerTransition, HealthTransition, Report } from '@/lib/sim/report';
import type { Scenario, TimelineEntry, TraceEntry } from '@/lib/scenario/schema';
import type { DecisionRecord } from '@/lib/sim/decision-record';
import type { LifeOfRequest, TryOfLife } from '@/lib/report/life';
import type { LiveChange } from '@/lib/sim/live-change';
import type { RunTotals } from '@/lib/sim/run-totals';

import type { CsvGuess, TraceFormat, TraceRead, TraceStatistics } from './traces';

export type {
  BreakerTransition,
  DecisionRecord,
  HealthTransition,
  LifeOfRequest,
  LiveChange,
  NodeNow,
  Report,
  RunTotals,
  TryOfLife,
};
export type { CsvGuess, TraceFormat, TraceRead, TraceStatistics };

export const FRAMES_PER_S = 20;

/** Simulated seconds per second of wall time; null: as fast as it goes. */
export type Speed = 1 | 10 | 100 | null;

export interface Frame {
  readonly timeMs: number;
  readonly durationMs: number;
  readonly state: 'ready' | 'running' | 'paused' | 'finished' | 'failed';
  /** Simulated time over wall time since the last frame; null while not running. */
  readonly achievedSpeed: number | null;
  /** Requests simulated per second of wall time since the last frame; null while not running. */
  readonly requestsPerS: number | null;
  readonly events: number;
  readonly decisions: number;
  readonly requests: RequestCounts;
  /** Of requests that arrived at or after the warm-up. */
  readonly totals: RunTotals;
  readonly attemptsStarted: number;
  readonly attemptsFailed: number;
  readonly inFlight: number;
  /** Of requests answered in the trailing `series.windowMs`. */
  readonly recent: LatencySummary;
  /** Share of ended requests of the trailing window within the first SLO, and answered at all; null where none ended. */
  readonly recentWithinSlo: number | null;
  readonly recentSuccess: number | null;
  readonly nodes: readonly NodeNow[];
  /** All finished bins so far (at most a few hundred). */
  readonly series: Series;
  /** All transitions so far from index `transitionsFrom` on. */
  readonly transitionsFrom: number;
  readonly breakerTransitions: readonly BreakerTransition[];
  readonly healthFrom: number;
  readonly healthTransitions: readonly HealthTransition[];
  /** Time of the next event that is not an arrival, probe or departure, when nothing but timers is pending; else null. */
  readonly onlyTimerUntilMs: number | null;
  /** 16 hex digits so far; final when `state` is `finished`. */
  readonly digest: string;
  /** Set in state `failed`. */
  readonly error: string | null;
}

/** What the worker offers; every call answers after the worker's current slice (at most about 10 ms later). */
export interface SimulationHost {
  /**
   * Parses and loads a scenario (JSON value); state becomes `ready`. Bad input changes nothing. A scenario whose traces are not all held is
   * refused too, and then nothing is loaded any more: what was there before must not run in its place.
   */
  load(scenario: unknown): Promise<{ ok: true } | { ok: false; problems: readonly Problem[] }>;
  /** The traces that a scenario uses and that were not read here yet, or let go since. */
  absentTraces(scenario: Scenario): Promise<readonly TraceEntry[]>;
  /** Ends the reading of a trace that is under way, if any. */
  stopReading(): Promise<void>;
  run(speed: Speed): Promise<void>;
  pause(): Promise<void>;
  setSpeed(speed: Speed): Promise<void>;
  /** One event, and pauses. */
  step(): Promise<void>;
  /** Runs at full speed to a time (later or earlier than now), then is paused. */
  seek(timeMs: number): Promise<void>;
  /** Runs to the next timer while nothing else is pending. */
  skip(): Promise<void>;
  /** Stamps a live change at the next whole millisecond after the last event; answers the entry or the shortened entry. */
  apply(change: LiveChange): Promise<Result<TimelineEntry>>;
  /** The decision with this index, by replay from a checkpoint; null when there is none. Never disturbs the run. */
  decision(index: number): Promise<DecisionRecord | null>;
  /** The last decision before now that picked or considered the node first (target only); null when none in the last 5 s. */
  lastDecisionFor(node: string): Promise<number | null>;
  /** What has happened so far to the request with this number in order of arrival, by replay; null when it has not arrived. */
  life(request: number): Promise<LifeOfRequest | null>;
  report(): Promise<Report>;
  /** The decision trace so far as NDJSON lines: time, request, candidates' scores, pick. At most `maxDecisions`. */
  trace(maxDecisions: number): Promise<string>;
}
