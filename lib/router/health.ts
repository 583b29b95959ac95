/**
 * The passive health checker: what the router believes of each node, from the results it hears. The smoothed latency is
 * a moving average with weight 0.1 that is cut to whole ms at every step, so a constant latency L settles at L - 9 (from
 * below) and latencies below 10 ms never show. That is the reference's average, kept because scores are compared bit by bit.
 */
import { HEALTH_CODE, HEALTH_STATES, type HealthState } from '@/lib/fleet/snapshot';
import type { NodeIndex } from '@/lib/fleet/ids';
import { NodeTable } from './node-table';
import { SETTINGS, type HealthSettings } from './settings';

/** Smoothed latency of a node that was never registered. */
export const NO_RECORD_LATENCY_MS = 1_000;

export interface HealthRecord {
  readonly state: HealthState;
  readonly smoothedLatencyMs: number;
  readonly successesInRow: number;
  readonly failuresInRow: number;
}

/** Columns by node; plain data. */
export interface HealthCheckerState {
  readonly registered: Uint8Array;
  readonly status: Uint8Array;
  readonly smoothedMs: Float64Array;
  readonly successes: Int32Array;
  readonly failures: Int32Array;
}

export class HealthChecker {
  /** By node: a `HEALTH_CODE`; `unknown` without a record. Read by the router's fast path, written here alone. */
  status = new Uint8Array(0);
  /** By node: whole ms; `NO_RECORD_LATENCY_MS` without a record. */
  smoothedMs = new Float64Array(0);
  private registered = new Uint8Array(0);
  private successes = new Int32Array(0);
  private failures = new Int32Array(0);

  readonly settings: HealthSettings;
  readonly nodes: NodeTable;

  constructor(settings: HealthSettings = SETTINGS.reference.health, nodes: NodeTable = new NodeTable()) {
    this.settings = settings;
    this.nodes = nodes;
    this.fit();
  }

  /** Starts a record, or starts it again. */
  register(node: string): NodeIndex {
    const i = this.nodes.intern(node);
    this.fit();
    this.registered[i] = 1;
    const warmMs = this.settings.warmLatencyMs;
    if (warmMs === null) this.write(i, HEALTH_CODE.unknown, 0, 0, 0);
    else this.write(i, HEALTH_CODE.healthy, warmMs, this.settings.recoveryThreshold, 0);
    return i;
  }

  deregister(node: string): void {
    const i = this.known(node);
    if (i === -1) return;
    this.registered[i] = 0;
    this.write(i, HEALTH_CODE.unknown, NO_RECORD_LATENCY_MS, 0, 0);
  }

  /** Reports of unregistered nodes are dropped. */
  reportSuccess(node: string, latencyMs: number): void {
    const i = this.known(node);
    if (i !== -1) this.succeeded(i, latencyMs);
  }

  reportFailure(node: string): void {
    const i = this.known(node);
    if (i !== -1) this.failed(i);
  }

  succeeded(node: NodeIndex, latencyMs: number): void {
    if (this.registered[node] !== 1) return;
    this.smooth(node, latencyMs);
    this.countSuccess(node, latencyMs);
    this.nodes.changes.note(node);
  }

  failed(node: NodeIndex): void {
    if (this.registered[node] !== 1) return;
    this.successes[node] = 0;
    const failures = this.failures[node]! + 1;
    this.failures[node] = failures;
    this.status[node] = failures >= this.settings.failureThreshold ? HEALTH_CODE.unhealthy : HEALTH_CODE.degraded;
    this.nodes.changes.note(node);
  }

  /**
   * Result of an active probe. It counts as a success or failure, but leaves the smoothed latency alone, for it does no request's
   * work; unless the node is `idle` and its record slow: then nothing else would ever show it fast again, and a policy that
   * refuses slow nodes would refuse it for good.
   */
  probed(node: NodeIndex, passed: boolean, latencyMs: number, idle: boolean): void {
    if (!passed) return this.failed(node);
    if (this.registered[node] !== 1) return;
    if (idle && this.smoothedMs[node]! > this.settings.degradedLatencyMs) this.smooth(node, latencyMs);
    this.countSuccess(node, latencyMs);
    this.nodes.changes.note(node);
  }

  /** Makes the record healthy, with `latencyMs` as its smoothed latency. */
  reset(node: NodeIndex, latencyMs: number): void {
    if (this.registered[node] !== 1) return;
    this.write(node, HEALTH_CODE.healthy, Math.floor(latencyMs), this.settings.recoveryThreshold, 0);
  }

  /** null for a node without a record. */
  record(node: NodeIndex): HealthRecord | null {
    if (this.registered[node] !== 1) return null;
    return {
      state: HEALTH_STATES[this.status[node]!]!,
      smoothedLatencyMs: this.smoothedMs[node]!,
      successesInRow: this.successes[node]!,
      failuresInRow: this.failures[node]!,
    };
  }

  /** Makes room for every node of the table. */
  fit(): void {
    const before = this.status.length;
    if (this.nodes.size <= before) return;
    const length = Math.max(this.nodes.size, 2 * before, 16);
    this.adopt({
      registered: widened(this.registered, new Uint8Array(length)),
      status: widened(this.status, new Uint8Array(length).fill(HEALTH_CODE.unknown)),
      smoothedMs: widened(this.smoothedMs, new Float64Array(length).fill(NO_RECORD_LATENCY_MS)),
      successes: widened(this.successes, new Int32Array(length)),
      failures: widened(this.failures, new Int32Array(length)),
    });
  }

  save(): HealthCheckerState {
    return copied(this);
  }

  restore(state: HealthCheckerState): void {
    this.adopt(copied(state));
    this.fit();
    this.nodes.changes.noteAll();
  }

  private smooth(node: NodeIndex, latencyMs: number): void {
    this.smoothedMs[node] = Math.floor((9 * this.smoothedMs[node]! + Math.floor(latencyMs)) / 10);
  }

  private countSuccess(node: NodeIndex, latencyMs: number): void {
    this.failures[node] = 0;
    const successes = this.successes[node]! + 1;
    this.successes[node] = successes;
    if (latencyMs > this.settings.degradedLatencyMs) this.status[node] = HEALTH_CODE.degraded;
    else if (successes >= this.settings.recoveryThreshold) this.status[node] = HEALTH_CODE.healthy;
  }

  private write(node: NodeIndex, status: number, smoothedMs: number, successes: number, failures: number): void {
    this.status[node] = status;
    this.smoothedMs[node] = smoothedMs;
    this.successes[node] = successes;
    this.failures[node] = failures;
    this.nodes.changes.note(node);
  }

  private known(node: string): NodeIndex {
    const i = this.nodes.indexOf(node);
    return i !== -1 && this.registered[i] === 1 ? i : -1;
  }

  private adopt(state: HealthCheckerState): void {
    this.registered = state.registered as Uint8Array<ArrayBuffer>;
    this.status = state.status as Uint8Array<ArrayBuffer>;
    this.smoothedMs = state.smoothedMs as Float64Array<ArrayBuffer>;
    this.successes = state.successes as Int32Array<ArrayBuffer>;
    this.failures = state.failures as Int32Array<ArrayBuffer>;
  }
}

function widened<A extends Uint8Array | Int32Array | Float64Array>(from: A, to: A): A {
  to.set(from);
  return to;
}

function copied(state: unknown): HealthCheckerState {
  const { registered, status, smoothedMs, successes, failures } = state as HealthCheckerState;
  return {
    registered: registered.slice(),
    status: status.slice(),
    smoothedMs: smoothedMs.slice(),
    successes: successes.slice(),
    failures: failures.slice(),
  };
}
