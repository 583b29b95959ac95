/**
 * The life of a request: it arrives, is routed at its origin, goes out as an attempt, is served, answered, timed out or tried again.
 * Each method is one event or a step of one. The client waits `timeoutMs` from the attempt's departure, the router hears of an end when the
 * client does, and the node hears of a cancellation at once.
 */
import { SUBSYSTEM, type CounterStream } from '@/lib/base/random';
import { OUTCOME_CODE, type OutcomeCode } from '@/lib/fleet/outcome';
import { emptyQuery, type RouteQuery, type RouteResult } from '@/lib/router/query';
import type { Router } from '@/lib/router/router';
import type { ClientSettings, Scenario } from '@/lib/scenario/schema';
import type { Traces } from '@/lib/scenario/trace-supply';
import type { Arrivals } from '@/lib/workload/arrivals';
import { drawOrigin, originLaw, type OriginLaw } from '@/lib/workload/origins';
import { affinityKey, drawSession } from '@/lib/workload/sessions';
import { drawSize, sizeLaw, type SizeLaw } from '@/lib/workload/sizes';
import type { TokenSizes } from '@/lib/workload/traces/token-sizes';

import { PHASE, type Attempts } from './attempts';
import { Backoff } from './backoff';
import type { BuiltReplicas } from './build-router';
import { CLIENT_COUNT } from './client-counts';
import { requestDraw, tryDraw } from './draws';
import { SlotsEngine } from './engines/slots';
import { EVENT, type Agenda } from './event';
import type { FaultBoard } from './faults';
import type { Lifecycle } from './lifecycle';
import { oneWayTimes } from './network';
import { Patience } from './patience';
import type { Recorder } from './recorder';
import { Reporting } from './reporting';
import { recordedSessions, tokenSizes, type RecordedSessions } from './replays';
import type { Requests } from './requests';
import { RetryBudget } from './retry-budget';
import { FINAL, type Final } from './totals';

const OK = OUTCOME_CODE.ok;
const TIMED_OUT = OUTCOME_CODE['timed-out'];
const CANCELLED = OUTCOME_CODE.cancelled;
const UNREACHABLE = OUTCOME_CODE.unreachable;

/** What a decision is explained from; the arguments are those of the `route` call that follows. */
export type BeforeDecision = (request: number, query: RouteQuery, nowMs: number) => void;

export class Flow {
  readonly engine: SlotsEngine;
  readonly reporting: Reporting;
  /** null: every retry may go. */
  readonly budget: RetryBudget | null;
  /** Decisions asked of the router so far. */
  decisions = 0;
  arrived = 0;
  /** Per node: index of the last decision that picked it and when; -1 before any. */
  readonly lastDecision: Float64Array;
  readonly lastDecisionMs: Float64Array;
  /** The decision with this index is shown to `beforeDecision` before it is made; -1: none. */
  explainAt = -1;
  beforeDecision: BeforeDecision = () => {};

  private readonly client: ClientSettings;
  private readonly retries: number;
  private readonly backoff: Backoff;
  /** null: clients wait until the time-out. */
  private readonly patience: Patience | null;
  private readonly routers: readonly Router[];
  private readonly nodeOfDeployment: Int32Array;
  private readonly routerClasses: Int32Array;
  private readonly regionOfNode: Int32Array;
  private readonly regions: number;
  private readonly oneWay: Float64Array;
  /** By pair of origin and region: the agenda's lanes for what goes out and what comes back. */
  private readonly outbound: Int32Array;
  private readonly inbound: Int32Array;
  private readonly attempts: Attempts;
  private readonly requests: Requests;
  private readonly agenda: Agenda;
  private readonly faults: FaultBoard;
  private readonly lifecycle: Lifecycle;
  private readonly recorder: Recorder;
  private readonly arrivals: Arrivals;
  private readonly chance: CounterStream;
  private readonly origins: readonly OriginLaw[];
  /** Per class; null where tokens of a trace make the size. */
  private readonly sizes: readonly (SizeLaw | null)[];
  private readonly tokens: readonly (TokenSizes | null)[];
  private readonly demandOnce: readonly boolean[];
  private readonly sessions: readonly (number | null)[];
  private readonly recorded: readonly (RecordedSessions | null)[];
  private readonly query: RouteQuery;
  private readonly result: RouteResult = { deployment: -1, error: 0, probe: false, epoch: 0 };
  private readonly onCrashLoss: (attempt: number) => void;
  private nowMs = 0;

  constructor(
    scenario: Scenario,
    built: BuiltReplicas,
    regionOfNode: Int32Array,
    attempts: Attempts,
    requests: Requests,
    agenda: Agenda,
    faults: FaultBoard,
    lifecycle: Lifecycle,
    recorder: Recorder,
    arrivals: Arrivals,
    chance: CounterStream,
    traces: Traces,
  ) {
    this.client = scenario.client;
    this.retries = scenario.client.retries;
    this.backoff = new Backoff(scenario.client, chance);
    const { patience } = scenario.client;
    this.patience = patience === null ? null : new Patience(patience, chance, attempts, agenda);
    this.budget = scenario.client.budget === null ? null : new RetryBudget(scenario.client.budget);
    this.routers = built.routers;
    this.nodeOfDeployment = built.nodeOfDeployment;
    this.routerClasses = built.routerClasses;
    this.regionOfNode = regionOfNode;
    this.regions = scenario.regions.length;
    this.oneWay = oneWayTimes(scenario);
    const times = [...new Set(this.oneWay)];
    this.outbound = Int32Array.from(this.oneWay, (ms) => agenda.lane(EVENT.reached, times.indexOf(ms)));
    this.inbound = Int32Array.from(this.oneWay, (ms) => agenda.lane(EVENT.answered, times.indexOf(ms)));
    this.attempts = attempts;
    this.requests = requests;
    this.agenda = agenda;
    this.faults = faults;
    this.lifecycle = lifecycle;
    this.recorder = recorder;
    this.arrivals = arrivals;
    this.chance = chance;
    const place = new Map(scenario.regions.map((region, i) => [region.id, i]));
    this.origins = scenario.workload.map((w) =>
      originLaw(w.origins.map((o) => ({ place: place.get(o.region)!, weight: o.weight }))),
    );
    this.sizes = scenario.workload.map((w) => (w.service.kind === 'trace' ? null : sizeLaw(w.service)));
    this.tokens = tokenSizes(scenario, traces);
    this.recorded = recordedSessions(scenario, traces);
    this.demandOnce = scenario.workload.map((w) => w.demandPer === 'request');
    this.sessions = scenario.workload.map((w) => w.sessions);
    this.query = { ...emptyQuery(), tried: new Int32Array(requests.stride) };
    this.lastDecision = new Float64Array(regionOfNode.length).fill(-1);
    this.lastDecisionMs = new Float64Array(regionOfNode.length).fill(-1);
    this.onCrashLoss = (attempt) => this.lost(attempt);
    const nodes = scenario.groups.flatMap((group) => Array.from({ length: group.count }, () => group.engine));
    this.engine = new SlotsEngine(nodes, scenario.warmUpMs, attempts, agenda, (attempt) => this.demandOf(attempt));
    this.reporting = new Reporting(scenario.router.signals.refreshMs, built.routers, this.engine, faults, lifecycle);
  }

  /** Request `n` of a class comes. A user of a closed loop keeps origin and session. */
  arrive(classIndex: number, n: number, nowMs: number): void {
    const { requests, chance } = this;
    const sender = this.arrivals.sender(classIndex, n);
    const origin = drawOrigin(this.origins[classIndex]!, chance.aim(SUBSYSTEM.origins, sender, classIndex));
    const recorded = this.recorded[classIndex]!;
    const session =
      recorded === null ? drawSession(chance, classIndex, sender, this.sessions[classIndex]!) : recorded.of[recorded.first + n]!;
    const row = requests.take();
    requests.id[row] = this.arrived++;
    requests.classIndex[row] = classIndex;
    requests.n[row] = n;
    requests.origin[row] = origin;
    requests.arrivedMs[row] = nowMs;
    requests.key[row] = affinityKey(classIndex, n, session);
    requests.routerClass[row] = this.routerClasses[classIndex * this.regions + origin]!;
    requests.replica[row] = this.drawReplica(classIndex, n);
    this.recorder.arrived(classIndex, origin, session, nowMs);
    if (this.budget !== null) this.budget.firstAttempt(nowMs);
    this.tryRequest(row, nowMs);
  }

  /** The replica that a request in its row is routed by. */
  routerOf(row: number): Router {
    return this.routers[this.requests.replica[row]!]!;
  }

  /** Asks the router, and sends the attempt out or takes the refusal as a used try. */
  tryRequest(row: number, nowMs: number): void {
    const { requests, query, result } = this;
    const tryIndex = requests.tries[row]!;
    query.requestClass = requests.routerClass[row]!;
    query.key = requests.key[row]! >>> 0;
    query.attempt = tryIndex;
    const tried = this.client.excludeTried ? requests.triedCount[row]! : 0;
    query.triedCount = tried;
    const from = row * requests.stride;
    for (let i = 0; i < tried; i++) query.tried[i] = requests.tried[from + i]!;
    if (this.decisions === this.explainAt) this.beforeDecision(row, query, nowMs);
    this.aimRouting(row);
    this.routerOf(row).route(query, nowMs, this.chance, result);
    const index = this.decisions++;
    requests.tries[row] = tryIndex + 1;
    if (result.deployment < 0) {
      this.recorder.refused(requests.id[row]!, tryIndex, result.error, nowMs, requests.arrivedMs[row]!);
      this.goOn(row, FINAL.refused, nowMs);
      return;
    }
    this.send(row, tryIndex, result, index, nowMs);
  }

  /** Aims the routing stream at a request's coming try. */
  aimRouting(row: number): CounterStream {
    const { requests } = this;
    return this.chance.aim(SUBSYSTEM.routing, requests.n[row]!, tryDraw(requests.classIndex[row]!, requests.tries[row]!));
  }

  /** An attempt reaches its node. */
  reach(attempt: number, nowMs: number): void {
    const { attempts, faults } = this;
    const node = attempts.node[attempt]!;
    if (faults.down[node] === 1) {
      this.answer(attempt, UNREACHABLE, nowMs);
      return;
    }
    const fraction = faults.errorFraction[node]!;
    if (fraction > 0) {
      const unit = this.chance.aim(SUBSYSTEM.faults, attempts.n[attempt]!, this.drawOf(attempt)).nextUnit();
      if (unit < fraction) {
        const { as, afterMs } = faults.errorFault(node, unit);
        this.answer(attempt, OUTCOME_CODE[as], nowMs + afterMs);
        return;
      }
    }
    if (!this.engine.admit(attempt, node, nowMs)) this.answer(attempt, OUTCOME_CODE.rejected, nowMs);
    else if (this.reporting.atOnce) this.reporting.report(node, nowMs);
  }

  /** A slot is done with an attempt. */
  served(attempt: number, nowMs: number): void {
    this.leave(attempt, nowMs);
    this.answer(attempt, OK, nowMs);
  }

  /** An answer, good or bad, reaches the client. */
  hear(attempt: number, nowMs: number): void {
    this.endAttempt(attempt, this.attempts.outcome[attempt]! as OutcomeCode, nowMs);
    this.free(attempt);
  }

  /** The client of an attempt stops waiting. */
  timeOut(attempt: number, nowMs: number): void {
    const { attempts, client } = this;
    const phase = attempts.phase[attempt]!;
    this.endAttempt(attempt, TIMED_OUT, nowMs);
    if (phase === PHASE.returning) {
      this.free(attempt);
    } else if (phase === PHASE.outbound) {
      // Withdrawn before it got there; without cancelling it arrives and is served.
      if (client.cancel !== 'never') this.free(attempt);
    } else if (client.cancel === 'always' || (client.cancel === 'queued' && phase === PHASE.queued)) {
      this.leave(attempt, nowMs);
      this.free(attempt);
    }
  }

  /** Whether the client of an attempt waits for its service to begin. */
  stillWaits(attempt: number): boolean {
    const { attempts } = this;
    const phase = attempts.phase[attempt]!;
    return attempts.gone[attempt] === 0 && (phase === PHASE.outbound || phase === PHASE.queued);
  }

  /** The client of an attempt that still waits has no patience left: the request ends, and whoever has the attempt hears of it at once. */
  giveUp(attempt: number, nowMs: number): void {
    const { attempts, requests } = this;
    const row = attempts.request[attempt]!;
    const waits = attempts.phase[attempt] === PHASE.queued;
    this.closeAttempt(attempt, CANCELLED, nowMs);
    if (waits) this.leave(attempt, nowMs);
    this.free(attempt);
    this.recorder.clientDid(requests.classIndex[row]!, CLIENT_COUNT.abandoned, requests.arrivedMs[row]!);
    this.finish(row, FINAL.timedOut, nowMs);
  }

  /** A node goes down: all that is on it fails. */
  crash(node: number, nowMs: number): void {
    this.nowMs = nowMs;
    this.engine.crash(node, nowMs, this.onCrashLoss);
    if (this.reporting.atOnce) this.reporting.report(node, nowMs);
  }

  private send(row: number, tryIndex: number, to: RouteResult, decision: number, nowMs: number): void {
    const { requests, attempts } = this;
    const node = this.nodeOfDeployment[to.deployment]!;
    const attempt = attempts.take(node, nowMs);
    attempts.request[attempt] = row;
    attempts.deployment[attempt] = to.deployment;
    attempts.classIndex[attempt] = requests.classIndex[row]!;
    attempts.n[attempt] = requests.n[row]!;
    attempts.tryIndex[attempt] = tryIndex;
    attempts.epoch[attempt] = to.epoch;
    attempts.probe[attempt] = to.probe ? 1 : 0;
    requests.addTried(row, node);
    if (requests.attempts[row]!++ === 0) this.recorder.routed(requests.classIndex[row]!, requests.arrivedMs[row]!);
    this.lastDecision[node] = decision;
    this.lastDecisionMs[node] = nowMs;
    this.routerOf(row).started(to.deployment);
    this.recorder.attemptStarted(node, this.regionOfNode[node]!, requests.arrivedMs[row]!);
    const pair = requests.origin[row]! * this.regions + this.regionOfNode[node]!;
    const atMs = nowMs + this.oneWay[pair]! + this.faults.addedMs[node]!;
    this.agenda.addTo(this.outbound[pair]!, atMs, EVENT.reached, attempt, attempts.generation[attempt]!);
    if (this.patience !== null) this.patience.watch(attempt, nowMs);
  }

  /** The node has an answer at `atMs`; it travels back, unless nobody waits for it. */
  private answer(attempt: number, outcome: OutcomeCode, atMs: number): void {
    const { attempts } = this;
    if (attempts.gone[attempt] === 1) {
      this.free(attempt);
      return;
    }
    attempts.phase[attempt] = PHASE.returning;
    attempts.outcome[attempt] = outcome;
    const node = attempts.node[attempt]!;
    const origin = this.requests.origin[attempts.request[attempt]!]!;
    const pair = origin * this.regions + this.regionOfNode[node]!;
    this.agenda.addTo(this.inbound[pair]!, atMs + this.oneWay[pair]!, EVENT.answered, attempt, attempts.generation[attempt]!);
  }

  private leave(attempt: number, nowMs: number): void {
    const node = this.attempts.node[attempt]!;
    this.engine.leave(attempt, node, nowMs);
    if (this.reporting.atOnce) this.reporting.report(node, nowMs);
  }

  /** Neither client nor node knows the attempt any more. */
  private free(attempt: number): void {
    const { attempts, lifecycle } = this;
    const node = attempts.node[attempt]!;
    attempts.free(attempt);
    if (lifecycle.draining > 0) lifecycle.freed(node);
  }

  private lost(attempt: number): void {
    this.answer(attempt, UNREACHABLE, this.nowMs);
  }

  /** The client learns how an attempt ended, and the request goes on. */
  private endAttempt(attempt: number, outcome: OutcomeCode, nowMs: number): void {
    const row = this.attempts.request[attempt]!;
    this.closeAttempt(attempt, outcome, nowMs);
    if (outcome === OK) this.finish(row, FINAL.finished, nowMs);
    else {
      const late = outcome === TIMED_OUT || outcome === OUTCOME_CODE['first-token-timeout'];
      this.goOn(row, late ? FINAL.timedOut : FINAL.failed, nowMs);
    }
  }

  /** The client waits for an attempt no more, and the router hears how it ended. */
  private closeAttempt(attempt: number, outcome: OutcomeCode, nowMs: number): void {
    const { attempts, requests } = this;
    const row = attempts.request[attempt]!;
    const deployment = attempts.deployment[attempt]!;
    const startMs = attempts.startMs[attempt]!;
    attempts.close(attempt);
    this.recorder.attemptEnded(
      requests.id[row]!,
      attempts.tryIndex[attempt]!,
      deployment,
      attempts.node[attempt]!,
      outcome,
      startMs,
      nowMs,
      requests.arrivedMs[row]!,
    );
    const probe = attempts.probe[attempt] === 1;
    this.routerOf(row).ended(deployment, outcome, nowMs - startMs, probe, attempts.epoch[attempt]!, nowMs);
  }

  /** A try came to nothing: the next one follows after a pause, or the request ends as `final`. */
  private goOn(row: number, final: Final, nowMs: number): void {
    const { requests, budget } = this;
    if (requests.tries[row]! > this.retries) {
      this.finish(row, final, nowMs);
    } else if (budget !== null && !budget.take(nowMs)) {
      this.recorder.clientDid(requests.classIndex[row]!, CLIENT_COUNT.retriesDenied, requests.arrivedMs[row]!);
      this.finish(row, final, nowMs);
    } else this.pause(row, nowMs);
  }

  private pause(row: number, nowMs: number): void {
    const { requests, backoff } = this;
    const made = requests.tries[row]!;
    const pausedMs = requests.pausedMs[row]!;
    const pauseMs = backoff.pauseMs(made, requests.classIndex[row]!, requests.n[row]!, made - 1, pausedMs);
    if (backoff.remembers) requests.pausedMs[row] = pauseMs;
    this.agenda.add(nowMs + pauseMs, EVENT.retry, row, 0);
  }

  private finish(row: number, final: Final, nowMs: number): void {
    const { requests } = this;
    const classIndex = requests.classIndex[row]!;
    this.recorder.ended(classIndex, final, requests.arrivedMs[row]!, nowMs);
    this.arrivals.ended(classIndex, requests.n[row]!, nowMs);
    requests.free(row);
  }

  private demandOf(attempt: number): number {
    const { attempts } = this;
    const classIndex = attempts.classIndex[attempt]!;
    const size = this.sizes[classIndex]!;
    // Tokens are the request's own, whatever the attempt.
    if (size === null) return this.tokens[classIndex]!.demandMs(attempts.n[attempt]!, this.chance, requestDraw(classIndex));
    const sub = this.demandOnce[classIndex] === true ? requestDraw(classIndex) : this.drawOf(attempt);
    return drawSize(size, this.chance.aim(SUBSYSTEM.sizes, attempts.n[attempt]!, sub));
  }

  /** Uniform, and the same whatever else the run does. */
  private drawReplica(classIndex: number, n: number): number {
    const { length } = this.routers;
    return length === 1 ? 0 : this.chance.aim(SUBSYSTEM.replicas, n, classIndex).nextBelow(length);
  }

  private drawOf(attempt: number): number {
    return tryDraw(this.attempts.classIndex[attempt]!, this.attempts.tryIndex[attempt]!);
  }
}
