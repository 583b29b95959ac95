/** A run's report from its recorder. Counting what is still inside is done afresh from the requests themselves, so that the law can fail. */
import { Sketch } from '@/lib/base/sketch';
import { SEMANTICS } from '@/lib/report/semantics';
import { type RequestCounts } from '@/lib/report/summary';
import { type ClassReport, type NodeReport, type Report, type WaitReport } from '@/lib/sim/report';
import { steadyState, type SteadyState } from '@/lib/report/steady-state';
import { summaryOf } from '@/lib/report/summary';
import type { ScenarioNode } from '@/lib/scenario/nodes';
import type { Scenario } from '@/lib/scenario/schema';

import { addedCounts } from './client-counts';
import { checkConservation } from './laws';
import type { Recorder } from './recorder';
import type { Requests } from './requests';
import type { Stations } from './stations';
import { COUNT, COUNTS, type Totals } from './totals';

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
  const classes = scenario.workload.map((workload, c): ClassReport => {
    const slos = scenario.slos.length;
    const counts = countsOf(totals.byClass, c * COUNTS, inside[c]!);
    return {
      class: workload.id,
      requests: counts,
      latency: summaryOf(totals.sketches[c]!, totals.latencySum[c]!, totals.latencyMax[c]!),
      wait: waits(totals.served[c]!, totals.waited[c]!, totals.waitSum[c]!),
      meanSlowdown: mean(totals.slowdownSum[c]!, totals.slowdowns[c]!),
      withinSlo: sloShares(scenario, counts, (s) => totals.withinSlo[c * slos + s]!),
      ...totals.client.of(c),
    };
  });
  const all = classes.map((one) => one.requests).reduce(added);
  for (const one of classes) checkConservation(one.requests, `class ${one.class}`);
  checkConservation(requestsNow(totals, requests.inside), 'the whole run');
  const merged = new Sketch();
  for (const sketch of totals.sketches) merged.merge(sketch);
  const started = sum(totals.nodeAttempts);
  const routed = scenario.workload.reduce((n, _, c) => n + totals.byClass[c * COUNTS + COUNT.routed]!, 0);
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
    attempts: { started, byOutcome: totals.outcomeCounts() },
    refusals: totals.refusalCounts(),
    retryAmplification: routed === 0 ? null : started / routed,
    latency: summaryOf(
      merged,
      sum(totals.latencySum),
      totals.latencyMax.reduce((a, b) => Math.max(a, b), 0),
    ),
    wait: waitsOf(totals),
    meanSlowdown: mean(sum(totals.slowdownSum), sum(totals.slowdowns)),
    withinSlo: sloShares(scenario, all, (s) =>
      scenario.workload.reduce((n, _, c) => n + totals.withinSlo[c * scenario.slos.length + s]!, 0),
    ),
    ...scenario.workload.map((_, c) => totals.client.of(c)).reduce(addedCounts),
    steady: steadyOf(recorder),
    classes,
    nodes: nodes.map((node, i) =>
      nodeReport(node, i, started, Math.max(0, facts.nowMs - scenario.warmUpMs), facts.nowMs, recorder, stations),
    ),
    imbalance: imbalance(totals.nodeAttempts),
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
  return countsOf(totals.wholeRun, 0, inside);
}

export function countsOf(columns: Float64Array, at: number, inside: number): RequestCounts {
  return {
    arrived: columns[at + COUNT.arrived]!,
    finished: columns[at + COUNT.finished]!,
    refused: columns[at + COUNT.refused]!,
    failed: columns[at + COUNT.failed]!,
    timedOut: columns[at + COUNT.timedOut]!,
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
    if (requests.arrivedMs[row]! >= scenario.warmUpMs) inside[requests.classIndex[row]!]!++;
  });
  return inside;
}

function sloShares(scenario: Scenario, counts: RequestCounts, within: (slo: number) => number): ClassReport['withinSlo'] {
  const ended = counts.arrived - counts.inside;
  return scenario.slos.map((slo, s) => ({
    slo: slo.id,
    latencyMs: slo.latencyMs,
    fraction: ended === 0 ? null : within(s) / ended,
  }));
}

function nodeReport(
  node: ScenarioNode,
  i: number,
  started: number,
  measuredMs: number,
  nowMs: number,
  recorder: Recorder,
  stations: Stations,
): NodeReport {
  const { totals, transitions } = recorder;
  const { busyMs, queueMs, heldMs } = stations.metersAt(i, nowMs);
  return {
    node: node.node,
    group: node.group,
    region: node.region,
    attempts: totals.nodeAttempts[i]!,
    share: started === 0 ? 0 : totals.nodeAttempts[i]! / started,
    ok: totals.nodeOk[i]!,
    failed: totals.nodeFailed[i]!,
    timedOut: totals.nodeTimedOut[i]!,
    utilisation: measuredMs === 0 ? 0 : busyMs / (node.slots * measuredMs),
    meanQueue: measuredMs === 0 ? 0 : queueMs / measuredMs,
    meanInSystem: measuredMs === 0 ? 0 : heldMs / measuredMs,
    upFraction: measuredMs === 0 ? 1 : 1 - recorder.down.at(i, nowMs) / measuredMs,
    breakerTrips: transitions.trips[i]!,
  };
}

/** Of the attempts of all classes. */
export function waitsOf({ served, waited, waitSum }: Totals): WaitReport {
  return waits(sum(served), sum(waited), sum(waitSum));
}

function waits(served: number, waited: number, sumMs: number): WaitReport {
  return { served, waitedFraction: mean(waited, served), meanMs: mean(sumMs, served) };
}

function mean(total: number, count: number): number | null {
  return count === 0 ? null : total / count;
}

/** Jain's index: (sum x)^2 / (n * sum x^2). Source: Jain, Chiu & Hawe, DEC-TR-301, 1984. */
function imbalance(attempts: Float64Array): Report['imbalance'] {
  const total = sum(attempts);
  if (total === 0) return { maxOverMean: null, jain: null };
  const n = attempts.length;
  const squares = attempts.reduce((a, x) => a + x * x, 0);
  return { maxOverMean: (attempts.reduce((a, b) => Math.max(a, b), 0) * n) / total, jain: (total * total) / (n * squares) };
}

function sum(list: Float64Array): number {
  return list.reduce((a, b) => a + b, 0);
}
