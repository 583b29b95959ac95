/** Hears everything that happens in a run and passes it on: to the digest, the totals, the series and the lists of transitions. */
import { Digest, type DigestState } from '@/lib/base/digest';
import { OUTCOME_CODE as OUTCOME_CODES, type OutcomeCode } from '@/lib/fleet/outcome';
import { BREAKER_CODE, HEALTH_CODE, type BreakerState, type HealthState } from '@/lib/fleet/snapshot';
import { BatchLine, type BatchLineState } from '@/lib/report/batch-line';
import { gridOf } from '@/lib/report/grid';
import type { RouteErrorCode } from '@/lib/router/decision';
import type { ScenarioNode } from '@/lib/scenario/nodes';
import type { Scenario } from '@/lib/scenario/schema';

import type { ClientCountIndex } from './client-counts';
import { DownMeter, type DownMeterState } from './down-meter';
import { NodeMeter, type NodeMeterState } from './node-meter';
import { RunDigest } from './run-digest';
import { SeriesRecorder, type SeriesState } from './series-recorder';
import { Stretches } from './stretches';
import { FINAL as FINALS, Totals, type Final, type TotalsState } from './totals';
import { Tracks, type TracksState } from './tracks';
import { Transitions, type TransitionsState } from './transitions';

// A constant of the module's own is folded into hot code; an imported one is looked up each time.
const OUTCOME_CODE = OUTCOME_CODES;
const FINAL = FINALS;

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

  constructor(scenario: Scenario, nodes: readonly ScenarioNode[]) {
    this.nodes = nodes;
    this.warmUpMs = scenario.warmUpMs;
    this.replicas = scenario.router.replicas;
    this.totals = new Totals(scenario);
    const grid = gridOf(scenario.durationMs);
    const stretches = new Stretches(grid, scenario.warmUpMs, scenario.durationMs);
    this.series = new SeriesRecorder(grid, scenario.regions.length, stretches);
    this.tracks = new Tracks(
      grid,
      scenario.workload.map(({ id }) => id),
      nodes,
    );
    this.meter = new NodeMeter(nodes.length);
    this.down = new DownMeter(nodes.length, scenario.warmUpMs);
    this.transitions = new Transitions(nodes.length);
    this.nextEdgeMs = Math.min(this.series.binEndMs, this.meter.endMs);
  }

  /** Closes what ends at or before `timeMs`; every event before that time has been heard. */
  advance(timeMs: number, inFlight: number): void {
    this.series.closeUntil(timeMs, inFlight);
    this.tracks.moveTo(this.series.openBin);
    if (timeMs >= this.meter.endMs) this.meter.moveTo(timeMs);
    this.nextEdgeMs = Math.min(this.series.binEndMs, this.meter.endMs);
  }

  /** The run is over. */
  finish(inFlight: number): void {
    this.series.finish(inFlight);
    this.tracks.moveTo(this.series.openBin);
  }

  arrived(classIndex: number, origin: number, session: number, nowMs: number): void {
    const { traffic } = this;
    traffic.row[0] = classIndex;
    traffic.row[1] = origin;
    traffic.row[2] = session;
    traffic.setFloat(3, nowMs);
    traffic.absorb(5);
    this.totals.arrived(classIndex, nowMs >= this.warmUpMs);
    this.series.offered();
    this.tracks.offered(classIndex);
  }

  routed(classIndex: number, arrivedMs: number): void {
    this.totals.routed(classIndex, arrivedMs >= this.warmUpMs);
  }

  attemptStarted(classIndex: number, node: number, region: number, arrivedMs: number): void {
    this.totals.attemptStarted(classIndex, node, arrivedMs >= this.warmUpMs);
    this.series.attempted(region);
    this.tracks.attempted(node);
    this.meter.count(node);
  }

  attemptEnded(
    request: number,
    tryIndex: number,
    deployment: number,
    classIndex: number,
    node: number,
    outcome: OutcomeCode,
    startMs: number,
    nowMs: number,
    arrivedMs: number,
  ): void {
    this.digest.attemptEnded(request, tryIndex, deployment, outcome, startMs, nowMs);
    this.totals.attemptEnded(classIndex, node, outcome, nowMs - startMs, arrivedMs >= this.warmUpMs);
    if (outcome === OUTCOME_CODE.ok) return this.tracks.attemptEnded(node, 'ok');
    if (outcome === OUTCOME_CODE.cancelled) return;
    this.tracks.attemptEnded(node, 'bad');
    switch (outcome) {
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

  refused(request: number, tryIndex: number, classIndex: number, error: RouteErrorCode, nowMs: number, arrivedMs: number): void {
    this.digest.refused(request, tryIndex, error, nowMs);
    this.totals.refused(classIndex, error, arrivedMs >= this.warmUpMs);
  }

  clientDid(classIndex: number, what: ClientCountIndex, arrivedMs: number): void {
    this.totals.clientDid(classIndex, what, arrivedMs >= this.warmUpMs);
  }

  /** An attempt of a measured request starts to be served, `waitMs` after it reached its node. */
  serviceStarted(classIndex: number, waitMs: number): void {
    this.totals.serviceStarted(classIndex, waitMs);
  }

  /** `demandMs`: work of the attempt that answered, where one did. */
  ended(classIndex: number, final: Final, arrivedMs: number, nowMs: number, demandMs: number): void {
    const latencyMs = nowMs - arrivedMs;
    const measured = arrivedMs >= this.warmUpMs;
    this.totals.ended(classIndex, final, latencyMs, demandMs, measured);
    if (final !== FINAL.finished) {
      this.tracks.lost(classIndex);
      return this.series.lost();
    }
    this.tracks.completed(classIndex, latencyMs);
    this.series.completed(latencyMs, this.totals.withinFirstSlo(latencyMs));
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

  healthMoved(replica: number, node: number, from: HealthState, to: HealthState, nowMs: number): void {
    if (this.replicas > 1) this.digest.replica(replica);
    this.digest.health(node, HEALTH_CODE[from], HEALTH_CODE[to], nowMs);
    this.transitions.addHealth({ atMs: nowMs, node: this.nodes[node]!.node, from, to, ...this.named(replica) });
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

  private named(replica: number): { readonly replica?: number } {
    return this.replicas > 1 ? { replica } : {};
  }
}
