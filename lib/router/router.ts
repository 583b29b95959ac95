/**
 * The router: where does this request go, now? It owns no clock, no chance and no I/O. `route()` is the fast path and allocates
 * nothing unless a breaker moves or a probe is lent; `decide()` says the same in objects; `explain()` says why, and changes
 * nothing; `getCandidates()` lists, with the reference's side effect on breakers. The driver reports each attempt by `started` and `ended`.
 */
import { hashString } from '@/lib/base/hash';
import type { RandomStream } from '@/lib/base/random';
import type { DeploymentStatus } from '@/lib/fleet/deployment';
import type { DeploymentIndex, NodeIndex } from '@/lib/fleet/ids';
import { OUTCOME_CODE as OUTCOME_CODES, type OutcomeCode } from '@/lib/fleet/outcome';
import type { InferenceRequest } from '@/lib/fleet/request';
import {
  BREAKER_CODE as BREAKER_CODES,
  HEALTH_STATES,
  type BreakerState,
  type HealthState,
  type Signal,
} from '@/lib/fleet/snapshot';
import { probesInFlight } from './breaker';
import { candidatesOf } from './candidates';
import type { ModelCatalog } from './catalog';
import type { Choice } from './choice';
import { Chooser } from './chooser';
import type { BreakerListener, CircuitBreaker, CircuitBreakerState } from './circuit-breaker';
import { ROUTE_ERROR as ROUTE_ERRORS, type Decision, type Receipt, type RouteCandidate } from './decision';
import type { HealthChecker, HealthCheckerState } from './health';
import { latencyQuantiles, type LatencyWindow } from './latency-window';
import { Composite } from './policies/composite';
import { policyOf, type PolicyKind, type PolicySettings } from './policies/table';
import type { Pool } from './pool';
import { decisionOf, receiptOf } from './receipt';
import { errorOf } from './refusal';
import { emptyResult, type RouteQuery, type RouteResult } from './query';
import type { RequestClass, RoundTrips } from './request-class';
import { RequestClasses, type RequestClassKey } from './request-classes';
import type { WindowSettings } from './settings';
import type { NodeSignals, NodeSignalsState } from './signals';
import { Situation } from './situation';
import { createStrategy, signalsNeeded, type StrategyId, type StrategySettings } from './strategies/table';
import { deaf, type Strategy } from './strategies/strategy';
import { Notes, SILENT } from './trace';
import { VERDICT as VERDICTS } from './verdicts';

// A constant of the module's own is folded into hot code; an imported one is looked up each time.
const VERDICT = VERDICTS;
const OUTCOME_CODE = OUTCOME_CODES;
const BREAKER_CODE = BREAKER_CODES;
const ROUTE_ERROR = ROUTE_ERRORS;

export type { RouteQuery, RouteResult };

export interface RouterConfig {
  readonly strategy: StrategySettings;
  /** Members of the top composite, in order. */
  readonly policies: readonly PolicySettings[];
  readonly window: WindowSettings;
  /** Without it no round trip is known. Asked once per request class and region. */
  readonly roundTripMs?: RoundTrips;
}

/** Everything about a node that can change, now. */
export interface NodeView {
  readonly node: string;
  /** Of the deployment on it that is nearest to taking requests. */
  readonly status: DeploymentStatus;
  readonly inFlight: number;
  readonly health: HealthState;
  readonly smoothedLatencyMs: number;
  /** Over the latest successes, `latencySamples` of them; null before any. A p99 of fewer than 300 says little. */
  readonly p50LatencyMs: number | null;
  readonly p99LatencyMs: number | null;
  readonly latencySamples: number;
  readonly successesInRow: number;
  readonly failuresInRow: number;
  readonly breaker: BreakerState;
  readonly breakerFailures: number;
  readonly halfOpenSuccesses: number;
  readonly probesInFlight: number;
  /** While open: when it may next move on; otherwise null. */
  readonly nextTransitionMs: number | null;
}

/** Plain data. Of the catalog only the statuses are in it: nothing else of it changes in a run. */
export interface RouterState {
  readonly statuses: Uint8Array;
  readonly health: HealthCheckerState;
  readonly breaker: CircuitBreakerState;
  readonly signals: NodeSignalsState;
  readonly inFlight: Int32Array;
  readonly policies: readonly PolicySettings[];
  readonly strategy: StrategySettings;
  /** What strategies in use so far remember. */
  readonly memories: readonly { readonly strategy: StrategySettings; readonly memory: readonly number[] }[];
}

export type HealthListener = (node: NodeIndex, from: HealthState, to: HealthState, cause: string, nowMs: number) => void;

export class Router {
  readonly config: RouterConfig;
  readonly catalog: ModelCatalog;
  readonly health: HealthChecker;
  readonly breaker: CircuitBreaker;
  /** Hears of every change of a node's health state, after `ended` or `probed` is through with it. */
  onHealth: HealthListener = () => {};

  private readonly windows: readonly LatencyWindow[];
  private readonly situation: Situation;
  private readonly classes: RequestClasses;
  private readonly chooser: Chooser;
  private strategySettings: StrategySettings;
  private strategy: Strategy;
  /** Strategies in use so far, so that one that is switched back to goes on where it was. */
  private readonly inUse = new Map<StrategyId, { readonly settings: StrategySettings; readonly strategy: Strategy }>();

  constructor(config: RouterConfig, catalog: ModelCatalog, health: HealthChecker, breaker: CircuitBreaker) {
    this.config = config;
    this.catalog = catalog;
    this.health = health;
    this.breaker = breaker;
    this.windows = [health.latencies];
    this.situation = new Situation(catalog, health, breaker, new Composite(config.policies));
    this.classes = new RequestClasses(this.situation, config.roundTripMs ?? (() => null));
    this.chooser = new Chooser(this.situation, config.window);
    this.strategySettings = config.strategy;
    this.strategy = this.use(config.strategy);
    breaker.onTimedClose = (node, nowMs) => {
      const from = health.status[node]!;
      this.resetAfterClose(node, health.smoothedMs[node]!);
      this.tellHealth(node, from, nowMs);
    };
  }

  /** What the nodes last said of their engines; the driver reports it. */
  get signals(): NodeSignals {
    return this.situation.signals;
  }

  /** What nodes must report for the strategy and the policies in use to mean anything. */
  get needs(): readonly Signal[] {
    const policies = this.situation.composite.leaves.flatMap(({ policy }) => policyOf(policy).needs(policy));
    return [...signalsNeeded(this.strategySettings), ...policies];
  }

  /** Hears of every transition of a breaker. Never called by `explain()`. */
  get onTransition(): BreakerListener {
    return this.breaker.onTransition;
  }

  set onTransition(listener: BreakerListener) {
    this.breaker.onTransition = listener;
  }

  /** Gives a class of requests its index; the same for equal classes. */
  requestClass(of: RequestClassKey): number {
    return this.classes.intern(of);
  }

  route(query: RouteQuery, nowMs: number, chance: RandomStream, result: RouteResult): void {
    const of = this.classes.at(query.requestClass);
    this.carryOut(this.chooser.choose(of, query, nowMs, this.strategy, chance, SILENT), of, query, nowMs, chance, result);
  }

  /** `route()` with objects. Fills `result` too where the caller means to report the attempt. */
  decide(request: InferenceRequest, nowMs: number, chance: RandomStream, result: RouteResult = emptyResult()): Decision {
    const query = this.queryOf(request);
    const choice = this.choice(query, nowMs, chance);
    const decision = decisionOf(choice);
    this.carryOut(choice.deployment, choice.of, query, nowMs, chance, result);
    return decision;
  }

  /** Everybody who is a candidate in the reference's sense, best first, ties by registration. May turn breakers half-open. */
  getCandidates(request: InferenceRequest, nowMs: number): RouteCandidate[] {
    const query = this.queryOf(request);
    const of = this.classes.at(query.requestClass);
    this.chooser.wake(of, nowMs);
    return candidatesOf(this.situation, of, query);
  }

  /** The receipt of the decision that `route()` would make with an equally aimed stream. Changes nothing but `chance`. */
  explain(query: RouteQuery, nowMs: number, chance: RandomStream): Receipt {
    const before = { breaker: this.breaker.save(), health: this.health.save() };
    const { onTransition, onTimedClose } = this.breaker;
    const transitions: string[] = [];
    this.breaker.onTransition = (node, from, to) => transitions.push(`${this.catalog.nodes.idOf(node)}: ${from} -> ${to}`);
    this.breaker.onTimedClose = (node) => this.resetAfterClose(node, this.health.smoothedMs[node]!);
    try {
      return receiptOf(this.choice(query, nowMs, chance), this.strategySettings.id, this.config.window, transitions);
    } finally {
      this.breaker.onTransition = onTransition;
      this.breaker.onTimedClose = onTimedClose;
      this.breaker.restore(before.breaker);
      this.health.restore(before.health);
    }
  }

  explainRequest(request: InferenceRequest, nowMs: number, chance: RandomStream): Receipt {
    return this.explain(this.queryOf(request), nowMs, chance);
  }

  /** The pool that the strategy would pick from; valid until the router is asked again. May turn breakers half-open. */
  poolFor(request: InferenceRequest, nowMs: number): Pool {
    const query = this.queryOf(request);
    const of = this.classes.at(query.requestClass);
    this.chooser.wake(of, nowMs);
    this.chooser.pool.aim(of, query, nowMs, true);
    return this.chooser.pool;
  }

  /**
   * Whether a node that may serve the class, in whatever state it is, is not among the `count` of `tried` from `from` on. O(count squared)
   * until one is found.
   */
  servesElsewhere(requestClass: number, tried: Int32Array, from: number, count: number): boolean {
    return this.classes.at(requestClass).nodes.some((node) => {
      for (let i = 0; i < count; i++) if (tried[from + i] === node) return false;
      return true;
    });
  }

  /** An attempt has been sent to the deployment. */
  started(deployment: DeploymentIndex): void {
    const node = this.nodeOf(deployment);
    this.situation.inFlight[node]!++;
    this.catalog.nodes.changes.note(node);
  }

  /**
   * The attempt is over for the client. `latencyMs` is the time since the pick; `probe` and `epoch` as `route()` wrote them;
   * `firstTokenMs` the time to the first token, NaN where nobody measured it. Health and breaker hear of it unless the breaker's
   * table ignores such an end, or it began before the last trip and late results are ignored. The probe slot comes back whatever it was.
   */
  ended(
    deployment: DeploymentIndex,
    outcome: OutcomeCode,
    latencyMs: number,
    probe: boolean,
    epoch: number,
    nowMs: number,
    firstTokenMs = NaN,
  ): void {
    const { breaker, health, situation } = this;
    const node = this.nodeOf(deployment);
    if (nowMs >= breaker.nextSweepMs) breaker.catchUp(nowMs);
    if (situation.inFlight[node] === 0) throw this.nothingToEnd(deployment, nowMs);
    situation.inFlight[node]!--;
    this.catalog.nodes.changes.note(node);
    const late = breaker.epoch(node) !== epoch;
    if (probe && !late) breaker.giveBack(node, nowMs - latencyMs, nowMs);
    if (this.strategy.heard !== deaf) this.strategy.heard(deployment, outcome, latencyMs, nowMs, situation);
    const verdict = breaker.verdicts[outcome]!;
    if (verdict === VERDICT.ignored || (late && breaker.settings.ignoreLate)) return;
    const from = health.status[node]!;
    const wasClosed = breaker.codes[node] === BREAKER_CODE.closed;
    const answered = outcome === OUTCOME_CODE.ok;
    if (answered) health.succeeded(node, latencyMs);
    else if (verdict !== VERDICT.success) health.failed(node);
    breaker.heard(node, outcome, latencyMs, firstTokenMs, nowMs);
    const closes = !wasClosed && breaker.codes[node] === BREAKER_CODE.closed;
    if (closes) this.resetAfterClose(node, answered ? latencyMs : health.smoothedMs[node]!);
    this.tellHealth(node, from, nowMs);
  }

  /** Result of an active health probe; the breaker does not hear of it. */
  probed(node: NodeIndex, passed: boolean, latencyMs: number, nowMs: number): void {
    this.breaker.catchUp(nowMs);
    const from = this.health.status[node]!;
    this.health.probed(node, passed, latencyMs, this.situation.inFlight[node] === 0);
    this.tellHealth(node, from, nowMs);
  }

  /** Takes effect at the next request. */
  setStrategy(settings: StrategySettings): void {
    this.strategySettings = settings;
    this.strategy = this.use(settings);
  }

  /** Changes the weight of every policy of the kind; takes effect at the next request. */
  setWeight(kind: PolicyKind, weight: number): void {
    this.situation.composite = this.situation.composite.withWeight(kind, weight);
  }

  /** As it is now, live changes included. */
  get policies(): readonly PolicySettings[] {
    return this.situation.composite.policies;
  }

  inFlight(node: NodeIndex): number {
    return this.situation.inFlight[node]!;
  }

  /** `windows` are those that the latency quantiles are over: this router's, unless several are to be seen as one. */
  nodeView(node: NodeIndex, nowMs: number, windows: readonly LatencyWindow[] = this.windows): NodeView {
    this.situation.fit();
    const breaker = this.breaker.at(node);
    const record = this.health.record(node);
    const { p50Ms, p99Ms, samples } = latencyQuantiles(windows, node);
    return {
      node: this.catalog.nodes.idOf(node),
      status: this.catalog.nodeStatus(node),
      inFlight: this.situation.inFlight[node]!,
      health: HEALTH_STATES[this.health.status[node]!]!,
      smoothedLatencyMs: this.health.smoothedMs[node]!,
      p50LatencyMs: p50Ms,
      p99LatencyMs: p99Ms,
      latencySamples: samples,
      successesInRow: record?.successesInRow ?? 0,
      failuresInRow: record?.failuresInRow ?? 0,
      breaker: breaker.kind,
      breakerFailures: breaker.failures,
      halfOpenSuccesses: breaker.kind === 'half-open' ? breaker.successes : 0,
      probesInFlight: probesInFlight(breaker, nowMs),
      nextTransitionMs: this.breaker.nextMoveMs(node),
    };
  }

  save(): RouterState {
    return {
      statuses: this.catalog.saveStatuses(),
      health: this.health.save(),
      breaker: this.breaker.save(),
      signals: this.signals.save(),
      inFlight: this.situation.inFlight.slice(),
      policies: this.situation.composite.policies,
      strategy: this.strategySettings,
      memories: [...this.inUse.values()].map(({ settings, strategy }) => ({ strategy: settings, memory: [...strategy.save()] })),
    };
  }

  restore(state: RouterState): void {
    this.catalog.restoreStatuses(state.statuses);
    this.health.restore(state.health);
    this.breaker.restore(state.breaker);
    this.signals.restore(state.signals);
    this.situation.inFlight = state.inFlight.slice();
    this.catalog.nodes.changes.noteAll();
    this.situation.composite = new Composite(state.policies);
    this.situation.fit();
    this.inUse.clear();
    for (const { strategy, memory } of state.memories) this.use(strategy).restore(memory);
    this.setStrategy(state.strategy);
  }

  private choice(query: RouteQuery, nowMs: number, chance: RandomStream): Choice {
    const { chooser, situation } = this;
    const of = this.classes.at(query.requestClass);
    const notes = new Notes();
    const deployment = chooser.choose(of, query, nowMs, this.strategy, chance, notes);
    const { probe, excluding, pool } = chooser;
    if (probe) chooser.aim(of, query, nowMs);
    const fallback = query.attempt > 0 ? chooser.probeTarget(of, query, nowMs) : -1;
    return { situation, of, query, nowMs, deployment, probe, excluding, fallback, pool, notes };
  }

  private carryOut(
    deployment: DeploymentIndex,
    of: RequestClass,
    query: RouteQuery,
    nowMs: number,
    chance: RandomStream,
    result: RouteResult,
  ): void {
    const { breaker, chooser, strategy } = this;
    result.deployment = deployment;
    result.probe = false;
    result.epoch = 0;
    if (deployment === -1) {
      result.error = errorOf(this.situation, of);
      return;
    }
    const node = this.catalog.nodeOf[deployment]!;
    result.error = ROUTE_ERROR.none;
    // In panic a node may be picked that its breaker would not let have it; no epoch is its own, so what comes of it is late.
    const owns = !breaker.panic || chooser.probe || this.situation.breakerLets(node);
    result.epoch = owns ? breaker.epoch(node) : -1;
    if (chooser.probe) {
      result.probe = true;
      breaker.lease(node, nowMs);
    } else if (strategy.picked !== deaf) {
      // Words that were asked for may have settled the pool; a strategy that goes on to draw from it must not see a difference.
      chooser.aim(of, query, nowMs);
      strategy.picked(deployment, query.key, chooser.pool, chance);
    }
  }

  private nothingToEnd(deployment: DeploymentIndex, nowMs: number): Error {
    return new Error(`Nothing is in flight on ${this.catalog.nodeIdOf(deployment)}, so nothing can end at ${nowMs} ms.`);
  }

  private queryOf(request: InferenceRequest): RouteQuery {
    const tried = Int32Array.from(request.triedNodes ?? [], (id) => this.catalog.nodes.indexOf(id));
    return {
      requestClass: this.classes.intern({ ...request.qos, capability: request.capability, origin: request.origin }),
      key: hashString(request.session ?? request.requestId),
      attempt: tried.length,
      tried,
      triedCount: tried.length,
      onlyUntried: false,
      blocks: Uint32Array.from(request.promptBlocks ?? []),
      blockCount: request.promptBlocks?.length ?? 0,
    };
  }

  private use(settings: StrategySettings): Strategy {
    const known = this.inUse.get(settings.id);
    if (known !== undefined && sameSettings(known.settings, settings)) return known.strategy;
    const strategy = createStrategy(settings);
    this.inUse.set(settings.id, { settings, strategy });
    return strategy;
  }

  private resetAfterClose(node: NodeIndex, latencyMs: number): void {
    if (this.breaker.settings.resetHealthOnClose) this.health.reset(node, latencyMs);
  }

  private tellHealth(node: NodeIndex, from: number, nowMs: number): void {
    const to = this.health.status[node]!;
    if (from !== to) this.onHealth(node, HEALTH_STATES[from]!, HEALTH_STATES[to]!, this.health.cause, nowMs);
  }

  private nodeOf(deployment: DeploymentIndex): NodeIndex {
    const node = this.catalog.nodeOf[deployment];
    if (node === undefined || node >= this.situation.inFlight.length) this.fit(deployment);
    return node!;
  }

  private fit(deployment: DeploymentIndex): void {
    if (this.catalog.nodeOf[deployment] === undefined)
      throw new RangeError(`No deployment ${deployment} among ${this.catalog.size}.`);
    this.situation.fit();
  }
}

/** Equal settings: flat objects of one strategy. */
function sameSettings(a: StrategySettings, b: StrategySettings): boolean {
  const other = new Map<string, unknown>(Object.entries(b));
  return Object.entries(a).every(([key, value]) => other.get(key) === value);
}
