/**
 * Counters of a run. Each class has two accounts, for its requests that arrived before the warm-up and for those that arrived at or after it:
 * the report is of the latter, whoever looks on sees both together. Nodes have two as well, for the attempts of such requests. An account is one
 * row, so that whoever counts touches one place, and nothing is counted twice: what happened in a bin or a quarter of a second is the
 * difference of two readings.
 */
import { Sketch, type SketchState } from '@/lib/base/sketch';
import { OUTCOME_CODE, OUTCOMES, type OutcomeCode } from '@/lib/fleet/outcome';
import { ROUTE_ERROR, type RouteErrorCode } from '@/lib/router/decision';
import type { Scenario } from '@/lib/scenario/schema';

import { ClientTally, type ClientCountIndex } from './client-counts';
import { PlaceLatencies, type PlaceLatenciesState } from './place-latencies';

/** How a request ended. */
export const FINAL = { finished: 0, refused: 1, failed: 2, timedOut: 3 } as const;
export type Final = (typeof FINAL)[keyof typeof FINAL];

/** What stands where in the account of a class; how requests ended comes first, as in `FINAL`. */
export const ACCOUNT = {
  arrived: 4,
  /** Requests that were given a node. */
  routed: 5,
  /** Attempts sent; those that began to be served; those of them that had waited, and for how many ms together. */
  attempts: 6,
  served: 7,
  waited: 8,
  waitMs: 9,
  /** Of answered requests: all latencies together and the largest, in ms; of those that had any work, latency over work, and how many. */
  latencyMs: 10,
  worstMs: 11,
  slowdown: 12,
  slowdowns: 13,
  /** Attempts that ended, by outcome; after them the answered requests within each SLO. */
  outcomes: 14,
} as const;
/** What stands where in the account of a node: attempts sent, those that ended neither answered nor cancelled, and all that ended by outcome. */
export const NODE_ACCOUNT = { attempts: 0, bad: 1, outcomes: 2 } as const;
export const NODE_ACCOUNT_WIDTH = NODE_ACCOUNT.outcomes + OUTCOMES.length;

const ERRORS = Object.keys(ROUTE_ERROR).length;
/** A sketch takes 4 kB and more: so many are some megabytes, which every saved state holds too. */
const MOST_SKETCHES = 500;

/** Why a try got no node. */
export type RefusalKind = Exclude<keyof typeof ROUTE_ERROR, 'none'>;

export interface TotalsState {
  readonly columns: readonly Float64Array[];
  readonly sketches: readonly SketchState[];
  readonly places: PlaceLatenciesState;
}

// Exported and imported constants are looked up each time in hot code; these are folded into it.
const IN = ACCOUNT;
const ON = NODE_ACCOUNT;
const ON_WIDTH = NODE_ACCOUNT_WIDTH;
const SLOS_FROM = ACCOUNT.outcomes + OUTCOMES.length;
const ENDED = FINAL;
const OUTCOME = OUTCOME_CODE;

export class Totals {
  /** All accounts of classes. One goes by the place of its first number: see `account`. */
  readonly classes: Float64Array;
  /** All accounts of nodes: `nodes[(2 * node + measured) * NODE_ACCOUNT_WIDTH + NODE_ACCOUNT.attempts]`. */
  readonly nodes: Float64Array;
  /** Latencies of answered requests that are measured, per class. */
  readonly sketches: readonly Sketch[];
  /** Tries of measured requests that got no node: `refusals[class * errors + error]`, by `ROUTE_ERROR`. */
  readonly refusals: Float64Array;
  /**
   * Latencies of answered attempts of measured requests, from departure to answer, per node; per group in fleets of more than `MOST_SKETCHES`
   * nodes.
   */
  readonly places: PlaceLatencies;
  readonly perNode: boolean;
  readonly client: ClientTally;
  private readonly placeOf: Int32Array;
  private readonly sloMs: Float64Array;
  /** Of an account of a class. */
  private readonly width: number;

  constructor(scenario: Scenario) {
    const groupOf = scenario.groups.flatMap(({ count }, g) => Array.from({ length: count }, () => g));
    const nodes = groupOf.length;
    const classes = scenario.workload.length;
    this.sloMs = Float64Array.from(scenario.slos, (slo) => slo.latencyMs);
    this.width = SLOS_FROM + this.sloMs.length;
    this.classes = new Float64Array(2 * classes * this.width);
    this.nodes = new Float64Array(2 * nodes * ON_WIDTH);
    this.sketches = scenario.workload.map(() => new Sketch());
    this.client = new ClientTally(classes);
    this.refusals = new Float64Array(classes * ERRORS);
    this.perNode = nodes <= MOST_SKETCHES;
    const places = this.perNode ? nodes : scenario.groups.length;
    this.placeOf = Int32Array.from(groupOf, (group, node) => (this.perNode ? node : group));
    this.places = new PlaceLatencies(places);
  }

  /** Where the account of a class begins, for requests that are `measured` (1) or not (0). */
  account(classIndex: number, measured: number): number {
    return (2 * classIndex + measured) * this.width;
  }

  arrived(account: number): void {
    this.classes[account + IN.arrived]!++;
  }

  /** A request was given a node for the first time. */
  routed(account: number): void {
    this.classes[account + IN.routed]!++;
  }

  attemptStarted(account: number, node: number, measured: number): void {
    this.classes[account + IN.attempts]!++;
    this.nodes[(2 * node + measured) * ON_WIDTH + ON.attempts]!++;
  }

  attemptEnded(account: number, node: number, outcome: OutcomeCode, lastedMs: number, measured: number): void {
    const { classes, nodes } = this;
    const on = (2 * node + measured) * ON_WIDTH;
    classes[account + IN.outcomes + outcome]!++;
    nodes[on + ON.outcomes + outcome]!++;
    if (outcome !== OUTCOME.ok) {
      if (outcome !== OUTCOME.cancelled) nodes[on + ON.bad]!++;
      return;
    }
    if (measured === 1) this.places.add(this.placeOf[node]!, lastedMs);
  }

  refused(classIndex: number, error: RouteErrorCode, measured: boolean): void {
    if (measured) this.refusals[classIndex * ERRORS + error]!++;
  }

  clientDid(classIndex: number, what: ClientCountIndex, measured: boolean): void {
    if (measured) this.client.count(classIndex, what);
  }

  /** An attempt begins to be served. */
  serviceStarted(account: number, waitMs: number): void {
    const { classes } = this;
    classes[account + IN.served]!++;
    if (waitMs <= 0) return;
    classes[account + IN.waited]!++;
    classes[account + IN.waitMs]! += waitMs;
  }

  /** A request ended unanswered. */
  lost(account: number, final: Final): void {
    this.classes[account + final]!++;
  }

  /** `demandMs`: the work of the attempt that answered. */
  answered(account: number, classIndex: number, latencyMs: number, demandMs: number, measured: boolean): void {
    const { classes, sloMs } = this;
    classes[account + ENDED.finished]!++;
    classes[account + IN.latencyMs]! += latencyMs;
    if (latencyMs > classes[account + IN.worstMs]!) classes[account + IN.worstMs] = latencyMs;
    if (demandMs > 0) {
      classes[account + IN.slowdown]! += latencyMs / demandMs;
      classes[account + IN.slowdowns]!++;
    }
    for (let s = 0; s < sloMs.length; s++) if (latencyMs <= sloMs[s]!) classes[account + SLOS_FROM + s]!++;
    if (measured) this.sketches[classIndex]!.add(latencyMs);
  }

  /** A number of the measured account of a class. */
  of(classIndex: number, column: number): number {
    return this.classes[this.account(classIndex, 1) + column]!;
  }
  /** Answered measured requests of a class within an SLO. */
  within(classIndex: number, slo: number): number {
    return this.of(classIndex, SLOS_FROM + slo);
  }
  /** Both accounts of a class together: of every request of the run so far. */
  ofAll(classIndex: number, column: number): number {
    return this.classes[this.account(classIndex, 0) + column]! + this.of(classIndex, column);
  }
  /** All accounts of all classes together. O(classes). */
  sum(column: number): number {
    let sum = 0;
    for (let at = column; at < this.classes.length; at += this.width) sum += this.classes[at]!;
    return sum;
  }
  /** Answers so far within the first SLO; 0 without one. O(classes). */
  sumWithinFirst(): number {
    return this.sloMs.length === 0 ? 0 : this.sum(SLOS_FROM);
  }
  /** Of the whole run so far: sent, and ended neither answered nor cancelled. O(classes). */
  attempts(): { readonly started: number; readonly failed: number } {
    const { ok, cancelled } = OUTCOME;
    const failed = Object.values(OUTCOME).filter((outcome) => outcome !== ok && outcome !== cancelled);
    return { started: this.sum(IN.attempts), failed: failed.reduce((n, outcome) => n + this.sum(IN.outcomes + outcome), 0) };
  }
  /** Both accounts of a node together. */
  onNode(node: number, column: number): number {
    const at = 2 * node * ON_WIDTH + column;
    return this.nodes[at]! + this.nodes[at + ON_WIDTH]!;
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
      columns: this.columns().map((column) => column.slice()),
      sketches: this.sketches.map((sketch) => sketch.save()),
      places: this.places.save(),
    };
  }

  restore(state: TotalsState): void {
    this.columns().forEach((column, i) => column.set(state.columns[i]!));
    this.sketches.forEach((sketch, i) => sketch.restore(state.sketches[i]!));
    this.places.restore(state.places);
  }

  private columns(): Float64Array[] {
    return [this.classes, this.nodes, this.refusals, this.client.columns];
  }
}
