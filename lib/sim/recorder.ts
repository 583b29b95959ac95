/** Hears everything that happens in a run and passes it on: to the digest, the totals, the series and the lists of transitions. */
import { Digest, type DigestState } from '@/lib/base/digest';
import { OUTCOME_CODE as OUTCOME_CODES, type OutcomeCode } from '@/lib/fleet/outcome';
import { BREAKER_CODE, HEALTH_CODE, type BreakerState, type HealthState } from '@/lib/fleet/snapshot';
import { BatchLine, type BatchLineState } from '@/lib/report/batch-line';
import { gridOf } from '@/lib/report/grid';
import type { RouteErrorCode } from '@/lib/router/decision';
import type { ScenarioNode } from '@/lib/scenario/nodes';
import type { Scenario } from '@/lib/scenario/schema';

import { ATTEMPT, type Attempts } from './attempts';
import type { ClientCountIndex } from './client-counts';
import { DownMeter, type DownMeterState } from './down-meter';
import { NodeMeter, type NodeMeterState } from './node-meter';
import { REQUEST, type Requests } from './requests';
import { RunDigest } from './run-digest';
import { SeriesRecorder, type SeriesState } from './series-recorder';
import { Stretches } from './stretches';
import { Totals, type Final, type TotalsState } from './totals';
import { Tracks, type TracksNow, type TracksState } from './tracks';
import { Transitions, type TransitionsState } from './transitions';

// A constant of the module's own is folded into hot code; an imported one is looked up each time.
const OUTCOME_CODE = OUTCOME_CODES;
const A = ATTEMPT;
const R = REQUEST;

export interface RecorderState {
  readonly digest: DigestState;
  readonly traffic: DigestState;
  readonly totals: TotalsState;
  readonly line: BatchLineState;
  readonly series: SeriesState;
  readonly tracks: TracksState;
  readonly meter: NodeMeterState;
  readonly down: DownMeterState;
  readonly transitions: TransitionsState;
}

export class Recorder {
  readonly digest = new RunDigest();
  readonly traffic = new Digest();
  readonly totals: Totals;
  /** Latencies of the answers to measured requests, as they came. */
  readonly line = new BatchLine();
  readonly series: SeriesRecorder;
  readonly tracks: Tracks;
  readonly meter: NodeMeter;
  readonly down: DownMeter;
  readonly transitions: Transitions;
  /** Before this time `advance` has nothing to do. */
  nextEdgeMs: number;
  private readonly warmUpMs: number;
  private readonly replicas: number;
  private readonly nodes: readonly ScenarioNode[];
  private readonly attempts: Attempts;
  private readonly requests: Requests;

  constructor(scenario: Scenario, nodes: readonly ScenarioNode[], attempts: Attempts, requests: Requests) {
    this.attempts = attempts;
    this.requests = requests;
    this.nodes = nodes;
    this.warmUpMs = scenario.warmUpMs;
    this.replicas = scenario.router.replicas;
    this.totals = new Totals(scenario);
    const grid = gridOf(scenario.durationMs);
    const stretches = new Stretches(grid, scenario.warmUpMs, scenario.durationMs);
    this.series = new SeriesRecorder(grid, scenario.regions.length, scenario.workload.length, stretches);
    this.tracks = new Tracks(
      grid,
      scenario.workload.map(({ id }) => id),
      scenario.regions.map(({ id }) => id),
      nodes,
    );
    this.meter = new NodeMeter(nodes.length);
    this.down = new DownMeter(nodes.length, scenario.warmUpMs);
    this.transitions = new Transitions(nodes.length);
    this.nextEdgeMs = Math.min(this.series.binEndMs, this.meter.endMs);
  }

  /** Closes what ends at or before `timeMs`; every event before that time has been heard. */
  advance(timeMs: number, inFlight: number): void {
    if (timeMs >= this.series.binEndMs) {
      this.tracks.gather(this.totals);
      this.series.closeUntil(timeMs, inFlight, this.tracks, this.totals);
      this.tracks.moveTo(this.series.openBin);
    }
    if (timeMs >= this.meter.endMs) this.meter.moveTo(timeMs, this.totals);
    this.nextEdgeMs = Math.min(this.series.binEndMs, this.meter.endMs);
  }

  /** The run is over. */
  finish(inFlight: number): void {
    this.tracks.gather(this.totals);
    this.series.finish(inFlight, this.tracks, this.totals);
    this.tracks.moveTo(this.series.openBin);
  }

  /** A request comes, by its row. */
  arrived(row: number, session: number, nowMs: number): void {
    const { traffic } = this;
    const { ints } = this.requests;
    traffic.int(ints[row + R.classIndex]!);
    traffic.twoInts(ints[row + R.origin]!, session);
    traffic.float(nowMs);
    this.totals.arrived(ints[row + R.account]!);
  }

  routed(account: number): void {
    this.totals.routed(account);
  }

  /** An attempt leaves, by its row. */
  attemptStarted(attempt: number): void {
    const { ints } = this.attempts;
    this.totals.attemptStarted(ints[attempt + A.account]!, ints[attempt + A.node]!, ints[attempt + A.measured]!);
  }

  /** The client hears of the end of an attempt, by its row and its request's. */
  attemptEnded(attempt: number, row: number, outcome: OutcomeCode, nowMs: number): void {
    const { ints, floats } = this.attempts;
    const startMs = floats[(attempt >> 1) + A.startMs]!;
    this.digest.attemptEnded(
      this.requests.ints[row + R.id]!,
      ints[attempt + A.tryIndex]!,
      ints[attempt + A.deployment]!,
      outcome,
      startMs,
      nowMs,
    );
    this.totals.attemptEnded(
      ints[attempt + A.account]!,
      ints[attempt + A.node]!,
      outcome,
      nowMs - startMs,
      ints[attempt + A.measured]!,
    );
    if (outcome !== OUTCOME_CODE.ok) this.attemptFailed(outcome);
  }

  refused(request: number, tryIndex: number, classIndex: number, error: RouteErrorCode, nowMs: number, arrivedMs: number): void {
    this.digest.refused(request, tryIndex, error, nowMs);
    this.totals.refused(classIndex, error, arrivedMs >= this.warmUpMs);
  }

  clientDid(classIndex: number, what: ClientCountIndex, arrivedMs: number): void {
    this.totals.clientDid(classIndex, what, arrivedMs >= this.warmUpMs);
  }

  /** An attempt starts to be served, by its row. */
  serviceStarted(attempt: number, nowMs: number): void {
    const { ints, floats } = this.attempts;
    this.totals.serviceStarted(ints[attempt + A.account]!, nowMs - floats[(attempt >> 1) + A.sinceMs]!);
  }

  /** A request ends unanswered, by its row. */
  lost(row: number, final: Final): void {
    this.totals.lost(this.requests.ints[row + R.account]!, final);
  }

  /** A request ends, by its row, because an attempt of it was answered. */
  answered(row: number, attempt: number, nowMs: number): void {
    const { ints, floats } = this.requests;
    const arrivedMs = floats[(row >> 1) + R.arrivedMs]!;
    const latencyMs = nowMs - arrivedMs;
    const measured = arrivedMs >= this.warmUpMs;
    const demandMs = this.attempts.floats[(attempt >> 1) + A.demandMs]!;
    const classIndex = ints[row + R.classIndex]!;
    this.totals.answered(ints[row + R.account]!, classIndex, latencyMs, demandMs, measured);
    this.series.answered(classIndex, latencyMs);
    if (measured) this.line.add(latencyMs, nowMs);
  }

  breakerMoved(
    replica: number,
    node: number,
    from: BreakerState,
    to: BreakerState,
    cause: string,
    nowMs: number,
    nextMs: number | null,
  ): void {
    if (this.replicas > 1) this.digest.replica(replica);
    this.digest.breaker(node, BREAKER_CODE[from], BREAKER_CODE[to], nowMs);
    this.transitions.addBreaker(
      { atMs: nowMs, node: this.nodes[node]!.node, from, to, cause, nextMs, ...this.named(replica) },
      node,
    );
  }

  healthMoved(replica: number, node: number, from: HealthState, to: HealthState, cause: string, nowMs: number): void {
    if (this.replicas > 1) this.digest.replica(replica);
    this.digest.health(node, HEALTH_CODE[from], HEALTH_CODE[to], nowMs);
    this.transitions.addHealth({ atMs: nowMs, node: this.nodes[node]!.node, from, to, cause, ...this.named(replica) });
  }

  /** Finished bins of every class and node. O(classes + nodes, times bins). */
  tracksNow(): TracksNow {
    const { classes, ...rest } = this.tracks.now();
    return {
      ...rest,
      windowMs: this.series.windowMs,
      classes: classes.map(({ id, columns }, c) => ({ id, columns: { ...columns, ...this.series.percentilesOf(c) } })),
    };
  }

  save(): RecorderState {
    return {
      digest: this.digest.save(),
      traffic: this.traffic.save(),
      totals: this.totals.save(),
      line: this.line.save(),
      series: this.series.save(),
      tracks: this.tracks.save(),
      meter: this.meter.save(),
      down: this.down.save(),
      transitions: this.transitions.save(),
    };
  }

  restore(state: RecorderState): void {
    this.digest.restore(state.digest);
    this.traffic.restore(state.traffic);
    this.totals.restore(state.totals);
    this.line.restore(state.line);
    this.series.restore(state.series);
    this.tracks.restore(state.tracks);
    this.meter.restore(state.meter);
    this.down.restore(state.down);
    this.transitions.restore(state.transitions);
    this.nextEdgeMs = Math.min(this.series.binEndMs, this.meter.endMs);
  }

  private attemptFailed(outcome: OutcomeCode): void {
    switch (outcome) {
      case OUTCOME_CODE.ok:
      case OUTCOME_CODE.cancelled:
        return;
      case OUTCOME_CODE.error:
      case OUTCOME_CODE['client-error']:
      case OUTCOME_CODE.stalled:
        return this.series.failed('errors');
      case OUTCOME_CODE.rejected:
      case OUTCOME_CODE['rate-limited']:
        return this.series.failed('rejected');
      case OUTCOME_CODE.unreachable:
        return this.series.failed('unreachable');
      case OUTCOME_CODE['timed-out']:
      case OUTCOME_CODE['first-token-timeout']:
        return this.series.failed('timedOut');
    }
  }

  private named(replica: number): { readonly replica?: number } {
    return this.replicas > 1 ? { replica } : {};
  }
}
