/**
 * An attempt at its node: it comes in or is turned away, is served, and its answer leaves. Each method is one event or a step of one. The node
 * hears of a cancellation at once.
 */
import { SUBSYSTEM as SUBSYSTEMS, type CounterStream } from '@/lib/base/random';
import { OUTCOME_CODE, type OutcomeCode } from '@/lib/fleet/outcome';
import type { Router } from '@/lib/router/router';

import { ATTEMPT, PHASE as PHASES, type Attempts } from './attempts';
import { tryDraw } from './draws';
import type { FaultBoard } from './faults';
import type { LifeWatch } from './life';
import type { Lifecycle } from './lifecycle';
import { Quotas } from './quotas';
import type { Recorder } from './recorder';
import { Reporting } from './reporting';
import type { RunParts } from './run-parts';
import { Stations } from './stations';
import { WarmUp } from './warm-up';
import type { Wire } from './wire';
import type { Work } from './work';

// A constant of the module's own is folded into hot code; an imported one is looked up each time.
const PHASE = PHASES;
const SUBSYSTEM = SUBSYSTEMS;

const A = ATTEMPT;
const OK = OUTCOME_CODE.ok;
const RATE_LIMITED = OUTCOME_CODE['rate-limited'];
const UNREACHABLE = OUTCOME_CODE.unreachable;

export class Serving {
  readonly stations: Stations;
  readonly warmUp: WarmUp;
  readonly reporting: Reporting;
  /** null: no node has quotas. */
  readonly quotas: Quotas | null;
  private readonly attempts: Attempts;
  private readonly faults: FaultBoard;
  private readonly lifecycle: Lifecycle;
  private readonly recorder: Recorder;
  private readonly life: LifeWatch;
  private readonly chance: CounterStream;
  private readonly wire: Wire;
  private readonly work: Work;
  private readonly onCrashLoss: (attempt: number) => void;
  private nowMs = 0;

  constructor(parts: RunParts, wire: Wire, work: Work, routers: readonly Router[]) {
    const { scenario, attempts, agenda, faults, lifecycle, recorder } = parts;
    this.attempts = attempts;
    this.faults = faults;
    this.lifecycle = lifecycle;
    this.recorder = recorder;
    this.life = parts.life;
    this.chance = parts.chance;
    this.wire = wire;
    this.work = work;
    this.onCrashLoss = (attempt) => this.lost(attempt);
    const groups = scenario.groups.flatMap((group) => Array.from({ length: group.count }, () => group));
    const engines = groups.map(({ engine }) => engine);
    this.stations = new Stations(engines, scenario.warmUpMs, attempts, agenda, (attempt, nowMs) =>
      this.startService(attempt, nowMs),
    );
    this.warmUp = new WarmUp(
      groups.map(({ coldStart }) => coldStart),
      agenda,
    );
    recorder.tracks.load = this.stations;
    const limited = scenario.groups.some(({ limits }) => limits !== null);
    this.quotas = limited ? new Quotas(scenario.groups, this.stations) : null;
    this.reporting = new Reporting(scenario.router.signals.refreshMs, routers, this.stations, faults, lifecycle);
  }

  /** An attempt reaches its node. */
  reach(attempt: number, nowMs: number): void {
    const { ints, floats } = this.attempts;
    floats[(attempt >> 1) + A.sinceMs] = nowMs;
    if (ints[attempt + A.n] === this.life.n) this.life.reached(attempt, nowMs);
    const { faults } = this;
    if (faults.touched > 0 && faults.odd[ints[attempt + A.deployment]!] === 1 && this.isStopped(attempt, nowMs)) return;
    const node = ints[attempt + A.node]!;
    if (this.quotas !== null && !this.isWithin(attempt, node, this.quotas, nowMs)) return;
    if (this.stations.admit(attempt, node, nowMs)) this.changed(node, nowMs);
    else this.answer(attempt, OUTCOME_CODE.rejected, nowMs);
  }

  /** A slot is done with an attempt. */
  served(attempt: number, nowMs: number): void {
    this.leave(attempt, nowMs, true);
    this.answer(attempt, OK, nowMs);
  }

  /** A node goes down: all that is on it fails. */
  crash(node: number, nowMs: number): void {
    this.nowMs = nowMs;
    this.stations.crash(node, nowMs, this.onCrashLoss);
    this.changed(node, nowMs);
  }

  /** What holds on a node may have changed: its speed, how many it serves, and whether all on it is lost. */
  settle(node: number, nowMs: number): void {
    const { faults, stations, warmUp } = this;
    if (faults.crashed[node] === 1) this.crash(node, nowMs);
    warmUp.see(node, faults.dead[node]!, nowMs);
    const before = stations.queued(node);
    const isDown = faults.down[node] === 1;
    this.recorder.down.set(node, faults.down[node]!, nowMs);
    const stands = isDown && faults.dead[node] === 0;
    const share = stands ? 0 : warmUp.share[node]!;
    stations.set(node, faults.slowDown[node]!, share, faults.capacity[node]!, isDown || faults.stalled[node] === 1, nowMs);
    if (stations.queued(node) !== before) this.changed(node, nowMs);
    else if (faults.failures.watches) faults.failures.watch(node, stations.isServing(node), nowMs);
  }

  /** A node that has lost all on it, or has just joined, starts cold. */
  startCold(node: number, nowMs: number): void {
    this.warmUp.begin(node, nowMs);
    this.settle(node, nowMs);
  }

  /** An attempt in service or in the queue leaves its node. `done`: its completion has come up. */
  leave(attempt: number, nowMs: number, done: boolean): void {
    const node = this.attempts.ints[attempt + A.node]!;
    if (this.attempts.ints[attempt + A.n] === this.life.n) this.life.left(attempt, nowMs);
    this.stations.leave(attempt, node, nowMs, done);
    this.changed(node, nowMs);
  }

  /** Neither client nor node knows the attempt any more. */
  free(attempt: number): void {
    const { attempts, lifecycle } = this;
    const node = attempts.ints[attempt + A.node]!;
    if (attempts.ints[attempt + A.n] === this.life.n) this.life.freed(attempt);
    attempts.free(attempt);
    if (lifecycle.draining > 0) lifecycle.freed(node);
  }

  /** Whether the node's quotas have room for an attempt; otherwise it is answered. */
  private isWithin(attempt: number, node: number, quotas: Quotas, nowMs: number): boolean {
    const { attempts } = this;
    const tokens = this.work.requestTokens.of(attempts.ints[attempt + A.classIndex]!, attempts.ints[attempt + A.n]!);
    const retryAfterMs = quotas.admit(node, tokens, nowMs);
    attempts.floats[(attempt >> 1) + A.retryAfterMs] = Math.max(0, retryAfterMs);
    if (retryAfterMs < 0) return true;
    this.answer(attempt, RATE_LIMITED, nowMs);
    return false;
  }

  /** A fault ends an attempt at its node's door; false when it may go in. */
  private isStopped(attempt: number, nowMs: number): boolean {
    const { attempts, faults } = this;
    const node = attempts.ints[attempt + A.node]!;
    const deployment = attempts.ints[attempt + A.deployment]!;
    if (this.wire.losesOut(attempt)) {
      this.lose(attempt, PHASE.astray);
      return true;
    }
    if (faults.refuses[node] === 1) {
      this.answer(attempt, UNREACHABLE, nowMs);
      return true;
    }
    const fraction = faults.errorFraction[deployment]!;
    if (!(fraction > 0)) return false;
    const unit = this.chance
      .aim(
        SUBSYSTEM.faults,
        attempts.ints[attempt + A.n]!,
        tryDraw(attempts.ints[attempt + A.classIndex]!, attempts.ints[attempt + A.tryIndex]!),
      )
      .nextUnit();
    if (unit >= fraction) return false;
    const { as, afterMs } = faults.errorFault(node, deployment, unit);
    this.answer(attempt, OUTCOME_CODE[as], nowMs + afterMs);
    return true;
  }

  /** A message of the attempt goes astray: whoever waits, waits for the time-out. */
  private lose(attempt: number, phase: number): void {
    if (this.attempts.ints[attempt + A.gone] === 1) this.free(attempt);
    else this.attempts.ints[attempt + A.phase] = phase;
  }

  /** The node has an answer at `atMs`; it travels back, unless nobody waits for it. Whether it gets there is settled now. */
  private answer(attempt: number, outcome: OutcomeCode, atMs: number): void {
    const { ints } = this.attempts;
    if (ints[attempt + A.gone] === 1) return this.free(attempt);
    if (this.wire.losesBack(attempt)) return this.lose(attempt, PHASE.unheard);
    ints[attempt + A.phase] = PHASE.returning;
    ints[attempt + A.outcome] = outcome;
    this.wire.back(attempt, ints[attempt + A.origin]!, atMs);
  }

  /** A node's load has changed. */
  private changed(node: number, nowMs: number): void {
    if (this.reporting.atOnce) this.reporting.report(node, nowMs);
    const { failures } = this.faults;
    if (failures.watches) failures.watch(node, this.stations.isServing(node), nowMs);
  }

  private lost(attempt: number): void {
    if (this.attempts.ints[attempt + A.n] === this.life.n) this.life.left(attempt, this.nowMs);
    this.answer(attempt, UNREACHABLE, this.nowMs);
  }

  /** The node begins to serve an attempt; answers its work. */
  private startService(attempt: number, nowMs: number): number {
    const { ints, floats } = this.attempts;
    let demandMs = floats[(attempt >> 1) + A.work]!;
    if (demandMs < 0) {
      demandMs = this.work.of(attempt);
      floats[(attempt >> 1) + A.demandMs] = demandMs;
    }
    if (ints[attempt + A.n] === this.life.n) this.life.started(attempt, demandMs, nowMs);
    this.recorder.serviceStarted(attempt, nowMs);
    return demandMs;
  }
}
