/**
 * The breakers of all nodes. Asking a closed one costs one array read, and a success that a closed one hears allocates nothing. What
 * a rule needs to remember (a window, a trial, the calls since the last sweep, trips in a row) is there only where the rule
 * is on. Sweeps owe nothing to a clock: before anything is asked or heard, those that are due are made up for, at their own times, so
 * that nobody can tell the difference. A node never mentioned is closed.
 */
import { hashPair, hashString } from '@/lib/base/hash';
import { OUTCOMES, OUTCOME_CODE as OUTCOME_CODES, type OutcomeCode } from '@/lib/fleet/outcome';
import { BREAKER_CODE, type BreakerState } from '@/lib/fleet/snapshot';
import type { NodeIndex } from '@/lib/fleet/ids';
import { CLOSED, giveBack, judgesByShares, probesInFlight, stepBreaker, type Breaker, type BreakerEvent } from './breaker';
import { causeAtOnce, causeByShare, causeOf } from './breaker-words';
import { CallTally, MARK, reachedShare, slowMarks, widened, type CallTallyState } from './call-tally';
import { createWindow, type CallWindow, type CallWindowState } from './call-window';
import { inPanic, mayEject, multipleFrom, outliers } from './ejection';
import { NodeTable } from './node-table';
import { nextTrip, openTimeMs } from './open-time';
import { SETTINGS, type BreakerSettings } from './settings';
import { VERDICT as VERDICTS, verdictsOf } from './verdicts';

// A constant of the module's own is folded into hot code; an imported one is looked up each time.
const OUTCOME_CODE = OUTCOME_CODES;
const VERDICT = VERDICTS;

/** As a transition finds them. The last four are of the window, or of the half-open trial; 0 where there is none. */
export interface BreakerCounters {
  readonly failures: number;
  readonly successes: number;
  readonly calls: number;
  readonly failed: number;
  readonly slow: number;
  readonly slowFirstToken: number;
}

/** `nextMs`: when the breaker may move next by time alone; null: its next move depends on requests. */
export type BreakerListener = (
  node: NodeIndex,
  from: BreakerState,
  to: BreakerState,
  cause: string,
  nowMs: number,
  counters: BreakerCounters,
  nextMs: number | null,
) => void;

/** Plain data; the breakers are immutable, so a saved state shares them. null where the settings need no such memory. */
export interface CircuitBreakerState {
  readonly breakers: readonly Breaker[];
  readonly epochs: readonly number[];
  readonly refusals: readonly number[];
  readonly window: CallWindowState | null;
  readonly trial: CallTallyState | null;
  readonly sinceSweep: CallTallyState | null;
  readonly nextSweepMs: number;
  /** Trips in a row, and since when the breaker has been closed. */
  readonly growth: { readonly trips: Int32Array; readonly closedSinceMs: Float64Array } | null;
}

const nobody: BreakerListener = () => {};

export class CircuitBreaker {
  /** By node: a `BREAKER_CODE`. Written here alone. */
  codes = new Uint8Array(0);
  /** No open breaker may move on at a question before this time; may be earlier than the first that can. */
  earliestMs = Infinity;
  /** When the next sweep is due. */
  nextSweepMs = Infinity;
  /** So many nodes are ejected that breakers and health records are overlooked. */
  panic = false;
  /** Nodes whose breaker is half-open, or open, in no promised order. */
  readonly halfOpen: NodeIndex[] = [];
  readonly open: NodeIndex[] = [];
  onTransition: BreakerListener = nobody;
  /** Hears of a close that time alone brought about, after `onTransition`. */
  onTimedClose: (node: NodeIndex, nowMs: number) => void = () => {};

  readonly settings: BreakerSettings;
  readonly nodes: NodeTable;
  /** By outcome code: a `VERDICT`. */
  readonly verdicts: Uint8Array;
  /** Nothing counts the results of a closed breaker but failures in a row. */
  private readonly plain: boolean;
  private readonly salt: number;
  private readonly sweepMs: number | null;
  private breakers: Breaker[] = [];
  private epochs: number[] = [];
  private refusals: number[] = [];
  private readonly window: CallWindow | null;
  private readonly trial: CallTally | null;
  private readonly sinceSweep: CallTally | null;
  private trips = new Int32Array(0);
  private closedSinceMs = new Float64Array(0);

  /** `salt`, an integer, makes other jitter of the same nodes and trips. */
  constructor(settings: BreakerSettings = SETTINGS.reference.breaker, nodes: NodeTable = new NodeTable(), salt = 0) {
    const { rate, ejection } = settings;
    this.settings = settings;
    this.nodes = nodes;
    this.salt = salt;
    this.verdicts = verdictsOf(settings.outcomes);
    this.window = rate === null ? null : createWindow(rate.window);
    this.trial = judgesByShares(settings) ? new CallTally() : null;
    this.sweepMs = ejection?.sweepMs ?? null;
    const compares = this.sweepMs !== null && (ejection?.successRate ?? ejection?.failureShare ?? null) !== null;
    this.sinceSweep = compares ? new CallTally() : null;
    if (this.sweepMs !== null) this.nextSweepMs = this.sweepMs;
    this.plain = this.window === null && this.sweepMs === null;
    this.fit();
  }

  /** The question before a request: true when it must not pass. May move an open breaker on. */
  isOpen(node: string, nowMs: number): boolean {
    return this.blocks(this.index(node), nowMs);
  }

  blocks(node: NodeIndex, nowMs: number): boolean {
    this.catchUp(nowMs);
    if (this.codes[node] === BREAKER_CODE.open && this.sweepMs === null) this.ask(node, nowMs);
    return this.codes[node] === BREAKER_CODE.open && !this.panic;
  }

  reportSuccess(node: string, nowMs: number): void {
    this.succeeded(this.index(node), nowMs);
  }

  reportFailure(node: string, nowMs: number): void {
    this.failed(this.index(node), nowMs);
  }

  /** A result of no particular kind, neither slow. */
  succeeded(node: NodeIndex, nowMs: number): void {
    this.hear(node, 0, OUTCOME_CODE.ok, nowMs);
  }

  failed(node: NodeIndex, nowMs: number): void {
    this.hear(node, MARK.failed, OUTCOME_CODE.ok, nowMs);
  }

  /** How an attempt ended. `firstTokenMs` is NaN where nobody measured it. */
  heard(node: NodeIndex, outcome: OutcomeCode, latencyMs: number, firstTokenMs: number, nowMs: number): void {
    // Most of all results are this one: a success that changes nothing.
    if (outcome === OUTCOME_CODE.ok && this.plain && this.breakers[node] === CLOSED) return;
    this.judge(node, outcome, latencyMs, firstTokenMs, nowMs);
  }

  private judge(node: NodeIndex, outcome: OutcomeCode, latencyMs: number, firstTokenMs: number, nowMs: number): void {
    const verdict = this.verdicts[outcome]!;
    if (verdict === VERDICT.ignored) return;
    const { rate } = this.settings;
    const slow = rate === null ? 0 : slowMarks(rate, latencyMs, firstTokenMs);
    const marks = verdict === VERDICT.success ? slow : slow | MARK.failed;
    this.hear(node, marks, verdict === VERDICT.trip ? outcome : OUTCOME_CODE.ok, nowMs);
  }

  /** Lends a probe slot of a half-open breaker. */
  lease(node: NodeIndex, nowMs: number): void {
    this.breakers[node] = stepBreaker(this.breakers[node]!, 'leased', nowMs, this.settings);
  }

  giveBack(node: NodeIndex, sinceMs: number, nowMs: number): void {
    this.breakers[node] = giveBack(this.breakers[node]!, sinceMs, nowMs, this.settings);
  }

  /** Only half-open breakers have probe slots; 0 where everyone is admitted. No more than the trial still has calls to hear of. */
  freeProbes(node: NodeIndex, nowMs: number): number {
    const { probes, halfOpenCalls } = this.settings;
    if (probes === null || this.codes[node] !== BREAKER_CODE['half-open']) return 0;
    const lent = probesInFlight(this.breakers[node]!, nowMs);
    const wanted = this.trial === null ? Infinity : halfOpenCalls! - this.trial.calls[node]!;
    return Math.max(0, Math.min(probes.max, wanted) - lent);
  }

  /** Grows by one at each trip; the result of an attempt that began in another epoch is late. */
  epoch(node: NodeIndex): number {
    return this.epochs[node]!;
  }

  /** Looks only. */
  at(node: NodeIndex): Breaker {
    return this.breakers[node] ?? CLOSED;
  }

  /** When an open breaker may move by time alone; null for any other. Looks only. */
  nextMoveMs(node: NodeIndex): number | null {
    const breaker = this.at(node);
    if (breaker.kind !== 'open') return null;
    if (this.sweepMs === null) return breaker.untilMs;
    return multipleFrom(this.sweepMs, Math.max(breaker.untilMs, this.nextSweepMs), -1);
  }

  /** How often a trip was refused because too many nodes were ejected already. */
  refusedTrips(node: NodeIndex): number {
    return this.refusals[node]!;
  }

  /** Brings `earliestMs` up to the first open breaker that can move on. O(open breakers). */
  findEarliest(): void {
    this.earliestMs = this.sweepMs === null ? this.firstEndMs() : Infinity;
  }

  /** Makes up for the sweeps that are due. O(1) when none is; else O(nodes) for each that can change anything. */
  catchUp(nowMs: number): void {
    while (this.nextSweepMs <= nowMs) {
      const sweptMs = this.nextSweepMs;
      this.sweep(sweptMs);
      // Nothing has been heard since, so whatever comes before the first end of an open time changes nothing.
      this.nextSweepMs = multipleFrom(this.sweepMs!, Math.min(this.firstEndMs(), nowMs), sweptMs);
    }
  }

  /** Makes room for every node of the table. */
  fit(): void {
    const size = this.nodes.size;
    if (this.breakers.length < size) {
      while (this.breakers.length < size) {
        this.breakers.push(CLOSED);
        this.epochs.push(0);
        this.refusals.push(0);
      }
      this.findPanic();
    }
    if (this.codes.length >= size) return;
    const length = Math.max(size, 2 * this.codes.length, 16);
    this.codes = widened(this.codes, new Uint8Array(length));
    this.window?.fit(length);
    this.trial?.fit(length);
    this.sinceSweep?.fit(length);
    if (this.settings.growth === null) return;
    this.trips = widened(this.trips, new Int32Array(length));
    this.closedSinceMs = widened(this.closedSinceMs, new Float64Array(length));
  }

  save(): CircuitBreakerState {
    const { trips, closedSinceMs } = this;
    return {
      breakers: this.breakers.slice(),
      epochs: this.epochs.slice(),
      refusals: this.refusals.slice(),
      window: this.window?.save() ?? null,
      trial: this.trial?.save() ?? null,
      sinceSweep: this.sinceSweep?.save() ?? null,
      nextSweepMs: this.nextSweepMs,
      growth: this.settings.growth === null ? null : { trips: trips.slice(), closedSinceMs: closedSinceMs.slice() },
    };
  }

  /** Expects a state of breakers with the same settings. */
  restore(state: CircuitBreakerState): void {
    this.breakers = state.breakers.slice();
    this.epochs = state.epochs.slice();
    this.refusals = state.refusals.slice();
    this.codes = new Uint8Array(state.growth?.trips.length ?? this.breakers.length);
    if (state.window !== null) this.window?.restore(state.window);
    if (state.trial !== null) this.trial?.restore(state.trial);
    if (state.sinceSweep !== null) this.sinceSweep?.restore(state.sinceSweep);
    if (state.growth !== null) {
      this.trips = Int32Array.from(state.growth.trips);
      this.closedSinceMs = Float64Array.from(state.growth.closedSinceMs);
    }
    this.nextSweepMs = state.nextSweepMs;
    this.open.length = 0;
    this.halfOpen.length = 0;
    this.breakers.forEach((breaker, node) => this.enlist(node, breaker));
    this.fit();
    this.findEarliest();
    this.findPanic();
    this.nodes.changes.noteAll();
  }

  /** A result, with its marks; `atOnce` is an outcome that opens at once, or `ok`. The rules are asked in the order of `BreakerSettings`. */
  private hear(node: NodeIndex, marks: number, atOnce: OutcomeCode, nowMs: number): void {
    if (nowMs >= this.nextSweepMs) this.catchUp(nowMs);
    const before = this.breakers[node]!;
    if (before.kind === 'open' && !this.settings.hearsWhileOpen) return;
    this.sinceSweep?.add(node, marks);
    const event = (marks & MARK.failed) === 0 ? 'succeeded' : 'failed';
    if (before.kind === 'half-open') return this.tried(node, before, event, marks, atOnce, nowMs);
    const closed = before.kind === 'closed';
    if (closed) this.window?.add(node, marks, nowMs);
    const after = stepBreaker(before, event, nowMs, this.settings, this.openMs(node, before, event, nowMs));
    if (after.kind !== before.kind) {
      return this.move(node, before, after, causeOf(before, event, after, this.settings), nowMs);
    }
    this.breakers[node] = after;
    if (!closed) return;
    const cause = this.otherCause(node, atOnce);
    if (cause !== null) this.trip(node, cause, nowMs);
  }

  /** A result of a half-open breaker. */
  private tried(
    node: NodeIndex,
    before: Breaker,
    event: 'succeeded' | 'failed',
    marks: number,
    atOnce: OutcomeCode,
    nowMs: number,
  ): void {
    const { settings, trial } = this;
    const openMs = this.openMs(node, before, event, nowMs);
    const after = stepBreaker(before, event, nowMs, settings, openMs);
    trial?.add(node, marks);
    const told = atOnce === OUTCOME_CODE.ok ? null : causeAtOnce(nameOf(atOnce));
    if (after.kind !== 'half-open') return this.move(node, before, after, told ?? causeOf(before, event, after, settings), nowMs);
    this.breakers[node] = after;
    if (told !== null) return this.trip(node, told, nowMs);
    if (trial === null || trial.calls[node]! < settings.halfOpenCalls!) return;
    const rate = settings.rate!;
    const reached = reachedShare(rate, trial, node);
    const cause = causeByShare(reached, rate, trial, node, settings.probes === null ? 'requests' : 'probes');
    if (reached !== null) this.trip(node, cause, nowMs);
    else this.move(node, after, CLOSED, cause, nowMs);
  }

  /** Why a closed breaker opens although it has not heard failures enough in a row; null: it does not. */
  private otherCause(node: NodeIndex, atOnce: OutcomeCode): string | null {
    const { window } = this;
    if (window !== null) {
      const rate = this.settings.rate!;
      const reached = window.tally.calls[node]! < rate.minimumCalls ? null : reachedShare(rate, window.tally, node);
      if (reached !== null) return causeByShare(reached, rate, window.tally, node, 'calls');
    }
    return atOnce === OUTCOME_CODE.ok ? null : causeAtOnce(nameOf(atOnce));
  }

  /** Opens a breaker that is not open. */
  private trip(node: NodeIndex, cause: string, nowMs: number): void {
    const before = this.breakers[node]!;
    const after = stepBreaker(before, 'tripped', nowMs, this.settings, this.openMs(node, before, 'tripped', nowMs));
    this.move(node, before, after, cause, nowMs);
  }

  private ask(node: NodeIndex, nowMs: number): void {
    const before = this.breakers[node]!;
    const after = stepBreaker(before, 'asked', nowMs, this.settings);
    if (after === before) return;
    this.move(node, before, after, causeOf(before, 'asked', after, this.settings), nowMs);
    if (after.kind === 'closed') this.onTimedClose(node, nowMs);
  }

  private sweep(nowMs: number): void {
    for (const node of this.open.slice().sort(ascending)) this.ask(node, nowMs);
    const { sinceSweep } = this;
    if (sinceSweep === null) return;
    const isEjected = (node: NodeIndex): boolean => this.codes[node] !== BREAKER_CODE.closed;
    for (const { node, cause } of outliers(sinceSweep, this.nodes.size, isEjected, this.settings.ejection!)) {
      if (!isEjected(node)) this.trip(node, cause, nowMs);
    }
    sinceSweep.clearAll();
  }

  /** To another state. A closed breaker stays closed where the fleet has no more nodes to spare. */
  private move(node: NodeIndex, before: Breaker, after: Breaker, cause: string, nowMs: number): void {
    const { settings } = this;
    const opens = after.kind === 'open';
    if (opens && before.kind === 'closed' && !mayEject(this.ejected, this.nodes.size, settings.ejection)) {
      this.breakers[node] = { kind: 'closed', failures: after.failures };
      this.refusals[node]!++;
      return;
    }
    const counted = before.kind === 'closed' ? (this.window?.tally ?? null) : before.kind === 'half-open' ? this.trial : null;
    const counters = {
      failures: after.failures,
      successes: before.kind === 'half-open' ? before.successes : 0,
      calls: counted?.calls[node] ?? 0,
      failed: counted?.failed[node] ?? 0,
      slow: counted?.slow[node] ?? 0,
      slowFirstToken: counted?.slowFirstToken[node] ?? 0,
    };
    if (settings.growth !== null) this.countTrips(node, before, after, nowMs);
    this.breakers[node] = after;
    if (before.kind === 'open') strike(this.open, node);
    if (before.kind === 'half-open') strike(this.halfOpen, node);
    this.enlist(node, after);
    if (opens) {
      this.epochs[node]!++;
      this.window?.clear(node);
    }
    this.trial?.clear(node);
    this.findPanic();
    const nextMs =
      opens && this.sweepMs !== null ? multipleFrom(this.sweepMs, after.untilMs, nowMs) : opens ? after.untilMs : null;
    this.onTransition(node, before.kind, after.kind, cause, nowMs, counters, nextMs);
  }

  private countTrips(node: NodeIndex, before: Breaker, after: Breaker, nowMs: number): void {
    const { growth } = this.settings;
    if (after.kind === 'open') this.trips[node] = this.tripAfter(node, before, nowMs);
    if (after.kind !== 'closed') return;
    if (growth!.calmMs === null) this.trips[node] = 0;
    this.closedSinceMs[node] = nowMs;
  }

  /** The number in its row of the trip that `before` would make now, or that it is in. */
  private tripAfter(node: NodeIndex, before: Breaker, nowMs: number): number {
    if (before.kind === 'open') return this.trips[node]!;
    return nextTrip(this.settings, this.trips[node]!, before.kind === 'closed' ? nowMs - this.closedSinceMs[node]! : null);
  }

  /** How long the open state would last that an event begins, or begins anew. */
  private openMs(node: NodeIndex, before: Breaker, event: BreakerEvent, nowMs: number): number {
    const { growth, openMs } = this.settings;
    if (growth === null || event === 'succeeded') return openMs;
    const epoch = this.epochs[node]! + (before.kind === 'open' ? 0 : 1);
    const unit = hashPair(hashString(this.nodes.idOf(node), this.salt), epoch) / 4_294_967_296;
    return openTimeMs(this.settings, this.tripAfter(node, before, nowMs), unit);
  }

  private get ejected(): number {
    return this.open.length + this.halfOpen.length;
  }

  private findPanic(): void {
    const panic = inPanic(this.ejected, this.nodes.size, this.settings.ejection);
    if (panic === this.panic) return;
    this.panic = panic;
    this.nodes.changes.noteAll();
  }

  private enlist(node: NodeIndex, breaker: Breaker): void {
    this.codes[node] = BREAKER_CODE[breaker.kind];
    this.nodes.changes.note(node);
    if (breaker.kind === 'half-open') this.halfOpen.push(node);
    if (breaker.kind !== 'open') return;
    this.open.push(node);
    if (this.sweepMs === null) this.earliestMs = Math.min(this.earliestMs, breaker.untilMs);
  }

  private firstEndMs(): number {
    let first = Infinity;
    for (const node of this.open) {
      const breaker = this.breakers[node]!;
      if (breaker.kind === 'open') first = Math.min(first, breaker.untilMs);
    }
    return first;
  }

  private index(node: string): NodeIndex {
    const i = this.nodes.intern(node);
    this.fit();
    return i;
  }
}

function strike(list: NodeIndex[], node: NodeIndex): void {
  const last = list.pop()!;
  if (last !== node) list[list.indexOf(node)] = last;
}

function ascending(a: number, b: number): number {
  return a - b;
}

function nameOf(outcome: OutcomeCode): Exclude<(typeof OUTCOMES)[number], 'ok'> {
  return OUTCOMES[outcome] as Exclude<(typeof OUTCOMES)[number], 'ok'>;
}
