/**
 * The life of one request, written down while a run (or the replay of one) goes on: each try from its decision to what its client heard. Which
 * request that is must be said before it arrives. It looks on and changes nothing; a run that watches nobody pays a comparison a step.
 */
import { OUTCOMES, type OutcomeCode } from '@/lib/fleet/outcome';
import type { LifeOfRequest, TryOfLife } from '@/lib/report/life';
import { ROUTE_ERROR, type RouteErrorCode } from '@/lib/router/decision';
import type { ScenarioNode } from '@/lib/scenario/nodes';
import type { Scenario } from '@/lib/scenario/schema';

import { FINAL, type Final } from './totals';

/** How numbers of the run are called. */
export interface LifeNames {
  readonly classes: readonly string[];
  readonly regions: readonly string[];
  readonly nodes: readonly string[];
  readonly modelOf: (deployment: number) => string;
}

export function namesOf(scenario: Scenario, nodes: readonly ScenarioNode[]): LifeNames {
  const models = scenario.groups.flatMap((group) => Array.from({ length: group.count }, () => group.models).flat());
  return {
    classes: scenario.workload.map(({ id }) => id),
    regions: scenario.regions.map(({ id }) => id),
    nodes: nodes.map(({ node }) => node),
    modelOf: (deployment) => models[deployment]!,
  };
}

type Draft = { -readonly [K in keyof TryOfLife]: TryOfLife[K] };

export class LifeWatch {
  /** The request that is watched; -1: none. */
  request = -1;
  /** Its number within its class, from its arrival on; -1 before. */
  n = -1;
  private classIndex = -1;
  private origin = 0;
  private arrivedMs = 0;
  private tries: Draft[] = [];
  /** Row of each try's attempt while some node or client knows it; -1 afterwards. */
  private rows: number[] = [];
  private end: Final | null = null;
  private endedMs = 0;
  private readonly names: LifeNames;

  constructor(names: LifeNames) {
    this.names = names;
  }

  watch(request: number): void {
    this.request = request;
    this.n = -1;
    this.classIndex = -1;
    this.tries = [];
    this.rows = [];
    this.end = null;
  }

  /** Nothing more will happen: the request has ended, and no node holds an attempt of it any more. */
  get isOver(): boolean {
    return this.end !== null && this.rows.every((row) => row < 0);
  }

  arrived(n: number, classIndex: number, origin: number, nowMs: number): void {
    this.n = n;
    this.classIndex = classIndex;
    this.origin = origin;
    this.arrivedMs = nowMs;
  }

  refused(classIndex: number, attempt: number, decision: number, error: RouteErrorCode, nowMs: number): void {
    if (classIndex !== this.classIndex) return;
    this.add(attempt, decision, nowMs, -1);
    this.tries.at(-1)!.error = REFUSALS[error] ?? null;
  }

  sent(
    classIndex: number,
    attempt: number,
    decision: number,
    row: number,
    node: number,
    deployment: number,
    nowMs: number,
  ): void {
    if (classIndex !== this.classIndex) return;
    this.add(attempt, decision, nowMs, row);
    const draft = this.tries.at(-1)!;
    draft.node = this.names.nodes[node]!;
    draft.model = this.names.modelOf(deployment);
  }

  /** What was just sent is a further copy. */
  copied(row: number): void {
    const draft = this.of(row);
    if (draft !== undefined) draft.isCopy = true;
  }

  reached(row: number, nowMs: number): void {
    const draft = this.of(row);
    if (draft !== undefined) draft.reachedMs = nowMs;
  }

  started(row: number, workMs: number, nowMs: number): void {
    const draft = this.of(row);
    if (draft === undefined) return;
    draft.serviceStartMs = nowMs;
    draft.workMs = workMs;
  }

  /** The node is rid of it. */
  left(row: number, nowMs: number): void {
    const draft = this.of(row);
    if (draft !== undefined && draft.serviceStartMs !== null) draft.serviceEndMs = nowMs;
  }

  heard(row: number, outcome: OutcomeCode, nowMs: number): void {
    const draft = this.of(row);
    if (draft === undefined) return;
    draft.outcome = OUTCOMES[outcome]!;
    draft.heardMs = nowMs;
  }

  freed(row: number): void {
    const at = this.rows.indexOf(row);
    if (at >= 0) this.rows[at] = -1;
  }

  ended(classIndex: number, final: Final, nowMs: number): void {
    if (classIndex !== this.classIndex) return;
    this.end = final;
    this.endedMs = nowMs;
  }

  /** null before the request has arrived. */
  life(): LifeOfRequest | null {
    if (this.n < 0) return null;
    return {
      request: this.request,
      class: this.names.classes[this.classIndex]!,
      origin: this.names.regions[this.origin]!,
      arrivedMs: this.arrivedMs,
      tries: this.tries.map((draft) => ({ ...draft })),
      end: this.end === null ? null : FINALS[this.end]!,
      endedMs: this.end === null ? null : this.endedMs,
    };
  }

  private add(attempt: number, decision: number, nowMs: number, row: number): void {
    this.rows.push(row);
    this.tries.push({
      attempt,
      decision: decision < 0 ? null : decision,
      isCopy: false,
      decidedMs: nowMs,
      node: null,
      model: null,
      error: null,
      reachedMs: null,
      serviceStartMs: null,
      serviceEndMs: null,
      workMs: null,
      outcome: null,
      heardMs: null,
    });
  }

  private of(row: number): Draft | undefined {
    return this.tries[this.rows.indexOf(row)];
  }
}

const FINALS = Object.keys(FINAL) as (keyof typeof FINAL)[];
const REFUSALS = Object.keys(ROUTE_ERROR).map((kind) => (kind === 'none' ? null : kind));
