/**
 * The breakers of a fleet, the slow and obvious way: every call since the last trip in a list, every share counted anew, every sweep
 * made when its time passes. The twin of `CircuitBreaker`.
 */
import { hashPair, hashString } from '@/lib/base/hash';
import type { Outcome } from '@/lib/fleet/outcome';
import type { BreakerState } from '@/lib/fleet/snapshot';
import type { BreakerSettings } from './settings';

interface Call {
  readonly atMs: number;
  readonly failed: boolean;
  readonly slow: boolean;
  readonly slowFirstToken: boolean;
}

export interface TwinNode {
  state: BreakerState;
  failures: number;
  successes: number;
  untilMs: number;
  /** Lent slots: when, and when each returns by itself. */
  leases: { readonly sinceMs: number; readonly untilMs: number }[];
  /** Since the last trip, while closed; while half-open; since the last sweep. */
  calls: Call[];
  trial: Call[];
  swept: Call[];
  epoch: number;
  refusals: number;
  trips: number;
  closedSinceMs: number;
}

export interface Told {
  readonly node: number;
  readonly from: BreakerState;
  readonly to: BreakerState;
  readonly atMs: number;
  readonly nextMs: number | null;
  readonly calls: number;
  readonly failed: number;
}

export class SlowBreakers {
  readonly nodes: TwinNode[];
  readonly told: Told[] = [];
  nowMs = 0;
  private sweeps = 0;
  private readonly names: readonly string[];
  private readonly rules: BreakerSettings;
  private readonly salt: number;

  constructor(names: readonly string[], rules: BreakerSettings, salt: number) {
    this.names = names;
    this.rules = rules;
    this.salt = salt;
    this.nodes = names.map(() => ({
      state: 'closed',
      failures: 0,
      successes: 0,
      untilMs: 0,
      leases: [],
      calls: [],
      trial: [],
      swept: [],
      epoch: 0,
      refusals: 0,
      trips: 0,
      closedSinceMs: 0,
    }));
  }

  /** Time passes, and sweeps happen when they are due, as a timer would make them. */
  pass(ms: number): void {
    this.nowMs += ms;
    const sweepMs = this.rules.ejection?.sweepMs ?? Infinity;
    while ((this.sweeps + 1) * sweepMs <= this.nowMs) {
      this.sweeps++;
      this.sweep(this.sweeps * sweepMs);
    }
  }

  asked(i: number): boolean {
    const node = this.nodes[i]!;
    const sweeping = (this.rules.ejection?.sweepMs ?? null) !== null;
    if (!sweeping && node.state === 'open' && this.nowMs >= node.untilMs) this.moveOn(i, this.nowMs);
    return node.state === 'open' && !this.panic;
  }

  heard(i: number, outcome: Outcome, latencyMs: number, firstTokenMs: number | null): void {
    const { rules, nowMs } = this;
    const node = this.nodes[i]!;
    const verdict = outcome === 'ok' ? 'success' : rules.outcomes[outcome];
    if (verdict === 'ignored') return;
    if (node.state === 'open' && !rules.hearsWhileOpen) return;
    const failed = verdict !== 'success';
    const slow = rules.rate?.slow != null && latencyMs > rules.rate.slow.ms;
    const first = rules.rate?.slowFirstToken ?? null;
    const slowFirstToken = first !== null && firstTokenMs !== null && firstTokenMs > first.ms;
    const call = { atMs: nowMs, failed, slow, slowFirstToken };
    node.swept.push(call);
    if (node.state === 'open') {
      if (!failed) return this.close(i, nowMs);
      node.failures++;
      node.untilMs = nowMs + this.openFor(i, node.trips, node.epoch);
    } else if (node.state === 'half-open') {
      const shares = rules.rate !== null && rules.halfOpenCalls !== null;
      if (shares) node.trial.push(call);
      if (failed) node.failures++;
      if (verdict === 'trip' || (failed && !shares)) return this.open(i, nowMs, node.trial);
      if (shares && node.trial.length >= rules.halfOpenCalls) {
        if (this.reached(node.trial)) return this.open(i, nowMs, node.trial);
        return this.close(i, nowMs);
      }
      if (!failed && !shares && node.successes + 1 >= rules.halfOpenSuccesses) return this.close(i, nowMs);
      if (!failed) node.successes++;
    } else {
      node.calls.push(call);
      node.failures = failed ? node.failures + 1 : 0;
      const inARow = failed && rules.failureThreshold !== null && node.failures >= rules.failureThreshold;
      const window = this.windowOf(node);
      const judged = rules.rate !== null && window.length >= rules.rate.minimumCalls && this.reached(window);
      if (inARow || judged || verdict === 'trip') this.open(i, nowMs, window);
    }
  }

  lease(i: number): void {
    const { probes } = this.rules;
    const node = this.nodes[i]!;
    if (node.state !== 'half-open' || probes === null) return;
    node.leases.push({ sinceMs: this.nowMs, untilMs: this.nowMs + (probes.leaseMs ?? Infinity) });
  }

  held(i: number): TwinNode['leases'] {
    return this.nodes[i]!.leases.filter(({ untilMs }) => untilMs > this.nowMs);
  }

  free(i: number): number {
    const { rules } = this;
    const node = this.nodes[i]!;
    if (node.state !== 'half-open' || rules.probes === null) return 0;
    const shares = rules.rate !== null && rules.halfOpenCalls !== null;
    const wanted = shares ? rules.halfOpenCalls - node.trial.length : Infinity;
    return Math.max(0, Math.min(rules.probes.max, wanted) - this.held(i).length);
  }

  get panic(): boolean {
    return (
      this.nodes.filter(({ state }) => state === 'closed').length / this.nodes.length < (this.rules.ejection?.panicFraction ?? 0)
    );
  }

  nextMoveMs(i: number, untilMs = this.nodes[i]!.untilMs): number | null {
    if (this.nodes[i]!.state !== 'open') return null;
    const sweepMs = this.rules.ejection?.sweepMs ?? null;
    if (sweepMs === null) return untilMs;
    let k = this.sweeps + 1;
    while (k * sweepMs < untilMs) k++;
    return k * sweepMs;
  }

  private sweep(atMs: number): void {
    this.nodes.forEach(({ state, untilMs }, i) => {
      if (state === 'open' && atMs >= untilMs) this.moveOn(i, atMs);
    });
    const { successRate, failureShare } = this.rules.ejection!;
    const enough = (calls: number): number[] =>
      this.nodes.flatMap(({ state, swept }, i) => (state === 'closed' && swept.length > 0 && swept.length >= calls ? [i] : []));
    const rate = (i: number): number => {
      const { swept } = this.nodes[i]!;
      return swept.filter(({ failed }) => !failed).length / swept.length;
    };
    const share = (i: number): number => {
      const { swept } = this.nodes[i]!;
      return swept.filter(({ failed }) => failed).length / swept.length;
    };
    const out: number[] = [];
    if (successRate !== null) {
      const some = enough(successRate.minimumCalls);
      if (some.length > 0 && some.length >= successRate.minimumNodes) {
        let mean = 0;
        for (const i of some) mean += rate(i);
        mean /= some.length;
        let variance = 0;
        for (const i of some) variance += (rate(i) - mean) * (rate(i) - mean);
        const least = mean - successRate.deviations * Math.sqrt(variance / some.length);
        out.push(...some.filter((i) => rate(i) < least));
      }
    }
    if (failureShare !== null) {
      const some = enough(failureShare.minimumCalls);
      if (some.length >= failureShare.minimumNodes) out.push(...some.filter((i) => share(i) >= failureShare.fraction));
    }
    for (const i of out) if (this.nodes[i]!.state === 'closed') this.open(i, atMs, this.windowOf(this.nodes[i]!));
    for (const node of this.nodes) node.swept = [];
  }

  private windowOf(node: TwinNode): readonly Call[] {
    const window = this.rules.rate?.window;
    if (window === undefined) return [];
    if (window.kind === 'count') return node.calls.slice(-window.calls);
    const sliceMs = window.ms / 10;
    const latest = node.calls.at(-1)?.atMs ?? 0;
    return node.calls.filter(({ atMs }) => Math.floor(latest / sliceMs) - Math.floor(atMs / sliceMs) < 10);
  }

  private reached(calls: readonly Call[]): boolean {
    const { failureFraction, slow, slowFirstToken } = this.rules.rate!;
    const share = (what: 'failed' | 'slow' | 'slowFirstToken'): number =>
      calls.filter((call) => call[what]).length / calls.length;
    return (
      (failureFraction !== null && share('failed') >= failureFraction) ||
      (slow !== null && share('slow') >= slow.fraction) ||
      (slowFirstToken !== null && share('slowFirstToken') >= slowFirstToken.fraction)
    );
  }

  private moveOn(i: number, atMs: number): void {
    if (this.rules.afterOpen === 'closed') return this.close(i, atMs);
    const node = this.nodes[i]!;
    this.tell(i, 'half-open', atMs, [], null);
    Object.assign(node, { state: 'half-open', successes: 0, leases: [], trial: [] });
  }

  private close(i: number, atMs: number): void {
    const node = this.nodes[i]!;
    this.tell(i, 'closed', atMs, node.state === 'half-open' ? node.trial : [], null);
    Object.assign(node, { state: 'closed', failures: 0, closedSinceMs: atMs, leases: [], trial: [] });
    if (this.rules.growth?.calmMs === null) node.trips = 0;
  }

  private open(i: number, atMs: number, counted: readonly Call[]): void {
    const node = this.nodes[i]!;
    const { ejection, growth } = this.rules;
    const ejected = this.nodes.filter(({ state }) => state !== 'closed').length;
    if (node.state === 'closed' && ejection !== null) {
      const spared = (ejected + 1) / this.nodes.length > ejection.maxEjectedFraction;
      if (spared && !(ejection.alwaysOne && ejected === 0)) return void node.refusals++;
    }
    if (growth !== null) {
      const calm =
        node.state !== 'closed' || growth.calmMs === null ? 0 : Math.floor((atMs - node.closedSinceMs) / growth.calmMs);
      const left = Math.max(0, node.trips - calm);
      node.trips = left > 0 && this.grown(left) >= growth.capMs ? left : left + 1;
    }
    node.epoch++;
    const { state } = node;
    node.untilMs = atMs + this.openFor(i, node.trips, node.epoch);
    node.state = 'open';
    const nextMs = this.nextMoveMs(i);
    node.state = state;
    this.tell(i, 'open', atMs, counted, nextMs);
    Object.assign(node, { state: 'open', calls: [], leases: [], trial: [] });
  }

  private grown(trips: number): number {
    const { openMs, growth } = this.rules;
    if (growth!.kind === 'linear') return openMs * (1 + growth!.factor * (trips - 1));
    let ms = openMs;
    for (let k = 1; k < trips; k++) ms *= growth!.factor;
    return ms;
  }

  private openFor(i: number, trips: number, epoch: number): number {
    const { openMs, growth } = this.rules;
    if (growth === null) return openMs;
    const unit = hashPair(hashString(this.names[i]!, this.salt), epoch) / 4_294_967_296;
    return Math.min(growth.capMs, this.grown(trips)) * (1 + growth.jitterFraction * unit);
  }

  private tell(node: number, to: BreakerState, atMs: number, counted: readonly Call[], nextMs: number | null): void {
    const from = this.nodes[node]!.state;
    const failed = counted.filter((call) => call.failed).length;
    this.told.push({ node, from, to, atMs, nextMs, calls: counted.length, failed });
  }
}
