/**
 * Counters of a run: of the whole run for whoever looks on, and of the requests that arrived at or after the warm-up for the report,
 * per class and per node.
 */
import { Sketch, type SketchState } from '@/lib/base/sketch';
import { OUTCOME_CODE, OUTCOMES, type OutcomeCode } from '@/lib/fleet/outcome';
import { ROUTE_ERROR, type RouteErrorCode } from '@/lib/router/decision';
import type { Scenario } from '@/lib/scenario/schema';

import { ClientTally, type ClientCountIndex } from './client-counts';

/** How a request ended. */
export const FINAL = { finished: 0, refused: 1, failed: 2, timedOut: 3 } as const;
export type Final = (typeof FINAL)[keyof typeof FINAL];

/** Columns of `wholeRun` and, per class, of `byClass`. */
export const COUNT = { finished: 0, refused: 1, failed: 2, timedOut: 3, arrived: 4, routed: 5 } as const;
export const COUNTS = 6;

const ERRORS = Object.keys(ROUTE_ERROR).length;
/** A sketch takes 4 kB and more: so many are some megabytes, which every saved state holds too. */
const MOST_SKETCHES = 500;

/** Why a try got no node. */
export type RefusalKind = Exclude<keyof typeof ROUTE_ERROR, 'none'>;

export interface TotalsState {
  readonly columns: readonly Float64Array[];
  readonly sketches: readonly SketchState[];
}

// Exported and imported constants are looked up each time in hot code; these are folded into it.
const AT = COUNT;
const WIDTH = COUNTS;
const ENDED = FINAL;
const OUTCOME = OUTCOME_CODE;

export class Totals {
  /** Of every request of the run. */
  readonly wholeRun = new Float64Array(WIDTH);
  attemptsStarted = 0;
  attemptsFailed = 0;

  /** Of measured requests: `byClass[class * COUNTS + count]`; `withinSlo[class * slos + slo]`. */
  readonly byClass: Float64Array;
  readonly withinSlo: Float64Array;
  readonly latencySum: Float64Array;
  readonly latencyMax: Float64Array;
  readonly sketches: readonly Sketch[];
  /** Per class: attempts that began to be served, those of them that had to wait, and ms waited. */
  readonly served: Float64Array;
  readonly waited: Float64Array;
  readonly waitSum: Float64Array;
  /** Per class, of answered requests that had any work: latency over work, and how many. */
  readonly slowdownSum: Float64Array;
  readonly slowdowns: Float64Array;
  /** Attempts of measured requests: `classOutcomes[class * outcomes + outcome]`, and per node alike. */
  readonly classAttempts: Float64Array;
  readonly classOutcomes: Float64Array;
  readonly nodeAttempts: Float64Array;
  readonly nodeOutcomes: Float64Array;
  /** Tries of measured requests that got no node: `refusals[class * errors + error]`, by `ROUTE_ERROR`. */
  readonly refusals: Float64Array;
  /** Latencies of answered attempts, from departure to answer, per node; per group in fleets of more than `MOST_SKETCHES` nodes. */
  readonly perNode: boolean;
  readonly placeSketches: readonly Sketch[];
  readonly placeLatencySum: Float64Array;
  readonly placeLatencyMax: Float64Array;
  private readonly placeOf: Int32Array;
  readonly client: ClientTally;
  private readonly sloMs: Float64Array;

  constructor(scenario: Scenario) {
    const groupOf = scenario.groups.flatMap(({ count }, g) => Array.from({ length: count }, () => g));
    const nodes = groupOf.length;
    const classes = scenario.workload.length;
    this.sloMs = Float64Array.from(scenario.slos, (slo) => slo.latencyMs);
    this.byClass = new Float64Array(classes * WIDTH);
    this.withinSlo = new Float64Array(classes * this.sloMs.length);
    this.latencySum = new Float64Array(classes);
    this.latencyMax = new Float64Array(classes);
    this.sketches = scenario.workload.map(() => new Sketch());
    this.client = new ClientTally(classes);
    this.served = new Float64Array(classes);
    this.waited = new Float64Array(classes);
    this.waitSum = new Float64Array(classes);
    this.slowdownSum = new Float64Array(classes);
    this.slowdowns = new Float64Array(classes);
    this.nodeAttempts = new Float64Array(nodes);
    this.nodeOutcomes = new Float64Array(nodes * OUTCOMES.length);
    this.classAttempts = new Float64Array(classes);
    this.classOutcomes = new Float64Array(classes * OUTCOMES.length);
    this.refusals = new Float64Array(classes * ERRORS);
    this.perNode = nodes <= MOST_SKETCHES;
    const places = this.perNode ? nodes : scenario.groups.length;
    this.placeOf = Int32Array.from(groupOf, (group, node) => (this.perNode ? node : group));
    this.placeSketches = Array.from({ length: places }, () => new Sketch());
    this.placeLatencySum = new Float64Array(places);
    this.placeLatencyMax = new Float64Array(places);
  }

  arrived(classIndex: number, measured: boolean): void {
    this.wholeRun[AT.arrived]!++;
    if (measured) this.byClass[classIndex * WIDTH + AT.arrived]!++;
  }

  /** A request was given a node for the first time. */
  routed(classIndex: number, measured: boolean): void {
    this.wholeRun[AT.routed]!++;
    if (measured) this.byClass[classIndex * WIDTH + AT.routed]!++;
  }

  attemptStarted(classIndex: number, node: number, measured: boolean): void {
    this.attemptsStarted++;
    if (!measured) return;
    this.classAttempts[classIndex]!++;
    this.nodeAttempts[node]!++;
  }

  attemptEnded(classIndex: number, node: number, outcome: OutcomeCode, lastedMs: number, measured: boolean): void {
    const isOk = outcome === OUTCOME.ok;
    if (!isOk && outcome !== OUTCOME.cancelled) this.attemptsFailed++;
    if (!measured) return;
    this.classOutcomes[classIndex * OUTCOMES.length + outcome]!++;
    this.nodeOutcomes[node * OUTCOMES.length + outcome]!++;
    if (!isOk) return;
    const place = this.placeOf[node]!;
    this.placeSketches[place]!.add(lastedMs);
    this.placeLatencySum[place]! += lastedMs;
    if (lastedMs > this.placeLatencyMax[place]!) this.placeLatencyMax[place] = lastedMs;
  }

  refused(classIndex: number, error: RouteErrorCode, measured: boolean): void {
    if (measured) this.refusals[classIndex * ERRORS + error]!++;
  }

  clientDid(classIndex: number, what: ClientCountIndex, measured: boolean): void {
    if (measured) this.client.count(classIndex, what);
  }

  /** An attempt of a measured request begins to be served. */
  serviceStarted(classIndex: number, waitMs: number): void {
    this.served[classIndex]!++;
    if (waitMs <= 0) return;
    this.waited[classIndex]!++;
    this.waitSum[classIndex]! += waitMs;
  }

  /** `latencyMs` and `demandMs` count for finished requests only. */
  ended(classIndex: number, final: Final, latencyMs: number, demandMs: number, measured: boolean): void {
    this.wholeRun[final]!++;
    if (!measured) return;
    this.byClass[classIndex * WIDTH + final]!++;
    if (final !== ENDED.finished) return;
    this.sketches[classIndex]!.add(latencyMs);
    this.latencySum[classIndex]! += latencyMs;
    if (latencyMs > this.latencyMax[classIndex]!) this.latencyMax[classIndex] = latencyMs;
    if (demandMs > 0) {
      this.slowdownSum[classIndex]! += latencyMs / demandMs;
      this.slowdowns[classIndex]!++;
    }
    const slos = this.sloMs.length;
    for (let s = 0; s < slos; s++) if (latencyMs <= this.sloMs[s]!) this.withinSlo[classIndex * slos + s]!++;
  }

  withinFirstSlo(latencyMs: number): boolean {
    return this.sloMs.length > 0 && latencyMs <= this.sloMs[0]!;
  }

  refusalCounts(classIndex: number): Record<RefusalKind, number> {
    const { none: _none, ...errors } = ROUTE_ERROR;
    const from = classIndex * ERRORS;
    return Object.fromEntries(Object.entries(errors).map(([kind, code]) => [kind, this.refusals[from + code]!])) as Record<
      RefusalKind,
      number
    >;
  }

  save(): TotalsState {
    return {
      columns: [Float64Array.of(this.attemptsStarted, this.attemptsFailed), ...this.columns().map((column) => column.slice())],
      sketches: [...this.sketches, ...this.placeSketches].map((sketch) => sketch.save()),
    };
  }

  restore(state: TotalsState): void {
    this.attemptsStarted = state.columns[0]![0]!;
    this.attemptsFailed = state.columns[0]![1]!;
    this.columns().forEach((column, i) => column.set(state.columns[i + 1]!));
    [...this.sketches, ...this.placeSketches].forEach((sketch, i) => sketch.restore(state.sketches[i]!));
  }

  private columns(): Float64Array[] {
    return [
      this.wholeRun,
      this.byClass,
      this.withinSlo,
      this.latencySum,
      this.latencyMax,
      this.served,
      this.waited,
      this.waitSum,
      this.slowdownSum,
      this.slowdowns,
      this.classAttempts,
      this.classOutcomes,
      this.refusals,
      this.nodeAttempts,
      this.nodeOutcomes,
      this.placeLatencySum,
      this.placeLatencyMax,
      this.client.columns,
    ];
  }
}
