/** A run's report from its recorder. Counting what is still inside is done afresh from the requests themselves, so that the law can fail. */
import { Sketch } from '@/lib/base/sketch';
import { SEMANTICS } from '@/lib/report/semantics';
import { type RequestCounts } from '@/lib/report/summary';
import { type ClassReport, type Report, type WaitReport } from '@/lib/sim/report';
import { steadyState, type SteadyState } from '@/lib/report/steady-state';
import { summaryOf } from '@/lib/report/summary';
import type { ScenarioNode } from '@/lib/scenario/nodes';
import type { Scenario } from '@/lib/scenario/schema';

import { addedCounts } from './client-counts';
import { checkConservation } from './laws';
import { groupReports, nodeReports, outcomesOf, unevenness } from './node-reports';
import type { Recorder } from './recorder';
import { REQUEST, type Requests } from './requests';
import type { Stations } from './stations';
import { ACCOUNT, FINAL, type Totals } from './totals';

export interface RunFacts {
  readonly nowMs: number;
  readonly events: number;
  readonly decisions: number;
}

export function buildReport(
  scenario: Scenario,
  nodes: readonly ScenarioNode[],
  facts: RunFacts,
  recorder: Recorder,
  requests: Requests,
  stations: Stations,
): Report {
  const { totals } = recorder;
  const inside = insideByClass(scenario, requests);
  const measuredS = Math.max(0, facts.nowMs - scenario.warmUpMs) / 1_000;
  const classes = scenario.workload.map((workload, c): ClassReport => {
    const of = (column: number): number => totals.of(c, column);
    const counts = countsOf(of, inside[c]!);
    const client = totals.client.of(c);
    return {
      class: workload.id,
      requests: counts,
      routed: of(ACCOUNT.routed),
      attempts: { started: of(ACCOUNT.attempts), byOutcome: outcomesOf(totals.classes, totals.account(c, 1) + ACCOUNT.outcomes) },
      refusals: totals.refusalCounts(c),
      retries: of(ACCOUNT.attempts) - of(ACCOUNT.routed) - client.hedges,
      retryAmplification: mean(of(ACCOUNT.attempts), of(ACCOUNT.routed)),
      latency: summaryOf(totals.sketches[c]!, of(ACCOUNT.latencyMs), of(ACCOUNT.worstMs)),
      wait: waitsOf(of),
      meanSlowdown: mean(of(ACCOUNT.slowdown), of(ACCOUNT.slowdowns)),
      withinSlo: sloShares(scenario, counts, measuredS, (s) => totals.within(c, s)),
      ...client,
    };
  });
  const ofAll = (column: number): number => scenario.workload.reduce((sum, _, c) => sum + totals.of(c, column), 0);
  const all = classes.map((one) => one.requests).reduce(added);
  for (const one of classes) checkConservation(one.requests, `class ${one.class}`);
  checkConservation(requestsNow(totals, requests.inside), 'the whole run');
  const merged = new Sketch();
  for (const sketch of totals.sketches) merged.merge(sketch);
  const started = ofAll(ACCOUNT.attempts);
  const routed = classes.reduce((n, one) => n + one.routed, 0);
  const nodeList = nodeReports(scenario, nodes, facts.nowMs, recorder, stations);
  return {
    title: scenario.title,
    seed: scenario.seed,
    semantics: SEMANTICS,
    digest: recorder.digest.hex(),
    trafficHash: recorder.traffic.hex(),
    simulatedMs: facts.nowMs,
    events: facts.events,
    decisions: facts.decisions,
    requests: all,
    routed,
    attempts: { started, byOutcome: addedUp(classes.map((one) => one.attempts.byOutcome)) },
    refusals: addedUp(classes.map((one) => one.refusals)),
    retries: classes.reduce((n, one) => n + one.retries, 0),
    throughputPerS: mean(all.finished, measuredS),
    cost: nodeList.reduce((n, node) => n + node.cost, 0),
    retryAmplification: mean(started, routed),
    latency: summaryOf(
      merged,
      ofAll(ACCOUNT.latencyMs),
      scenario.workload.reduce((worst, _, c) => Math.max(worst, totals.of(c, ACCOUNT.worstMs)), 0),
    ),
    wait: waitsOf(ofAll),
    meanSlowdown: mean(ofAll(ACCOUNT.slowdown), ofAll(ACCOUNT.slowdowns)),
    withinSlo: sloShares(scenario, all, measuredS, (s) => scenario.workload.reduce((n, _, c) => n + totals.within(c, s), 0)),
    ...scenario.workload.map((_, c) => totals.client.of(c)).reduce(addedCounts),
    steady: steadyOf(recorder),
    classes,
    nodes: nodeList,
    groups: groupReports(scenario, nodeList, totals),
    imbalance: unevenness(nodeList.map(({ attempts }) => attempts)),
    utilisationImbalance: unevenness(nodeList.map(({ utilisation }) => utilisation)),
    breakerTransitions: recorder.transitions.breaker.slice(),
    healthTransitions: recorder.transitions.health.slice(),
    transitionsDropped: recorder.transitions.dropped,
    series: recorder.series.series(),
  };
}

function steadyOf({ line, series }: Recorder): SteadyState {
  const { bins, stretches } = series.settled();
  return steadyState(line, bins, stretches);
}

/** Of the whole run, warm-up included. */
export function requestsNow(totals: Totals, inside: number): RequestCounts {
  return countsOf((column) => totals.sum(column), inside);
}

/** `of` answers a number of an account, or of several together. */
export function countsOf(of: (column: number) => number, inside: number): RequestCounts {
  return {
    arrived: of(ACCOUNT.arrived),
    finished: of(FINAL.finished),
    refused: of(FINAL.refused),
    failed: of(FINAL.failed),
    timedOut: of(FINAL.timedOut),
    inside,
  };
}

function added(a: RequestCounts, b: RequestCounts): RequestCounts {
  return {
    arrived: a.arrived + b.arrived,
    finished: a.finished + b.finished,
    refused: a.refused + b.refused,
    failed: a.failed + b.failed,
    timedOut: a.timedOut + b.timedOut,
    inside: a.inside + b.inside,
  };
}

function insideByClass(scenario: Scenario, requests: Requests): number[] {
  const inside = scenario.workload.map(() => 0);
  requests.forEach((row) => {
    if (requests.floats[(row >> 1) + REQUEST.arrivedMs]! >= scenario.warmUpMs)
      inside[requests.ints[row + REQUEST.classIndex]!]!++;
  });
  return inside;
}

function sloShares(
  scenario: Scenario,
  counts: RequestCounts,
  measuredS: number,
  within: (slo: number) => number,
): ClassReport['withinSlo'] {
  const ended = counts.arrived - counts.inside;
  return scenario.slos.map((slo, s) => ({
    slo: slo.id,
    latencyMs: slo.latencyMs,
    fraction: mean(within(s), ended),
    goodputPerS: mean(within(s), measuredS),
  }));
}

/** `of` as for `countsOf`. */
export function waitsOf(of: (column: number) => number): WaitReport {
  const served = of(ACCOUNT.served);
  return { served, waitedFraction: mean(of(ACCOUNT.waited), served), meanMs: mean(of(ACCOUNT.waitMs), served) };
}

function mean(total: number, count: number): number | null {
  return count === 0 ? null : total / count;
}

/** Records of the same names, name by name. */
export function addedUp<Name extends string>(list: readonly Readonly<Record<Name, number>>[]): Record<Name, number> {
  const names = Object.keys(list[0]!) as Name[];
  return Object.fromEntries(names.map((name) => [name, list.reduce((n, one) => n + one[name], 0)])) as Record<Name, number>;
}
