/**
 * The circuit breaker of a node, as a pure machine over a union of states, and the array of them that the router asks.
 * Failures count in a row; there is no window and no rate. Open turns half-open when somebody asks after its time, never by
 * itself. With `rules.probes` a half-open breaker lends a bounded number of slots, each for a bounded time; without, it
 * admits everyone, as the reference does. The machine itself takes a late success as a close: leaving late results out
 * (`ignoreLate`) is up to whoever reports, by comparing epochs.
 */
import { BREAKER_CODE, type BreakerState } from '@/lib/fleet/snapshot';
import type { NodeIndex } from '@/lib/fleet/ids';
import { NodeTable } from './node-table';
import { SETTINGS, type BreakerSettings } from './settings';

export type Breaker =
  | { readonly kind: 'closed'; readonly failures: number }
  | { readonly kind: 'open'; readonly failures: number; readonly untilMs: number }
  | {
      readonly kind: 'half-open';
      readonly failures: number;
      readonly successes: number;
      readonly sinceMs: number;
      /** When each lent slot returns by itself, ascending. */
      readonly leases: readonly number[];
    };

/** `asked`: may a request pass? `leased`: a probe was picked. */
export type BreakerEvent = 'asked' | 'succeeded' | 'failed' | 'leased';

export const CLOSED: Breaker = { kind: 'closed', failures: 0 };

export function stepBreaker(breaker: Breaker, event: BreakerEvent, nowMs: number, rules: BreakerSettings): Breaker {
  switch (breaker.kind) {
    case 'closed':
      if (event === 'failed') {
        const failures = breaker.failures + 1;
        return failures >= rules.failureThreshold ? opened(failures, nowMs, rules) : { kind: 'closed', failures };
      }
      return event === 'succeeded' ? CLOSED : breaker;
    case 'open':
      if (event === 'failed') return opened(breaker.failures + 1, nowMs, rules);
      if (event === 'succeeded') return CLOSED;
      return event === 'asked' && nowMs >= breaker.untilMs
        ? { kind: 'half-open', failures: breaker.failures, successes: 0, sinceMs: nowMs, leases: [] }
        : breaker;
    case 'half-open':
      if (event === 'failed') return opened(breaker.failures + 1, nowMs, rules);
      if (event === 'succeeded') {
        const successes = breaker.successes + 1;
        return successes >= rules.halfOpenSuccesses ? CLOSED : { ...breaker, successes };
      }
      if (event === 'leased' && rules.probes !== null) {
        return { ...breaker, leases: [...heldAt(breaker.leases, nowMs), nowMs + rules.probes.leaseMs] };
      }
      return breaker;
  }
}

/** Gives back the slot lent at `sinceMs`. A lease that has run out by itself has nothing to give back. */
export function giveBack(breaker: Breaker, sinceMs: number, nowMs: number, rules: BreakerSettings): Breaker {
  if (breaker.kind !== 'half-open' || rules.probes === null) return breaker;
  const untilMs = sinceMs + rules.probes.leaseMs;
  if (untilMs <= nowMs) return breaker;
  const leases = [...heldAt(breaker.leases, nowMs)];
  // `sinceMs` is often computed as now minus a latency, so the lease is found as the nearest, not by equality.
  let nearest = -1;
  for (let i = 0; i < leases.length; i++) {
    if (nearest === -1 || Math.abs(leases[i]! - untilMs) < Math.abs(leases[nearest]! - untilMs)) nearest = i;
  }
  if (nearest !== -1) leases.splice(nearest, 1);
  return { ...breaker, leases };
}

/** Lent slots, now. */
export function probesInFlight(breaker: Breaker, nowMs: number): number {
  return breaker.kind === 'half-open' ? heldAt(breaker.leases, nowMs).length : 0;
}

function opened(failures: number, nowMs: number, rules: BreakerSettings): Breaker {
  return { kind: 'open', failures, untilMs: nowMs + rules.openMs };
}

function heldAt(leases: readonly number[], nowMs: number): readonly number[] {
  return leases.length > 0 && leases[0]! <= nowMs ? leases.filter((untilMs) => untilMs > nowMs) : leases;
}

export interface BreakerCounters {
  readonly failures: number;
  readonly successes: number;
}

export type BreakerListener = (
  node: NodeIndex,
  from: BreakerState,
  to: BreakerState,
  cause: string,
  nowMs: number,
  counters: BreakerCounters,
) => void;

/** Plain data; the breakers are immutable, so a saved state shares them. */
export interface CircuitBreakerState {
  readonly breakers: readonly Breaker[];
  readonly epochs: readonly number[];
}

const ignored: BreakerListener = () => {};

/** The breakers of all nodes. Asking a closed one costs one array read; a node never mentioned is closed. */
export class CircuitBreaker {
  /** By node: a `BREAKER_CODE`. Written here alone. */
  codes = new Uint8Array(0);
  /** No open breaker may turn half-open before this time; may be earlier than the first that can. */
  earliestMs = Infinity;
  /** Nodes whose breaker is half-open, or open, in no promised order. */
  readonly halfOpen: NodeIndex[] = [];
  readonly open: NodeIndex[] = [];
  onTransition: BreakerListener = ignored;

  readonly settings: BreakerSettings;
  readonly nodes: NodeTable;
  private breakers: Breaker[] = [];
  private epochs: number[] = [];

  constructor(settings: BreakerSettings = SETTINGS.reference.breaker, nodes: NodeTable = new NodeTable()) {
    this.settings = settings;
    this.nodes = nodes;
    this.fit();
  }

  /** The question before a request: true when it must not pass. May turn an open breaker half-open. */
  isOpen(node: string, nowMs: number): boolean {
    return this.blocks(this.index(node), nowMs);
  }

  blocks(node: NodeIndex, nowMs: number): boolean {
    if (this.codes[node] === BREAKER_CODE.open) this.step(node, 'asked', nowMs);
    return this.codes[node] === BREAKER_CODE.open;
  }

  reportSuccess(node: string, nowMs: number): void {
    this.step(this.index(node), 'succeeded', nowMs);
  }

  reportFailure(node: string, nowMs: number): void {
    this.step(this.index(node), 'failed', nowMs);
  }

  succeeded(node: NodeIndex, nowMs: number): void {
    this.step(node, 'succeeded', nowMs);
  }

  failed(node: NodeIndex, nowMs: number): void {
    this.step(node, 'failed', nowMs);
  }

  /** Lends a probe slot of a half-open breaker. */
  lease(node: NodeIndex, nowMs: number): void {
    this.step(node, 'leased', nowMs);
  }

  giveBack(node: NodeIndex, sinceMs: number, nowMs: number): void {
    this.breakers[node] = giveBack(this.breakers[node]!, sinceMs, nowMs, this.settings);
  }

  /** Only half-open breakers have probe slots; 0 where everyone is admitted. */
  freeProbes(node: NodeIndex, nowMs: number): number {
    const probes = this.settings.probes;
    if (probes === null || this.codes[node] !== BREAKER_CODE['half-open']) return 0;
    return Math.max(0, probes.max - probesInFlight(this.breakers[node]!, nowMs));
  }

  /** Grows by one at each trip; the result of an attempt that began in another epoch is late. */
  epoch(node: NodeIndex): number {
    return this.epochs[node]!;
  }

  /** Looks only. */
  at(node: NodeIndex): Breaker {
    return this.breakers[node] ?? CLOSED;
  }

  /** Brings `earliestMs` up to the first open breaker that can turn. O(open breakers). */
  findEarliest(): void {
    this.earliestMs = Infinity;
    for (const node of this.open) this.noteDue(this.breakers[node]!);
  }

  /** Makes room for every node of the table. */
  fit(): void {
    const size = this.nodes.size;
    while (this.breakers.length < size) {
      this.breakers.push(CLOSED);
      this.epochs.push(0);
    }
    if (this.codes.length >= size) return;
    const wider = new Uint8Array(Math.max(size, 2 * this.codes.length, 16));
    wider.set(this.codes);
    this.codes = wider;
  }

  save(): CircuitBreakerState {
    return { breakers: this.breakers.slice(), epochs: this.epochs.slice() };
  }

  restore(state: CircuitBreakerState): void {
    this.breakers = state.breakers.slice();
    this.epochs = state.epochs.slice();
    this.codes = new Uint8Array(this.breakers.length);
    this.open.length = 0;
    this.halfOpen.length = 0;
    this.breakers.forEach((breaker, node) => this.enlist(node, breaker));
    this.fit();
    this.findEarliest();
    this.nodes.changes.noteAll();
  }

  private step(node: NodeIndex, event: BreakerEvent, nowMs: number): void {
    const before = this.breakers[node]!;
    const after = stepBreaker(before, event, nowMs, this.settings);
    if (after === before) return;
    this.breakers[node] = after;
    if (after.kind === before.kind) return;
    if (before.kind === 'open') strike(this.open, node);
    if (before.kind === 'half-open') strike(this.halfOpen, node);
    this.enlist(node, after);
    if (after.kind === 'open') this.epochs[node]!++;
    const counters = { failures: after.failures, successes: before.kind === 'half-open' ? before.successes : 0 };
    this.onTransition(node, before.kind, after.kind, causeOf(before, after, this.settings), nowMs, counters);
  }

  private enlist(node: NodeIndex, breaker: Breaker): void {
    this.codes[node] = BREAKER_CODE[breaker.kind];
    this.nodes.changes.note(node);
    if (breaker.kind === 'open') this.open.push(node);
    if (breaker.kind === 'half-open') this.halfOpen.push(node);
    this.noteDue(breaker);
  }

  private noteDue(breaker: Breaker): void {
    if (breaker.kind === 'open') this.earliestMs = Math.min(this.earliestMs, breaker.untilMs);
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

/** Why a breaker moved, in a few words: `5 failures in a row`, `3 probes answered`. */
function causeOf(before: Breaker, after: Breaker, rules: BreakerSettings): string {
  const trial = rules.probes === null ? 'request' : 'probe';
  if (after.kind === 'half-open') return 'open time over';
  if (after.kind === 'closed') {
    if (before.kind === 'open') return 'a late success';
    const answered = Math.max(1, rules.halfOpenSuccesses);
    return answered === 1 ? `1 ${trial} answered` : `${answered} ${trial}s answered`;
  }
  if (before.kind === 'half-open') return `a ${trial} failed`;
  return after.failures === 1 ? '1 failure' : `${after.failures} failures in a row`;
}
