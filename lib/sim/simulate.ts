/**
 * Driver one: a scenario run in simulated time. The next event is the least of five: the agenda's, the oldest open attempt's
 * time-out, the next probe, the next arrival and the next refresh of what nodes report. The last four need no agenda because each comes in order by itself.
 * Nothing in here depends on how a run is cut into slices, on who looks on, or on whether it was saved and restored.
 */
import { CounterStream } from '@/lib/base/random';
import { ok, type Result } from '@/lib/base/result';
import { Sketch } from '@/lib/base/sketch';
import type { NodeNow } from '@/lib/sim/node-now';
import type { Series } from '@/lib/report/series';
import type { LatencySummary, RequestCounts } from '@/lib/report/summary';
import type { BreakerTransition, HealthTransition, Report } from '@/lib/sim/report';
import type { Router } from '@/lib/router/router';
import { mostTries } from '@/lib/scenario/most-tries';
import { awayAtStart, nodesOf, type ScenarioNode } from '@/lib/scenario/nodes';
import type { Scenario, TimelineEntry } from '@/lib/scenario/schema';
import { NO_TRACES, type Traces } from '@/lib/scenario/trace-supply';
import { Arrivals } from '@/lib/workload/arrivals';

import { Ahead, LARGE_FLEET } from './ahead';
import { ATTEMPT, Attempts } from './attempts';
import { buildReport, requestsNow } from './build-report';
import { buildReplicas } from './build-router';
import type { DecisionRecord } from './decision-record';
import { Agenda, EVENT as EVENTS } from './event';
import { FaultBoard } from './faults';
import { Flow } from './flow';
import { LifeWatch, namesOf } from './life';
import { Lifecycle } from './lifecycle';
import { stamp } from './live';
import type { LifeOfRequest } from '@/lib/report/life';
import type { LiveChange } from './live-change';
import { nodeNow } from './node-view';
import { Probing } from './probing';
import { Recorder } from './recorder';
import type { Reporting } from './reporting';
import { arrivalSettings } from './replays';
import { REQUEST, Requests } from './requests';
import type { RunParts } from './run-parts';
import { runTotals, type RunTotals } from './run-totals';
import { Serving } from './serving';
import type { TracksNow } from './tracks';
import type { SimulationState } from './state';
import { Timeline } from './timeline';
import { Wire } from './wire';
import { Work } from './work';

// A constant of the module's own is folded into hot code; an imported one is looked up each time.
const EVENT = EVENTS;

const A = ATTEMPT;
const R = REQUEST;

export class Simulation {
  /** Receipt of the decision that `explainAt` named, once it has come up. */
  explained: DecisionRecord | null = null;

  private document: Scenario;
  private readonly nodes: readonly ScenarioNode[];
  private readonly routers: readonly Router[];
  private readonly agenda = new Agenda();
  private readonly attempts: Attempts;
  private readonly lifecycle: Lifecycle;
  private readonly requests: Requests;
  private readonly faults: FaultBoard;
  private readonly probing: Probing;
  private readonly arrivals: Arrivals;
  private readonly recorder: Recorder;
  private readonly life: LifeWatch;
  private readonly serving: Serving;
  private readonly flow: Flow;
  private readonly reporting: Reporting;
  private readonly timeline: Timeline;
  private readonly timeoutMs: number;
  private reachedMs = 0;
  private over = false;
  private processed = 0;
  /** Of the next event, found by `peek`. */
  private peekKind: number = EVENT.none;
  /**
   * The first of time-outs, probes and refreshes, when last looked for. None of them comes before `lookMs`, because an attempt that ends only
   * moves the next time-out back; so most events need one comparison for the three.
   */
  private rareMs = Infinity;
  private rareKind: number = EVENT.none;
  private lookMs = -Infinity;

  /** `traces` holds what `checkSupply` found to be there. */
  constructor(scenario: Scenario, traces: Traces = NO_TRACES) {
    this.document = scenario;
    this.nodes = nodesOf(scenario);
    const chance = new CounterStream(scenario.seed);
    this.agenda.isForgotten = (attempt, service) => this.attempts.ints[attempt + A.service] !== service;
    const built = buildReplicas(scenario, this.nodes);
    this.routers = built.routers;
    this.attempts = new Attempts(this.nodes.length);
    this.lifecycle = new Lifecycle(awayAtStart(this.nodes, scenario.timeline), this.routers, this.attempts);
    this.requests = new Requests(Math.min(mostTries(scenario.client), this.nodes.length));
    this.timeoutMs = scenario.client.timeoutMs;
    this.faults = new FaultBoard(this.nodes, scenario.seed, this.agenda, chance);
    this.probing = new Probing(
      scenario.health.probes,
      this.nodes.length,
      scenario.network.localMs,
      this.faults,
      this.lifecycle,
      this.agenda,
      chance,
    );
    this.arrivals = new Arrivals(arrivalSettings(scenario, traces), new CounterStream(scenario.seed), scenario.durationMs);
    this.life = new LifeWatch(namesOf(scenario, this.nodes));
    this.recorder = new Recorder(scenario, this.nodes, this.attempts, this.requests);
    const place = new Map(scenario.regions.map((region, i) => [region.id, i]));
    const regionOfNode = Int32Array.from(this.nodes, (node) => place.get(node.region)!);
    const parts: RunParts = {
      scenario,
      traces,
      regionOfNode,
      requests: this.requests,
      attempts: this.attempts,
      agenda: this.agenda,
      faults: this.faults,
      lifecycle: this.lifecycle,
      recorder: this.recorder,
      life: this.life,
      chance,
    };
    const wire = new Wire(parts);
    const work = new Work(parts);
    this.serving = new Serving(parts, wire, work, this.routers);
    this.flow = new Flow(parts, built, this.arrivals, wire, work, this.serving);
    this.reporting = this.serving.reporting;
    if (this.nodes.length >= LARGE_FLEET) {
      const ahead = new Ahead(this.attempts, this.requests, this.serving.stations);
      this.agenda.lookAhead = (kind, pairs, from) => ahead.look(kind, pairs, from);
    }
    this.lifecycle.onStart = (node, nowMs) => this.serving.startCold(node, nowMs);
    this.flow.beforeDecision = (row, query, nowMs) => {
      this.explained = {
        index: this.flow.decisions,
        request: this.requests.ints[row + R.id]!,
        attempt: query.attempt,
        class: scenario.workload[this.requests.ints[row + R.classIndex]!]!.id,
        origin: scenario.regions[this.requests.ints[row + R.origin]!]!.id,
        ...(this.routers.length === 1 ? {} : { replica: this.requests.ints[row + R.replica]! }),
        receipt: this.flow.routerOf(row).explain(query, nowMs, this.flow.aimRouting(row)),
      };
    };
    this.routers.forEach((router, replica) => {
      router.onTransition = (node, from, to, cause, nowMs, _counters, nextMs) =>
        this.recorder.breakerMoved(replica, node, from, to, cause, nowMs, nextMs);
      router.onHealth = (node, from, to, cause, nowMs) => this.recorder.healthMoved(replica, node, from, to, cause, nowMs);
    });
    this.timeline = new Timeline(scenario, this.agenda, this.faults, this.serving, this.arrivals, this.routers, this.lifecycle);
  }

  /** The document, with live changes in its timeline: run from the start, it gives this very run. */
  get scenario(): Scenario {
    return this.document;
  }
  /** Time of the last event, or the time that `runUntil` was asked for where nothing more happened before it. */
  get nowMs(): number {
    return this.reachedMs;
  }
  get finished(): boolean {
    return this.over;
  }
  get events(): number {
    return this.processed;
  }
  get decisions(): number {
    return this.flow.decisions;
  }
  get arrived(): number {
    return this.flow.arrived;
  }
  /** Index of a decision to explain when it comes up, or -1. Changes nothing in the run. */
  get explainAt(): number {
    return this.flow.explainAt;
  }
  set explainAt(index: number) {
    this.flow.explainAt = index;
  }

  /** Watches the request with this number in order of arrival, which has not arrived yet; -1: none. Changes nothing in the run. */
  watch(request: number): void {
    this.life.watch(request);
  }
  /** The life so far of the request that `watch` named; null before it has arrived. */
  lifeWatched(): LifeOfRequest | null {
    return this.life.life();
  }
  /** Whether nothing more will happen to the request that `watch` named. */
  get lifeIsOver(): boolean {
    return this.life.isOver;
  }

  /** Processes one event; false when the run is over. */
  step(): boolean {
    return this.runUntil(this.document.durationMs, 1) === 1;
  }

  /** Processes the events up to `timeMs` (itself included), at most `maxEvents`; answers how many. */
  runUntil(timeMs: number, maxEvents = Infinity): number {
    if (this.over) return 0;
    const { recorder } = this;
    const limit = Math.min(timeMs, this.document.durationMs);
    const before = this.processed;
    const most = before + maxEvents;
    for (;;) {
      const nowMs = this.peek();
      if (nowMs > limit) break;
      if (this.processed >= most) return this.processed - before;
      if (nowMs >= recorder.nextEdgeMs) recorder.advance(nowMs, this.attempts.open);
      this.reachedMs = nowMs;
      this.process(this.peekKind, nowMs);
      this.processed++;
    }
    if (limit > this.reachedMs) this.reachedMs = limit;
    recorder.advance(this.reachedMs, this.attempts.open);
    if (limit >= this.document.durationMs) {
      this.over = true;
      recorder.finish(this.attempts.open);
    }
    return this.processed - before;
  }

  /** Time of the next event; Infinity when none is left before the end. */
  nextEventMs(): number {
    const nextMs = this.peek();
    return this.over || nextMs > this.document.durationMs ? Infinity : nextMs;
  }

  /**
   * While nobody is inside, no work is left on any node and no class sends requests: the time of the next change of the timeline or
   * of an open breaker, or else the end of the run. null otherwise, and when the run is over.
   */
  onlyTimerUntilMs(): number | null {
    if (this.over || this.requests.inside > 0 || this.attempts.alive > 0 || this.arrivals.nextTime < Infinity) return null;
    let next = this.timeline.nextMs(this.document.durationMs);
    for (const { breaker } of this.routers) {
      for (const node of breaker.open) {
        const state = breaker.at(node);
        if (state.kind === 'open' && state.untilMs > this.reachedMs) next = Math.min(next, state.untilMs);
      }
    }
    return next;
  }

  /** When a live change would take effect. */
  nextChangeMs(): number {
    return Math.floor(this.reachedMs) + 1;
  }

  /** Stamps a change into the timeline; answers the new entry, or the shortened one. A refused change changes nothing. */
  apply(change: LiveChange): Result<TimelineEntry> {
    const stamped = stamp(this.document, change, this.nextChangeMs());
    if (!stamped.ok) return stamped;
    const { scenario, entry, index } = stamped.value;
    this.document = scenario;
    this.timeline.change(scenario.timeline, index);
    return ok(entry);
  }

  /** 16 hex digits over all that has happened so far. */
  digest(): string {
    return this.recorder.digest.hex();
  }

  report(): Report {
    const facts = { nowMs: this.reachedMs, events: this.processed, decisions: this.flow.decisions };
    return buildReport(this.document, this.nodes, facts, this.recorder, this.requests, this.serving.stations);
  }

  /** What became of the measured requests so far. */
  totals(): RunTotals {
    return runTotals(this.document, this.recorder, this.requests);
  }

  /** What the report's quantiles are of: latencies of answered requests of all classes. A copy. */
  latencies(): Sketch {
    const merged = new Sketch();
    for (const sketch of this.recorder.totals.sketches) merged.merge(sketch);
    return merged;
  }

  /** Of the whole run so far, warm-up included. */
  requestsNow(): RequestCounts {
    return requestsNow(this.recorder.totals, this.requests.inside);
  }
  attemptsNow(): { readonly started: number; readonly failed: number; readonly inFlight: number } {
    return { ...this.recorder.totals.attempts(), inFlight: this.attempts.open };
  }
  /** Of the trailing window of the series, to the bin. */
  recent(): { readonly latency: LatencySummary; readonly withinFirstSlo: number | null; readonly success: number | null } {
    return this.recorder.series.recent();
  }
  /** The finished bins from `from` on. */
  series(from = 0): Series {
    return this.recorder.series.series(from);
  }
  /** Finished bins of every class and node. O(classes + nodes, times bins). */
  tracks(): TracksNow {
    return this.recorder.tracksNow();
  }
  breakerTransitions(from = 0): readonly BreakerTransition[] {
    return this.recorder.transitions.breaker.slice(from);
  }
  healthTransitions(from = 0): readonly HealthTransition[] {
    return this.recorder.transitions.health.slice(from);
  }
  nodesNow(): NodeNow[] {
    return this.nodes.map((node, i) =>
      nodeNow(
        node,
        i,
        this.reachedMs,
        this.routers,
        this.reporting,
        this.serving.stations,
        this.faults,
        this.serving.warmUp,
        this.recorder.meter,
      ),
    );
  }
  /** Requests on a node, by its place in the scenario: queued plus in service. O(1). */
  loadOf(node: number): number {
    return this.serving.stations.busy(node) + this.serving.stations.queued(node);
  }
  /** Latency of answered requests that the report counts, at any fraction in [0, 1], in ms within 0.2 %; NaN before any. */
  latencyQuantile(fraction: number): number {
    const merged = new Sketch();
    for (const sketch of this.recorder.totals.sketches) merged.merge(sketch);
    const answer = new Float64Array(1);
    merged.quantiles([fraction], answer);
    return answer[0]!;
  }
  /** Index and time of the last decision that picked a node; null before any. O(nodes). */
  lastDecisionFor(node: string): { readonly index: number; readonly atMs: number } | null {
    const i = this.nodes.findIndex((one) => one.node === node);
    return i < 0 ? null : this.attempts.lastTo(i);
  }

  save(): SimulationState {
    return {
      timeline: copied(this.document.timeline),
      nowMs: this.reachedMs,
      finished: this.over,
      events: this.processed,
      decisions: this.flow.decisions,
      arrived: this.flow.arrived,
      agenda: this.agenda.save(),
      attempts: this.attempts.save(),
      requests: this.requests.save(),
      stations: this.serving.stations.save(),
      warmUp: this.serving.warmUp.save(),
      arrivals: this.arrivals.save(),
      probing: this.probing.save(),
      faults: this.faults.save(),
      recorder: this.recorder.save(),
      routers: this.routers.map((router) => router.save()),
      lifecycle: this.lifecycle.save(),
      reporting: this.reporting.save(),
      budget: this.flow.budget?.save() ?? null,
      hedging: this.flow.hedging?.save() ?? null,
      quotas: this.serving.quotas?.save() ?? null,
      admission: this.flow.admission?.save() ?? null,
    };
  }

  /** Goes on from a state of a simulation of the same scenario, whatever this one has done. */
  restore(state: SimulationState): void {
    this.document = { ...this.document, timeline: copied(state.timeline) };
    this.reachedMs = state.nowMs;
    this.over = state.finished;
    this.processed = state.events;
    this.flow.decisions = state.decisions;
    this.flow.arrived = state.arrived;
    this.agenda.restore(state.agenda);
    this.attempts.restore(state.attempts);
    this.requests.restore(state.requests);
    this.serving.stations.restore(state.stations);
    this.serving.warmUp.restore(state.warmUp);
    this.arrivals.restore(state.arrivals);
    this.probing.restore(state.probing);
    this.timeline.set(this.document.timeline);
    this.faults.restore(state.faults);
    this.recorder.restore(state.recorder);
    this.routers.forEach((router, replica) => router.restore(state.routers[replica]!));
    this.lifecycle.restore(state.lifecycle);
    this.reporting.restore(state.reporting);
    if (state.budget !== null) this.flow.budget?.restore(state.budget);
    this.lookMs = -Infinity;
    if (state.hedging !== null) this.flow.hedging?.restore(state.hedging);
    if (state.quotas !== null) this.serving.quotas?.restore(state.quotas);
    if (state.admission !== null) this.flow.admission?.restore(state.admission);
    this.explained = null;
  }

  /** Finds the next event and drops stale ones that stand before it; answers when it is. */
  private peek(): number {
    const { agenda, arrivals } = this;
    for (;;) {
      agenda.peek();
      let { time, kind } = agenda;
      const arrival = arrivals.nextTime;
      if (arrival < time || (arrival === time && EVENT.arrival < kind)) {
        time = arrival;
        kind = EVENT.arrival;
      }
      if (this.lookMs <= time) {
        this.look();
        if (this.rareMs < time || (this.rareMs === time && this.rareKind < kind)) {
          time = this.rareMs;
          kind = this.rareKind;
        }
      }
      if (kind === agenda.kind && this.isStale(kind)) {
        agenda.pop();
        continue;
      }
      this.peekKind = kind;
      return time;
    }
  }

  /** Finds the first of time-outs, probes and refreshes, and when to look again. */
  private look(): void {
    const oldest = this.attempts.oldest();
    this.rareMs = oldest < 0 ? Infinity : this.attempts.floats[(oldest >> 1) + A.startMs]! + this.timeoutMs;
    this.rareKind = EVENT.timeout;
    if (this.probing.nextMs < this.rareMs) {
      this.rareMs = this.probing.nextMs;
      this.rareKind = EVENT.probe;
    }
    if (this.reporting.nextMs < this.rareMs) {
      this.rareMs = this.reporting.nextMs;
      this.rareKind = EVENT.refresh;
    }
    // An attempt that starts from now on waits its whole time.
    this.lookMs = Math.min(this.rareMs, this.reachedMs + this.timeoutMs);
  }

  /** Whether the agenda's next event, of a kind, has been overtaken. */
  private isStale(kind: number): boolean {
    const { a, b } = this.agenda;
    switch (kind) {
      case EVENT.done:
        return this.attempts.ints[a + A.service] !== b;
      case EVENT.reached:
      case EVENT.answered:
        return this.attempts.ints[a + A.generation] !== b;
      case EVENT.patience:
        return this.attempts.ints[a + A.generation] !== b || !this.flow.stillWaits(a);
      case EVENT.hedge:
        return this.requests.ints[a + R.clock] !== b;
      case EVENT.timeline:
        return this.timeline.isStale(this.agenda.time, a, b);
      case EVENT.warmed:
        return this.serving.warmUp.isStale(a, b);
      default:
        return false;
    }
  }

  private process(kind: number, nowMs: number): void {
    const { flow, arrivals, probing } = this;
    if (kind === EVENT.arrival) {
      const classIndex = arrivals.nextClass;
      const n = arrivals.nextN;
      arrivals.advance();
      flow.arrive(classIndex, n, nowMs);
      return;
    }
    if (kind === EVENT.timeout) return flow.timeOut(this.attempts.oldest(), nowMs);
    if (kind === EVENT.probe) return probing.start(nowMs);
    if (kind === EVENT.refresh) return this.reporting.refresh(nowMs);
    const { a, b } = this.agenda;
    this.agenda.pop();
    switch (kind) {
      case EVENT.done:
        return this.serving.served(a, nowMs);
      case EVENT.answered:
        return flow.hear(a, nowMs);
      case EVENT.reached:
        return this.serving.reach(a, nowMs);
      case EVENT.retry:
        return flow.tryRequest(a, nowMs);
      case EVENT.patience:
        return flow.giveUp(a, nowMs);
      case EVENT.hedge:
        return flow.hedge(a, nowMs);
      case EVENT.probed:
        probing.free(a);
        for (const router of this.routers) router.probed(probing.node[a]!, probing.passed[a] === 1, probing.latencyMs[a]!, nowMs);
        return;
      case EVENT.timeline:
        return this.timeline.edge(a, b, nowMs);
      case EVENT.warmed:
        this.serving.warmUp.warm(a);
        return this.serving.settle(a, nowMs);
    }
  }
}

function copied(timeline: readonly TimelineEntry[]): Scenario['timeline'] {
  return timeline.map((entry) => ({ ...entry }));
}

/** Runs a scenario to its end. */
export function simulate(scenario: Scenario, traces: Traces = NO_TRACES): Report {
  const simulation = new Simulation(scenario, traces);
  simulation.runUntil(scenario.durationMs);
  return simulation.report();
}
