/**
 * The life of a request as its client sees it: it arrives, is routed at its origin, goes out as an attempt, is answered, timed out or tried
 * again. Each method is one event or a step of one. The client waits `timeoutMs` from the attempt's departure, and the router hears of an end
 * when the client does. What happens at a node is in `serving.ts`.
 */
import { SUBSYSTEM as SUBSYSTEMS, type CounterStream } from '@/lib/base/random';
import { OUTCOME_CODE, type OutcomeCode } from '@/lib/fleet/outcome';
import { ROUTE_ERROR, type RouteErrorCode } from '@/lib/router/decision';
import { emptyQuery, type RouteQuery, type RouteResult } from '@/lib/router/query';
import type { Router } from '@/lib/router/router';
import type { ClientSettings } from '@/lib/scenario/schema';
import type { Arrivals } from '@/lib/workload/arrivals';
import { drawOrigin, originLaw, type OriginLaw } from '@/lib/workload/origins';
import { affinityKey, drawSession } from '@/lib/workload/sessions';

import { Admission } from './admission';
import { ATTEMPT, PHASE as PHASES, type Attempts } from './attempts';
import { Backoff } from './backoff';
import type { BuiltReplicas } from './build-router';
import { CLIENT_COUNT } from './client-counts';
import { tryDraw } from './draws';
import { EVENT as EVENTS, type Agenda } from './event';
import { Hedging } from './hedging';
import type { LifeWatch } from './life';
import { Patience } from './patience';
import type { Recorder } from './recorder';
import { recordedSessions, type RecordedSessions } from './replays';
import { REQUEST, type Requests } from './requests';
import { RetryBudget } from './retry-budget';
import type { RunParts } from './run-parts';
import type { Serving } from './serving';
import { FINAL as FINALS, type Final } from './totals';
import type { Wire } from './wire';
import type { Work } from './work';

// A constant of the module's own is folded into hot code; an imported one is looked up each time.
const PHASE = PHASES;
const EVENT = EVENTS;
const SUBSYSTEM = SUBSYSTEMS;
const FINAL = FINALS;

const A = ATTEMPT;
const R = REQUEST;
const OK = OUTCOME_CODE.ok;
const TIMED_OUT = OUTCOME_CODE['timed-out'];
const RATE_LIMITED = OUTCOME_CODE['rate-limited'];
const CANCELLED = OUTCOME_CODE.cancelled;

/** What a decision is explained from; the arguments are those of the `route` call that follows. */
export type BeforeDecision = (request: number, query: RouteQuery, nowMs: number) => void;

export class Flow {
  /** null: every retry may go. */
  readonly budget: RetryBudget | null;
  /** null: no further copies. */
  readonly hedging: Hedging | null;
  /** null: the router lets everybody in. */
  readonly admission: Admission | null;
  /** Decisions asked of the router so far. */
  decisions = 0;
  arrived = 0;
  /** The decision with this index is shown to `beforeDecision` before it is made; -1: none. */
  explainAt = -1;
  beforeDecision: BeforeDecision = () => {};

  private readonly client: ClientSettings;
  private readonly retries: number;
  private readonly warmUpMs: number;
  private readonly backoff: Backoff;
  /** null: clients wait until the time-out. */
  private readonly patience: Patience | null;
  private readonly routers: readonly Router[];
  /** The router of a run that has but one. */
  private readonly only: Router | null;
  private readonly nodeOfDeployment: readonly number[];
  private readonly routerClasses: Int32Array;
  private readonly fallbackClasses: readonly (readonly number[])[];
  private readonly regions: number;
  private readonly attempts: Attempts;
  private readonly requests: Requests;
  private readonly agenda: Agenda;
  private readonly recorder: Recorder;
  private readonly life: LifeWatch;
  private readonly arrivals: Arrivals;
  private readonly chance: CounterStream;
  private readonly wire: Wire;
  private readonly work: Work;
  private readonly serving: Serving;
  private readonly origins: readonly OriginLaw[];
  private readonly sessions: readonly (number | null)[];
  private readonly recorded: readonly (RecordedSessions | null)[];
  private readonly query: RouteQuery;
  private readonly result: RouteResult = { deployment: -1, error: 0, probe: false, epoch: 0 };

  constructor(parts: RunParts, built: BuiltReplicas, arrivals: Arrivals, wire: Wire, work: Work, serving: Serving) {
    const { scenario, traces, attempts, requests, agenda, chance } = parts;
    const { client, workload } = scenario;
    this.client = client;
    this.retries = client.retries;
    this.warmUpMs = scenario.warmUpMs;
    this.backoff = new Backoff(client, chance);
    this.patience = client.patience === null ? null : new Patience(client.patience, chance, attempts, agenda);
    this.hedging = client.hedge === null ? null : new Hedging(client.hedge, workload.length, attempts, requests, agenda);
    this.budget = client.budget === null ? null : new RetryBudget(client.budget);
    this.routers = built.routers;
    this.only = built.routers.length === 1 ? built.routers[0]! : null;
    // The router's own column, which it has just looked at; replicas number nodes alike.
    this.nodeOfDeployment = built.routers[0]!.catalog.nodeOf;
    this.routerClasses = built.routerClasses;
    this.fallbackClasses = built.fallbackClasses;
    this.regions = scenario.regions.length;
    this.attempts = attempts;
    this.requests = requests;
    this.agenda = agenda;
    this.recorder = parts.recorder;
    this.life = parts.life;
    this.arrivals = arrivals;
    this.chance = chance;
    this.wire = wire;
    this.work = work;
    this.serving = serving;
    const place = new Map(scenario.regions.map((region, i) => [region.id, i]));
    this.origins = workload.map((w) => originLaw(w.origins.map((o) => ({ place: place.get(o.region)!, weight: o.weight }))));
    this.recorded = recordedSessions(scenario, traces);
    this.sessions = workload.map((w) => w.sessions);
    this.query = { ...emptyQuery(), tried: new Int32Array(requests.stride) };
    const { admission, replicas } = scenario.router;
    this.admission = admission === null ? null : new Admission(admission, replicas);
  }

  /** Request `n` of a class comes. A user of a closed loop keeps origin and session. */
  arrive(classIndex: number, n: number, nowMs: number): void {
    const { requests, chance } = this;
    const sender = this.arrivals.sender(classIndex, n);
    const origins = this.origins[classIndex]!;
    const { places } = origins;
    // With one place nothing is drawn, so nothing need be aimed.
    const origin = places.length === 1 ? places[0]! : drawOrigin(origins, chance.aim(SUBSYSTEM.origins, sender, classIndex));
    const recorded = this.recorded[classIndex]!;
    const session =
      recorded === null ? drawSession(chance, classIndex, sender, this.sessions[classIndex]!) : recorded.of[recorded.first + n]!;
    const row = requests.take();
    const { ints, floats } = requests;
    const id = this.arrived++;
    ints[row + R.id] = id;
    ints[row + R.classIndex] = classIndex;
    ints[row + R.n] = n;
    ints[row + R.origin] = origin;
    ints[row + R.key] = affinityKey(classIndex, n, session);
    ints[row + R.routerClass] = this.routerClasses[classIndex * this.regions + origin]!;
    ints[row + R.replica] = this.drawReplica(classIndex, n);
    ints[row + R.account] = this.recorder.totals.account(classIndex, nowMs >= this.warmUpMs ? 1 : 0);
    floats[(row >> 1) + R.arrivedMs] = nowMs;
    floats[(row >> 1) + R.demandMs] = this.work.ofFirst(classIndex, n);
    this.recorder.arrived(row, session, nowMs);
    if (id === this.life.request) this.life.arrived(n, classIndex, origin, nowMs);
    if (this.budget !== null) this.budget.firstAttempt(nowMs);
    this.tryRequest(row, nowMs);
  }

  /** The replica that a request in its row is routed by. */
  routerOf(row: number): Router {
    return this.only ?? this.routers[this.requests.ints[row + R.replica]!]!;
  }

  /** Asks the router, and sends the attempt out or takes the refusal as a used try. Where no node is left, a next stage is not put off. */
  tryRequest(row: number, nowMs: number): void {
    const { requests, result } = this;
    const tryIndex = requests.ints[row + R.tries]!;
    if (this.admission !== null && !this.admission.admit(requests.ints[row + R.replica]!, nowMs)) {
      requests.ints[row + R.tries] = tryIndex + 1;
      this.refused(row, tryIndex, -1, ROUTE_ERROR.AdmissionLimit, nowMs);
      this.goOn(row, FINAL.refused, nowMs);
      return;
    }
    const index = this.ask(row, false, nowMs);
    requests.ints[row + R.tries] = tryIndex + 1;
    if (result.deployment < 0) {
      this.refused(row, tryIndex, index, result.error, nowMs);
      if (!this.fallsBack(row, nowMs)) this.goOn(row, FINAL.refused, nowMs);
      return;
    }
    const attempt = this.send(row, tryIndex, result, index, nowMs);
    if (this.hedging !== null) this.hedging.sent(attempt, false, nowMs);
  }

  /** A try got no node; `decision` is -1 where the router was not asked. */
  private refused(row: number, tryIndex: number, decision: number, error: RouteErrorCode, nowMs: number): void {
    const { requests, life } = this;
    const classIndex = requests.ints[row + R.classIndex]!;
    this.recorder.refused(
      requests.ints[row + R.id]!,
      tryIndex,
      classIndex,
      error,
      nowMs,
      requests.floats[(row >> 1) + R.arrivedMs]!,
    );
    if (requests.ints[row + R.n] === life.n) life.refused(classIndex, tryIndex, decision, error, nowMs);
  }

  /** A request is still unanswered: a copy leaves to a node not tried yet, if there is one and budget and router let it. It is no retry. */
  hedge(row: number, nowMs: number): void {
    const { requests, result, recorder, budget } = this;
    const classIndex = requests.ints[row + R.classIndex]!;
    const arrivedMs = requests.floats[(row >> 1) + R.arrivedMs]!;
    if (budget !== null && !budget.lets(nowMs)) {
      recorder.clientDid(classIndex, CLIENT_COUNT.hedgesDenied, arrivedMs);
      return;
    }
    if (this.admission !== null && !this.admission.admit(requests.ints[row + R.replica]!, nowMs)) return;
    const index = this.ask(row, true, nowMs);
    if (result.deployment < 0) return;
    if (budget !== null) budget.take(nowMs);
    recorder.clientDid(classIndex, CLIENT_COUNT.hedges, arrivedMs);
    if (requests.ints[row + R.copies]!++ === 0) recorder.clientDid(classIndex, CLIENT_COUNT.hedged, arrivedMs);
    requests.ints[row + R.aside]!++;
    const attempt = this.send(row, requests.ints[row + R.tries]!++, result, index, nowMs);
    if (requests.ints[row + R.n] === this.life.n) this.life.copied(attempt);
    this.hedging!.sent(attempt, true, nowMs);
  }

  /** Asks the router for the request's next try; answers the number of the decision, which is in `result`. */
  private ask(row: number, onlyUntried: boolean, nowMs: number): number {
    const { query } = this;
    const { ints } = this.requests;
    query.requestClass = ints[row + R.routerClass]!;
    query.key = ints[row + R.key]! >>> 0;
    query.attempt = ints[row + R.tries]!;
    query.onlyUntried = onlyUntried;
    const tried = onlyUntried || this.client.excludeTried ? ints[row + R.triedCount]! : 0;
    query.triedCount = tried;
    for (let i = 0; i < tried; i++) query.tried[i] = ints[row + R.tried + i]!;
    if (this.decisions === this.explainAt) this.beforeDecision(row, query, nowMs);
    this.routerOf(row).route(query, nowMs, this.aimRouting(row), this.result);
    return this.decisions++;
  }

  /** Aims the routing stream at a request's coming try. */
  aimRouting(row: number): CounterStream {
    const { ints } = this.requests;
    return this.chance.aim(SUBSYSTEM.routing, ints[row + R.n]!, tryDraw(ints[row + R.classIndex]!, ints[row + R.tries]!));
  }

  /** An answer, good or bad, reaches the client. */
  hear(attempt: number, nowMs: number): void {
    this.endAttempt(attempt, this.attempts.ints[attempt + A.outcome]! as OutcomeCode, nowMs);
    this.serving.free(attempt);
  }

  /** The client of an attempt stops waiting. */
  timeOut(attempt: number, nowMs: number): void {
    const { attempts, client } = this;
    const phase = attempts.ints[attempt + A.phase]!;
    this.endAttempt(attempt, TIMED_OUT, nowMs);
    if (phase === PHASE.returning || phase >= PHASE.astray) {
      this.serving.free(attempt);
    } else if (phase === PHASE.outbound) {
      // Withdrawn before it got there; without cancelling it arrives and is served.
      if (client.cancel !== 'never') this.serving.free(attempt);
    } else if (client.cancel === 'always' || (client.cancel === 'queued' && phase === PHASE.queued)) {
      this.serving.leave(attempt, nowMs, false);
      this.serving.free(attempt);
    }
  }

  /** Whether the client of an attempt waits for its service to begin. */
  stillWaits(attempt: number): boolean {
    const { attempts } = this;
    const phase = attempts.ints[attempt + A.phase]!;
    return (
      attempts.ints[attempt + A.gone] === 0 && (phase === PHASE.outbound || phase === PHASE.queued || phase === PHASE.astray)
    );
  }

  /** The client of an attempt that still waits has no patience left: the request ends, and whoever has the attempt hears of it at once. */
  giveUp(attempt: number, nowMs: number): void {
    const { attempts, requests } = this;
    const row = attempts.ints[attempt + A.request]!;
    const waits = attempts.ints[attempt + A.phase] === PHASE.queued;
    this.closeAttempt(attempt, CANCELLED, nowMs);
    if (waits) this.serving.leave(attempt, nowMs, false);
    this.serving.free(attempt);
    if (this.isOut(row)) return;
    this.recorder.clientDid(
      requests.ints[row + R.classIndex]!,
      CLIENT_COUNT.abandoned,
      requests.floats[(row >> 1) + R.arrivedMs]!,
    );
    this.finish(row, FINAL.timedOut, nowMs);
  }

  private send(row: number, tryIndex: number, to: RouteResult, decision: number, nowMs: number): number {
    const { requests, attempts, recorder } = this;
    const node = this.nodeOfDeployment[to.deployment]!;
    const attempt = attempts.take(node, decision, nowMs);
    const { ints, floats } = attempts;
    const { ints: asked, floats: askedFloats } = requests;
    const classIndex = asked[row + R.classIndex]!;
    const n = asked[row + R.n]!;
    const account = asked[row + R.account]!;
    const origin = asked[row + R.origin]!;
    ints[attempt + A.request] = row;
    ints[attempt + A.deployment] = to.deployment;
    ints[attempt + A.classIndex] = classIndex;
    ints[attempt + A.n] = n;
    ints[attempt + A.origin] = origin;
    ints[attempt + A.tryIndex] = tryIndex;
    ints[attempt + A.epoch] = to.epoch;
    ints[attempt + A.probe] = to.probe ? 1 : 0;
    ints[attempt + A.account] = account;
    ints[attempt + A.measured] = askedFloats[(row >> 1) + R.arrivedMs]! >= this.warmUpMs ? 1 : 0;
    const asFirst = this.work.isAsFirst(classIndex, tryIndex);
    const demandMs = asFirst ? askedFloats[(row >> 1) + R.demandMs]! : -1;
    floats[(attempt >> 1) + A.work] = demandMs;
    floats[(attempt >> 1) + A.demandMs] = demandMs;
    if (n === this.life.n) this.life.sent(classIndex, tryIndex, decision, attempt, node, to.deployment, nowMs);
    requests.addTried(row, node);
    if (asked[row + R.attempts]!++ === 0) recorder.routed(account);
    this.routerOf(row).started(to.deployment);
    recorder.attemptStarted(attempt);
    if (this.admission !== null) this.admission.started(asked[row + R.replica]!);
    this.wire.out(attempt, origin, nowMs);
    if (this.patience !== null) this.patience.watch(attempt, nowMs);
    return attempt;
  }

  /** The client learns how an attempt ended, and the request goes on. */
  private endAttempt(attempt: number, outcome: OutcomeCode, nowMs: number): void {
    const { attempts, hedging } = this;
    const row = attempts.ints[attempt + A.request]!;
    this.closeAttempt(attempt, outcome, nowMs);
    if (outcome === OK) {
      if (hedging !== null) this.won(attempt, row, hedging, nowMs);
      this.recorder.answered(row, attempt, nowMs);
      this.leaves(row, FINAL.finished, nowMs);
    } else if (!this.isOut(row)) {
      const late = outcome === TIMED_OUT || outcome === OUTCOME_CODE['first-token-timeout'];
      this.goOn(row, late ? FINAL.timedOut : FINAL.failed, nowMs, this.toldToWaitMs(attempt, outcome, row));
    }
  }

  /** Whether the client still waits for a copy of the request. */
  private isOut(row: number): boolean {
    return this.hedging !== null && this.requests.ints[row + R.firstOut]! >= 0;
  }

  /** One attempt of a request was answered; nobody waits for the others any more. */
  private won(attempt: number, row: number, hedging: Hedging, nowMs: number): void {
    const { attempts, requests, recorder } = this;
    const classIndex = requests.ints[row + R.classIndex]!;
    const arrivedMs = requests.floats[(row >> 1) + R.arrivedMs]!;
    hedging.answered(classIndex, nowMs - arrivedMs);
    if (attempts.ints[attempt + A.copy] === 1) recorder.clientDid(classIndex, CLIENT_COUNT.hedgesWon, arrivedMs);
    for (let loser = requests.ints[row + R.firstOut]!; loser >= 0; loser = requests.ints[row + R.firstOut]!) {
      const phase = attempts.ints[loser + A.phase]!;
      this.closeAttempt(loser, CANCELLED, nowMs);
      if (!hedging.cancelLoser) recorder.clientDid(classIndex, CLIENT_COUNT.hedgesWasted, arrivedMs);
      if (phase === PHASE.queued || phase === PHASE.serving) {
        if (!hedging.cancelLoser) continue;
        this.serving.leave(loser, nowMs, false);
      } else if (phase === PHASE.outbound && !hedging.cancelLoser) continue;
      this.serving.free(loser);
    }
  }

  /** The client waits for an attempt no more, and the router hears how it ended. */
  private closeAttempt(attempt: number, outcome: OutcomeCode, nowMs: number): void {
    const { attempts, recorder } = this;
    const { ints, floats } = attempts;
    const row = ints[attempt + A.request]!;
    attempts.close(attempt);
    if (this.hedging !== null) this.hedging.closed(attempt);
    if (ints[attempt + A.n] === this.life.n) this.life.heard(attempt, outcome, nowMs);
    recorder.attemptEnded(attempt, row, outcome, nowMs);
    if (this.admission !== null) this.admission.ended(this.requests.ints[row + R.replica]!);
    this.routerOf(row).ended(
      ints[attempt + A.deployment]!,
      outcome,
      nowMs - floats[(attempt >> 1) + A.startMs]!,
      ints[attempt + A.probe] === 1,
      ints[attempt + A.epoch]!,
      nowMs,
    );
  }

  /** How long a request must stay away because its node said so; 0 where it can go to another. */
  private toldToWaitMs(attempt: number, outcome: OutcomeCode, row: number): number {
    const { attempts, requests, client } = this;
    if (outcome !== RATE_LIMITED || this.serving.quotas === null || !client.honourRetryAfter) return 0;
    const { ints } = requests;
    const elsewhere =
      client.excludeTried &&
      this.routerOf(row).servesElsewhere(requests.ints[row + R.routerClass]!, ints, row + R.tried, ints[row + R.triedCount]!);
    return elsewhere ? 0 : attempts.floats[(attempt >> 1) + A.retryAfterMs]!;
  }

  /** A try came to nothing: the next one follows after a pause of at least `leastMs`, or the next stage, or the end as `final`. */
  private goOn(row: number, final: Final, nowMs: number, leastMs = 0): void {
    const { requests, budget } = this;
    if (this.hedging !== null) this.hedging.stop(row);
    if (requests.ints[row + R.tries]! - requests.ints[row + R.aside]! > this.retries) {
      if (!this.fallsBack(row, nowMs)) this.finish(row, final, nowMs);
    } else if (budget !== null && !budget.take(nowMs)) {
      this.recorder.clientDid(
        requests.ints[row + R.classIndex]!,
        CLIENT_COUNT.retriesDenied,
        requests.floats[(row >> 1) + R.arrivedMs]!,
      );
      if (!this.fallsBack(row, nowMs)) this.finish(row, final, nowMs);
    } else this.pause(row, nowMs, leastMs);
  }

  /** Starts the request over in its next stage, at once and outside the budget; false: it has none. */
  private fallsBack(row: number, nowMs: number): boolean {
    const { requests } = this;
    const classIndex = requests.ints[row + R.classIndex]!;
    const stage = requests.ints[row + R.stage]!;
    const routerClass = this.fallbackClasses[classIndex]![stage * this.regions + requests.ints[row + R.origin]!];
    if (routerClass === undefined) return false;
    requests.ints[row + R.stage] = stage + 1;
    requests.ints[row + R.routerClass] = routerClass;
    requests.ints[row + R.aside] = requests.ints[row + R.tries]!;
    requests.ints[row + R.triedCount] = 0;
    requests.floats[(row >> 1) + R.pausedMs] = 0;
    this.recorder.clientDid(classIndex, CLIENT_COUNT.fallbacks, requests.floats[(row >> 1) + R.arrivedMs]!);
    this.tryRequest(row, nowMs);
    return true;
  }

  private pause(row: number, nowMs: number, leastMs: number): void {
    const { requests, backoff } = this;
    const tries = requests.ints[row + R.tries]!;
    const made = tries - requests.ints[row + R.aside]!;
    const pauseMs = backoff.pauseMs(
      made,
      requests.ints[row + R.classIndex]!,
      requests.ints[row + R.n]!,
      tries - 1,
      requests.floats[(row >> 1) + R.pausedMs]!,
    );
    if (backoff.remembers) requests.floats[(row >> 1) + R.pausedMs] = pauseMs;
    this.agenda.add(nowMs + Math.max(pauseMs, leastMs), EVENT.retry, row, 0);
  }

  /** The request ends unanswered. */
  private finish(row: number, final: Final, nowMs: number): void {
    this.recorder.lost(row, final);
    this.leaves(row, final, nowMs);
  }

  private leaves(row: number, final: Final, nowMs: number): void {
    const { requests } = this;
    const { ints } = requests;
    const classIndex = ints[row + R.classIndex]!;
    const n = ints[row + R.n]!;
    if (n === this.life.n) this.life.ended(classIndex, final, nowMs);
    this.arrivals.ended(classIndex, n, nowMs);
    if (this.hedging !== null) this.hedging.stop(row);
    requests.free(row);
  }

  /** Uniform, and the same whatever else the run does. */
  private drawReplica(classIndex: number, n: number): number {
    const { length } = this.routers;
    return length === 1 ? 0 : this.chance.aim(SUBSYSTEM.replicas, n, classIndex).nextBelow(length);
  }
}
