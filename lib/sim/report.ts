import type { Outcome } from '@/lib/fleet/outcome';
import type { BreakerState, HealthState } from '@/lib/fleet/snapshot';
import type { Series } from '@/lib/report/series';
import type { SteadyState } from '@/lib/report/steady-state';
import type { LatencySummary, RequestCounts } from '@/lib/report/summary';

import type { ClientCounts } from './client-counts';
import type { RefusalKind } from './totals';

export interface AttemptCounts {
  readonly started: number;
  readonly byOutcome: Readonly<Record<Outcome, number>>;
}

/** Tries that got no node, by the router's error. A request is refused when its last try is one of them. */
export type RefusalCounts = Readonly<Record<RefusalKind, number>>;

export interface BreakerTransition {
  readonly atMs: number;
  readonly node: string;
  readonly from: BreakerState;
  readonly to: BreakerState;
  /** `5 failures in a row`, `3 probes answered`, `open time over`. */
  readonly cause: string;
  /** When it may move next by time alone; null: its next move depends on requests. */
  readonly nextMs: number | null;
  /** The router replica whose breaker it is, from 0; left out where there is but one. */
  readonly replica?: number;
}

export interface HealthTransition {
  readonly atMs: number;
  readonly node: string;
  readonly from: HealthState;
  readonly to: HealthState;
  /** `3 failures in a row`, `an answer took 2480 ms (limit 2000 ms)`, `its breaker closed`. */
  readonly cause: string;
  /** The router replica whose record it is, from 0; left out where there is but one. */
  readonly replica?: number;
}

export interface NodeReport {
  readonly node: string;
  readonly group: string;
  readonly region: string;
  readonly attempts: number;
  /** Share of all attempts started, 0 to 1. */
  readonly share: number;
  readonly ok: number;
  readonly failed: number;
  readonly timedOut: number;
  readonly byOutcome: Readonly<Record<Outcome, number>>;
  /** Of answered attempts, from departure to answer; null in fleets of more than 500 nodes, where only groups have it. */
  readonly latency: LatencySummary | null;
  /** Busy slot time over slots times run time, 0 to 1. */
  readonly utilisation: number;
  /** Time-average of queued requests. */
  readonly meanQueue: number;
  /** Time-average of requests on the node, queued or served. */
  readonly meanInSystem: number;
  /** Share of the measured time in which no fault had it down, 0 to 1; 1 where there was no such time. */
  readonly upFraction: number;
  /** Relative price (0 to 1) of the node, or its region's, times busy slot time in hours. */
  readonly cost: number;
  /** Of all router replicas together. */
  readonly breakerTrips: number;
}

export interface GroupReport {
  readonly group: string;
  readonly nodes: number;
  readonly attempts: number;
  readonly ok: number;
  readonly failed: number;
  readonly timedOut: number;
  /** Mean of its nodes' own. */
  readonly utilisation: number;
  readonly cost: number;
  /** Of answered attempts, from departure to answer. */
  readonly latency: LatencySummary;
}

/** The largest value over the mean, and Jain's index; null where all are 0. */
export interface Unevenness {
  readonly maxOverMean: number | null;
  readonly jain: number | null;
}

/** What attempts waited on nodes before they were served; null where none was. Waits on the way and before a retry are no part of it. */
export interface WaitReport {
  /** Attempts that began to be served, whoever still waited for them or not. */
  readonly served: number;
  /** Share of them that did not start at once. */
  readonly waitedFraction: number | null;
  /** Mean over all of them, those that did not wait included. */
  readonly meanMs: number | null;
}

export interface ClassReport extends ClientCounts {
  readonly class: string;
  readonly requests: RequestCounts;
  /** Requests that got a node at least once. */
  readonly routed: number;
  readonly attempts: AttemptCounts;
  readonly refusals: RefusalCounts;
  /** Attempts beyond the first of their request that are no hedges. */
  readonly retries: number;
  readonly retryAmplification: number | null;
  readonly latency: LatencySummary;
  readonly wait: WaitReport;
  /** Mean over answered requests of latency over own work at speed 1; null where none had any work. */
  readonly meanSlowdown: number | null;
  /** Share of ended requests that were answered within each SLO, in the scenario's order; null before any ended. */
  readonly withinSlo: readonly {
    readonly slo: string;
    readonly latencyMs: number;
    readonly fraction: number | null;
    /** Requests answered within it per second of measured time; null where there was none. */
    readonly goodputPerS: number | null;
  }[];
}

/** What a run leaves behind. Totals count requests that arrived at or after the scenario's warm-up. */
export interface Report extends ClientCounts {
  readonly title: string;
  readonly seed: number;
  readonly semantics: number;
  /** 16 hex digits over every attempt's end, refusal and transition of the whole run, warm-up included. */
  readonly digest: string;
  /** Hash of the traffic as offered (class, origin, session, arrival time): equal for two runs that met the same requests. */
  readonly trafficHash: string;
  readonly simulatedMs: number;
  readonly events: number;
  readonly decisions: number;
  readonly requests: RequestCounts;
  readonly routed: number;
  readonly attempts: AttemptCounts;
  readonly refusals: RefusalCounts;
  readonly retries: number;
  /** Answers per second of measured time; null where there was none. */
  readonly throughputPerS: number | null;
  /** Of all nodes: relative price times busy slot time in hours. */
  readonly cost: number;
  /** Attempts per request that was routed at least once. */
  readonly retryAmplification: number | null;
  readonly latency: LatencySummary;
  readonly wait: WaitReport;
  readonly meanSlowdown: number | null;
  readonly withinSlo: ClassReport['withinSlo'];
  /** Intervals of what the run would go on to do, if it settles. */
  readonly steady: SteadyState;
  readonly classes: readonly ClassReport[];
  readonly nodes: readonly NodeReport[];
  readonly groups: readonly GroupReport[];
  /** Of attempts per node: the busiest over the mean, and Jain's index; null before any attempt. */
  readonly imbalance: Unevenness;
  /** Of the nodes' utilisation. */
  readonly utilisationImbalance: Unevenness;
  readonly breakerTransitions: readonly BreakerTransition[];
  readonly healthTransitions: readonly HealthTransition[];
  /** Transitions beyond the number that a report keeps (20 000 of each kind); they are in the digest all the same. */
  readonly transitionsDropped: number;
  readonly series: Series;
}
