/**
 * The passive health checker: what the router believes of each node, from the results it hears. The smoothed latency is
 * a moving average with weight 0.1 that is cut to whole ms at every step, so a constant latency L settles at L - 9 (from
 * below) and latencies below 10 ms never show. That is the reference's average, kept because scores are compared bit by bit.
 * Beside it stand exact quantiles over a window of latest successes (`latency-window.ts`), which nothing here judges by.
 * Probes count as results of requests, or, where they have a threshold of their own, in a row of their own.
 */
import { HEALTH_CODE, HEALTH_STATES, type HealthState } from '@/lib/fleet/snapshot';
import type { NodeIndex } from '@/lib/fleet/ids';
import { LatencyWindow, type LatencyWindowState } from './latency-window';
import { NodeTable } from './node-table';
import { SETTINGS, type HealthSettings } from './settings';

const { healthy: HEALTHY, degraded: DEGRADED, unhealthy: UNHEALTHY } = HEALTH_CODE;

/** Why a node's health changes; of a node that is registered or not any more nobody asks. */
const CAUSE = { none: 0, slow: 1, successes: 2, failures: 3, probesPassed: 4, probesFailed: 5, breakerClosed: 6 } as const;
type Cause = (typeof CAUSE)[keyof typeof CAUSE];

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
  readonly probePasses: Int32Array;
  readonly probeFailures: Int32Array;
  readonly latencies: LatencyWindowState;
}

export class HealthChecker {
  /** By node: a `HEALTH_CODE`; `unknown` without a record. Read by the router's fast path, written here alone. */
  status = new Uint8Array(0);
  /** By node: whole ms; `NO_RECORD_LATENCY_MS` without a record. */
  smoothedMs = new Float64Array(0);
  /** Nodes that are unhealthy. */
  unhealthy = 0;
  /** Nodes whose smoothed latency is above the limit that `watch` set; room for further nodes counts as nodes without a record. */
  slow = 0;
  /** Why a node's health changed last, whichever node's that was: `3 failures in a row`. */
  cause = '';
  private watchedMs = Infinity;
  private registered = new Uint8Array(0);
  private successes = new Int32Array(0);
  private failures = new Int32Array(0);
  /** Probes in a row that passed since the node was last well, or failed; counted where probes have thresholds of their own. */
  private probePasses = new Int32Array(0);
  private probeFailures = new Int32Array(0);

  /** Latencies of the latest successes of requests, by node. */
  readonly latencies: LatencyWindow;
  readonly settings: HealthSettings;
  readonly nodes: NodeTable;
  /** Two of the settings, which every answer is held against. */
  private readonly degradedLatencyMs: number;
  private readonly recoveryThreshold: number;

  constructor(settings: HealthSettings = SETTINGS.reference.health, nodes: NodeTable = new NodeTable()) {
    this.settings = settings;
    this.degradedLatencyMs = settings.degradedLatencyMs;
    this.recoveryThreshold = settings.recoveryThreshold;
    this.latencies = new LatencyWindow(settings.quantileSamples);
    this.nodes = nodes;
    this.fit();
  }

  /** Starts a record, or starts it again. */
  register(node: string): NodeIndex {
    const i = this.nodes.intern(node);
    this.fit();
    this.registered[i] = 1;
    this.latencies.clear(i);
    const warmMs = this.settings.warmLatencyMs;
    if (warmMs === null) this.write(i, HEALTH_CODE.unknown, 0, 0, 0);
    else this.write(i, HEALTH_CODE.healthy, warmMs, this.settings.recoveryThreshold, 0);
    return i;
  }

  deregister(node: string): void {
    const i = this.known(node);
    if (i === -1) return;
    this.registered[i] = 0;
    this.latencies.clear(i);
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
    this.latencies.add(node, latencyMs);
    this.countSuccess(node, latencyMs);
    this.nodes.changes.note(node);
  }

  failed(node: NodeIndex): void {
    if (this.registered[node] !== 1) return;
    this.successes[node] = 0;
    const failures = this.failures[node]! + 1;
    this.failures[node] = failures;
    if (failures < this.settings.failureThreshold) this.set(node, DEGRADED, CAUSE.failures);
    else this.fall(node, CAUSE.failures);
    this.nodes.changes.note(node);
  }

  /**
   * Result of an active probe. Without thresholds of its own it counts as a success or failure of a request; with them see `probePassed` and
   * `probeFailed`. Either way it leaves the smoothed latency alone, for it does no request's work; unless the node is `idle` and its
   * record slow: then nothing else would ever show it fast again, and a policy that refuses slow nodes would refuse it for good.
   */
  probed(node: NodeIndex, passed: boolean, latencyMs: number, idle: boolean): void {
    if (this.registered[node] !== 1) return;
    const own = this.settings.probes;
    const wasSlow = this.smoothedMs[node]! > this.settings.degradedLatencyMs;
    if (passed && idle && wasSlow) this.smooth(node, latencyMs);
    if (passed) {
      this.probeFailures[node] = 0;
      if ((own?.recoveryThreshold ?? null) === null) this.countSuccess(node, latencyMs);
      else this.probePassed(node, own!.recoveryThreshold!);
    } else {
      this.probePasses[node] = 0;
      if ((own?.failureThreshold ?? null) === null) this.failed(node);
      else this.probeFailed(node, own!.failureThreshold!);
    }
    this.nodes.changes.note(node);
  }

  /** Makes the record healthy, with `latencyMs` as its smoothed latency. */
  reset(node: NodeIndex, latencyMs: number): void {
    if (this.registered[node] !== 1) return;
    this.write(node, HEALTH_CODE.healthy, Math.floor(latencyMs), this.settings.recoveryThreshold, 0, CAUSE.breakerClosed);
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

  /** `slow` counts the nodes above this from now on. O(nodes). */
  watch(limitMs: number): void {
    this.watchedMs = limitMs;
    this.countSlow();
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
      probePasses: widened(this.probePasses, new Int32Array(length)),
      probeFailures: widened(this.probeFailures, new Int32Array(length)),
    });
    this.countSlow();
  }

  save(): HealthCheckerState {
    return { ...copied(this.columns()), latencies: this.latencies.save() };
  }

  restore(state: HealthCheckerState): void {
    this.adopt(copied(state));
    this.latencies.restore(state.latencies);
    this.fit();
    this.countSlow();
    this.unhealthy = this.status.reduce((count, status) => count + (status === UNHEALTHY ? 1 : 0), 0);
    this.nodes.changes.noteAll();
  }

  /**
   * So many in a row make an unhealthy or unknown node healthy; a degraded one is left to its requests. The row starts when the node falls,
   * so passes from before it do not lift it up again at once.
   */
  private probePassed(node: NodeIndex, recoveryThreshold: number): void {
    const passes = this.probePasses[node]! + 1;
    this.probePasses[node] = passes;
    const status = this.status[node]!;
    const down = status === HEALTH_CODE.unhealthy || status === HEALTH_CODE.unknown;
    if (down && passes >= recoveryThreshold) {
      const { recoveryThreshold: enough } = this.settings;
      this.write(node, HEALTH_CODE.healthy, this.smoothedMs[node]!, enough, 0, CAUSE.probesPassed, passes);
    }
  }

  /** So many in a row make the node unhealthy, and it then takes a row of successes to lift it; fewer change nothing. */
  private probeFailed(node: NodeIndex, failureThreshold: number): void {
    const failures = this.probeFailures[node]! + 1;
    this.probeFailures[node] = failures;
    if (failures < failureThreshold) return;
    this.successes[node] = 0;
    this.fall(node, CAUSE.probesFailed);
  }

  private fall(node: NodeIndex, cause: Cause): void {
    if (this.status[node] !== UNHEALTHY) this.probePasses[node] = 0;
    this.set(node, UNHEALTHY, cause);
  }

  private smooth(node: NodeIndex, latencyMs: number): void {
    this.setSmoothed(node, Math.floor((9 * this.smoothedMs[node]! + Math.floor(latencyMs)) / 10));
  }

  private setSmoothed(node: NodeIndex, smoothedMs: number): void {
    const { watchedMs } = this;
    if (this.smoothedMs[node]! > watchedMs) this.slow--;
    if (smoothedMs > watchedMs) this.slow++;
    this.smoothedMs[node] = smoothedMs;
  }

  private countSlow(): void {
    this.slow = 0;
    for (const smoothedMs of this.smoothedMs) if (smoothedMs > this.watchedMs) this.slow++;
  }

  private countSuccess(node: NodeIndex, latencyMs: number): void {
    this.failures[node] = 0;
    const successes = this.successes[node]! + 1;
    this.successes[node] = successes;
    if (latencyMs > this.degradedLatencyMs) this.set(node, DEGRADED, CAUSE.slow, latencyMs);
    else if (successes >= this.recoveryThreshold) this.set(node, HEALTHY, CAUSE.successes);
  }

  /** `amount`: of what the cause speaks of, where the columns do not tell. */
  private set(node: NodeIndex, status: number, cause: Cause, amount = 0): void {
    if (this.status[node] !== status) this.change(node, status, cause, amount);
  }

  private change(node: NodeIndex, status: number, cause: Cause, amount: number): void {
    this.cause = this.wordsOf(node, cause, amount);
    if (this.status[node] === UNHEALTHY) this.unhealthy--;
    if (status === UNHEALTHY) this.unhealthy++;
    this.status[node] = status;
  }

  private wordsOf(node: NodeIndex, cause: Cause, amount: number): string {
    const { settings } = this;
    switch (cause) {
      case CAUSE.none:
        return '';
      case CAUSE.slow:
        return `an answer took ${Math.round(amount)} ms (limit ${settings.degradedLatencyMs} ms)`;
      case CAUSE.successes:
        return `${inARow(this.successes[node]!, 'success', 'successes')} and an answer within ${settings.degradedLatencyMs} ms`;
      case CAUSE.failures:
        return inARow(this.failures[node]!, 'failure', 'failures');
      case CAUSE.probesPassed:
        return inARow(amount, 'probe passed', 'probes passed');
      case CAUSE.probesFailed:
        return inARow(this.probeFailures[node]!, 'probe failed', 'probes failed');
      case CAUSE.breakerClosed:
        return 'its breaker closed';
    }
  }

  private write(
    node: NodeIndex,
    status: number,
    smoothedMs: number,
    successes: number,
    failures: number,
    cause: Cause = CAUSE.none,
    amount = 0,
  ): void {
    this.set(node, status, cause, amount);
    this.setSmoothed(node, smoothedMs);
    this.successes[node] = successes;
    this.failures[node] = failures;
    this.probePasses[node] = 0;
    this.probeFailures[node] = 0;
    this.nodes.changes.note(node);
  }

  private known(node: string): NodeIndex {
    const i = this.nodes.indexOf(node);
    return i !== -1 && this.registered[i] === 1 ? i : -1;
  }

  private columns(): Columns {
    const { registered, status, smoothedMs, successes, failures, probePasses, probeFailures } = this;
    return { registered, status, smoothedMs, successes, failures, probePasses, probeFailures };
  }

  private adopt(columns: Columns): void {
    this.registered = columns.registered as Uint8Array<ArrayBuffer>;
    this.status = columns.status as Uint8Array<ArrayBuffer>;
    this.smoothedMs = columns.smoothedMs as Float64Array<ArrayBuffer>;
    this.successes = columns.successes as Int32Array<ArrayBuffer>;
    this.failures = columns.failures as Int32Array<ArrayBuffer>;
    this.probePasses = columns.probePasses as Int32Array<ArrayBuffer>;
    this.probeFailures = columns.probeFailures as Int32Array<ArrayBuffer>;
  }
}

function inARow(count: number, one: string, many: string): string {
  return count === 1 ? `1 ${one}` : `${count} ${many} in a row`;
}

type Columns = Omit<HealthCheckerState, 'latencies'>;

function widened<A extends Uint8Array | Int32Array | Float64Array>(from: A, to: A): A {
  to.set(from);
  return to;
}

function copied(columns: Columns): Columns {
  return {
    registered: columns.registered.slice(),
    status: columns.status.slice(),
    smoothedMs: columns.smoothedMs.slice(),
    successes: columns.successes.slice(),
    failures: columns.failures.slice(),
    probePasses: columns.probePasses.slice(),
    probeFailures: columns.probeFailures.slice(),
  };
}
