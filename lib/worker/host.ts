/**
 * The simulation as the page drives it: a loop of short slices, each with a wall-time budget, so that commands are heard
 * within a slice and the page stays at its frame rate. The host owns no clock and no timer: both come in, which is how
 * its tests run without a worker.
 *
 * A live change makes the checkpoints before it useless (they lack the change), so they are dropped; what lies before the change is
 * then replayed from the start, under the document that holds the change, which gives the same past.
 */
import type { Result } from '@/lib/base/result';
import type { Report } from '@/lib/sim/report';
import { parseScenario } from '@/lib/scenario/parse';
import type { Scenario, TimelineEntry, TraceEntry } from '@/lib/scenario/schema';
import { checkSupply } from '@/lib/scenario/trace-supply';
import type { DecisionRecord } from '@/lib/sim/decision-record';
import type { LifeOfRequest } from '@/lib/report/life';
import type { LiveChange } from '@/lib/sim/live-change';
import { Pace } from '@/lib/sim/pace';
import { Simulation } from '@/lib/sim/simulate';

import { Checkpoints } from './checkpoints';
import { frameOf } from './frame';
import { FRAMES_PER_S, type Frame, type SimulationHost, type Speed } from './protocol';
import { traceLine } from './trace';
import { HeldTraces, type ReadingProgress, type TraceFormat, type TraceRead } from './traces';
import type { Pieces } from '@/lib/workload/traces/read-trace';

/** Wall time of one slice. Commands wait at most this long plus one chunk of events. */
const SLICE_MS = 8;
/** Between two looks at the clock: so much wall time as far as can be foreseen, and never more events than these. */
const CHUNK_MS = 1;
const CHUNK_EVENTS = 512;
/** Events of a replay between two looks at the clock. */
const REPLAY_EVENTS = 16;
/**
 * A frame waits so many times as long as the last one took to make. A frame of 10,000 nodes takes tens of ms here and as much again on the
 * page; so frames take at most a sixth of either, and a fleet of a hundred nodes still has all of `FRAMES_PER_S`.
 */
const FRAME_REST = 5;
/** Candidates that a trace may print in all; it bounds its time and its size (about 100 bytes each). */
const TRACE_CANDIDATES = 1_000_000;

export interface HostSurroundings {
  readonly emit: (frame: Frame) => void;
  /** Wall time in ms. */
  readonly clock: () => number;
  /** Resolves after commands that have arrived were heard; `waitMs` 0 means at once. */
  readonly rest: (waitMs: number) => Promise<void>;
}

export class Host implements SimulationHost {
  private readonly around: HostSurroundings;
  private readonly traces: HeldTraces;
  private sim: Simulation | null = null;
  /** The replay that explained a decision last; null while it is at work. */
  private replay: Simulation | null = null;
  private checkpoints = new Checkpoints(1);
  private readonly pace = new Pace(CHUNK_MS, CHUNK_EVENTS);
  private state: Frame['state'] = 'ready';
  private error: string | null = null;
  private speed: Speed = 1;
  private looping = false;
  /** Bumped by every command that moves the simulation; a seek that finds it changed gives way. */
  private turn = 0;
  /** While a seek moves the simulation, the loop does not. */
  private seeking = false;
  /** Bumped by every load, and by every load or live change: what a replay of the past rests on. */
  private loads = 0;
  private pasts = 0;
  private anchorWall = 0;
  private anchorSim = 0;
  private lastFrameWall = 0;
  private lastFrameSim = 0;
  private lastFrameArrived = 0;
  private frameCostMs = 0;
  private sentTransitions = 0;
  private sentHealth = 0;

  constructor(around: HostSurroundings) {
    this.around = around;
    this.traces = new HeldTraces(around.clock);
  }

  async load(raw: unknown): ReturnType<SimulationHost['load']> {
    const parsed = parseScenario(raw);
    if (!parsed.ok) return parsed;
    const supplied = checkSupply(parsed.value, this.traces.all);
    if (!supplied.ok) {
      this.unload();
      return supplied;
    }
    this.traces.keepFor(parsed.value);
    this.start(parsed.value);
    this.emit();
    return { ok: true };
  }

  async absentTraces(scenario: Scenario): Promise<readonly TraceEntry[]> {
    return this.traces.absent(scenario);
  }

  /** Reads a trace and holds it for scenarios to come. */
  readTrace(open: () => Pieces, format: TraceFormat | null, onProgress: (progress: ReadingProgress) => void): Promise<TraceRead> {
    return this.traces.read(open, format, onProgress);
  }

  async stopReading(): Promise<void> {
    this.traces.stop();
  }

  /** Nothing is left that could run. */
  private unload(): void {
    this.takeTurn();
    this.sim = null;
    this.replay = null;
    this.loads++;
    this.pasts++;
    this.state = 'ready';
    this.error = null;
  }

  private simulationOf(scenario: Scenario): Simulation {
    return new Simulation(scenario, this.traces.all);
  }

  private start(scenario: Scenario): void {
    this.sim = this.simulationOf(scenario);
    this.takeTurn();
    this.loads++;
    this.pasts++;
    this.replay = null;
    this.checkpoints = new Checkpoints(scenario.durationMs);
    this.state = 'ready';
    this.error = null;
    this.sentTransitions = 0;
    this.sentHealth = 0;
    this.lastFrameSim = 0;
    this.lastFrameArrived = 0;
  }

  async run(speed: Speed): Promise<void> {
    const sim = this.sim;
    if (sim === null || sim.finished || this.state === 'failed') return;
    this.takeTurn();
    this.speed = speed;
    this.state = 'running';
    this.anchor();
    this.lastFrameWall = this.around.clock();
    this.lastFrameSim = sim.nowMs;
    this.lastFrameArrived = sim.arrived;
    this.emit();
    if (!this.looping) void this.loop();
  }

  async pause(): Promise<void> {
    if (this.state !== 'running') return;
    this.takeTurn();
    this.state = 'paused';
    this.emit();
  }

  async setSpeed(speed: Speed): Promise<void> {
    this.speed = speed;
    this.anchor();
  }

  async step(): Promise<void> {
    if (this.state === 'failed') return;
    this.takeTurn();
    this.guarded((sim) => {
      sim.step();
      this.checkpoints.keep(sim);
      this.state = sim.finished ? 'finished' : 'paused';
    });
    this.emit();
  }

  async seek(timeMs: number): Promise<void> {
    await this.advance((sim) => Math.max(0, Math.min(timeMs, sim.scenario.durationMs)));
  }

  async skip(): Promise<void> {
    if ((this.sim?.onlyTimerUntilMs() ?? null) === null) return;
    await this.advance((sim) => sim.onlyTimerUntilMs() ?? sim.nowMs);
  }

  /** Runs at full speed to a time, from a checkpoint when it lies behind, and pauses there. */
  private async advance(to: (sim: Simulation) => number): Promise<void> {
    if (this.sim === null || this.state === 'failed') return;
    const target = to(this.sim);
    if (Number.isNaN(target)) return;
    const turn = this.takeTurn();
    this.seeking = true;
    this.jump(this.sim, target);
    this.state = 'running';
    for (;;) {
      const done = this.guarded((sim) => this.slice(sim, target));
      if (turn !== this.turn) return;
      if (done !== false) break;
      this.emitWhenDue();
      await this.around.rest(0);
      if (turn !== this.turn) return;
    }
    this.seeking = false;
    if (this.stateNow() !== 'failed') this.state = this.sim.finished ? 'finished' : 'paused';
    this.emit();
  }

  /** The simulation is moved by a new command from here on; answers its number. */
  private takeTurn(): number {
    this.seeking = false;
    return ++this.turn;
  }

  /** To the last kept state before a time, unless running on from here is shorter: back always, and ahead where the run has been before. */
  private jump(now: Simulation, timeMs: number): void {
    const from = this.checkpoints.atOrBefore(timeMs);
    if (timeMs >= now.nowMs && (from === undefined || from.nowMs <= now.nowMs)) return;
    const sim = this.simulationOf(now.scenario);
    if (from !== undefined) sim.restore(from);
    this.sim = sim;
    this.sentTransitions = 0;
    this.sentHealth = 0;
  }

  async apply(change: LiveChange): Promise<Result<TimelineEntry>> {
    if (this.sim === null)
      return {
        ok: false,
        problems: [{ path: '', value: 'nothing', rule: 'no scenario is loaded', message: 'No scenario is loaded.' }],
      };
    const result = this.sim.apply(change);
    if (result.ok) {
      this.checkpoints.clear();
      this.replay = null;
      this.pasts++;
      this.emit();
    }
    return result;
  }

  async decision(index: number): Promise<DecisionRecord | null> {
    const sim = this.sim;
    if (sim === null || !Number.isInteger(index) || index < 0 || index >= sim.decisions) return null;
    const { loads, pasts } = this;
    let replay = this.replay;
    this.replay = null;
    const from = this.checkpoints.beforeDecision(index);
    if (replay === null || replay.decisions > index) replay = this.simulationOf(sim.scenario);
    if (from !== undefined && from.decisions > replay.decisions) replay.restore(from);
    await this.replayTo(replay, index, this.breaths());
    if (pasts === this.pasts) this.replay = replay;
    return loads === this.loads ? replay.explained : null;
  }

  async life(request: number): Promise<LifeOfRequest | null> {
    const sim = this.sim;
    if (sim === null || !Number.isInteger(request) || request < 0 || request >= sim.arrived) return null;
    const { loads } = this;
    const { events } = sim;
    const replay = this.simulationOf(sim.scenario);
    const from = this.checkpoints.beforeRequest(request);
    if (from !== undefined) replay.restore(from);
    replay.watch(request);
    const breathe = this.breaths();
    while (!replay.lifeIsOver && replay.events < events) {
      const most = Math.min(REPLAY_EVENTS, events - replay.events);
      if (replay.runUntil(Infinity, most) < most) break;
      await breathe();
    }
    return loads === this.loads ? replay.lifeWatched() : null;
  }

  /** Runs a replay past decision `index`, which it explains. */
  private async replayTo(replay: Simulation, index: number, breathe: () => Promise<void>): Promise<void> {
    replay.explainAt = index;
    while (replay.decisions <= index) {
      for (let n = 0; n < REPLAY_EVENTS && replay.decisions <= index; n++) if (!replay.step()) return;
      await breathe();
    }
  }

  /** To be awaited between pieces of long work: rests whenever a slice's time is used up. */
  private breaths(): () => Promise<void> {
    let end = this.around.clock() + SLICE_MS;
    return async () => {
      if (this.around.clock() < end) return;
      await this.around.rest(0);
      end = this.around.clock() + SLICE_MS;
    };
  }

  async lastDecisionFor(node: string): Promise<number | null> {
    return this.sim?.lastDecisionFor(node)?.index ?? null;
  }

  async report(): Promise<Report> {
    if (this.sim === null) throw new Error('No scenario is loaded.');
    return this.sim.report();
  }

  async trace(maxDecisions: number): Promise<string> {
    const sim = this.sim;
    if (sim === null) return '';
    const twin = this.simulationOf(sim.scenario);
    const nodes = sim.scenario.groups.reduce((sum, group) => sum + group.count, 0);
    const wanted = Math.min(maxDecisions, sim.decisions, Math.floor(TRACE_CANDIDATES / nodes));
    const lines: string[] = [];
    const breathe = this.breaths();
    for (let index = 0; index < wanted; index++) {
      await this.replayTo(twin, index, breathe);
      if (twin.explained !== null) lines.push(traceLine(twin.explained));
    }
    return lines.length === 0 ? '' : `${lines.join('\n')}\n`;
  }

  private stateNow(): Frame['state'] {
    return this.state;
  }

  private anchor(): void {
    this.anchorWall = this.around.clock();
    this.anchorSim = this.sim?.nowMs ?? 0;
  }

  private async loop(): Promise<void> {
    this.looping = true;
    while (this.state === 'running' && !this.seeking) {
      const done = this.guarded((sim) => this.slice(sim, this.targetMs(sim)));
      if (this.stateNow() === 'failed') {
        this.emit();
        break;
      }
      if (this.sim?.finished === true) {
        this.state = 'finished';
        this.emit();
        break;
      }
      this.emitWhenDue();
      await this.around.rest(this.speed === null || done === false ? 0 : SLICE_MS);
    }
    this.looping = false;
  }

  /** Where simulated time should stand now. When the machine cannot keep up, the difference is forgiven, not chased. */
  private targetMs(sim: Simulation): number {
    if (this.speed === null) return sim.scenario.durationMs;
    const wall = this.around.clock();
    const target = this.anchorSim + (wall - this.anchorWall) * this.speed;
    if (target - sim.nowMs > 250 * this.speed) {
      this.anchorWall = wall;
      this.anchorSim = sim.nowMs;
      return sim.nowMs + SLICE_MS * this.speed;
    }
    return target;
  }

  /** One slice towards `targetMs`; true when it was reached. */
  private slice(sim: Simulation, targetMs: number): boolean {
    const target = Math.min(targetMs, sim.scenario.durationMs);
    let wall = this.around.clock();
    const end = wall + SLICE_MS;
    for (;;) {
      const stop = Math.min(target, this.checkpoints.nextMs(sim.nowMs));
      const { events } = this.pace;
      const whole = sim.runUntil(stop, events) === events;
      this.checkpoints.keep(sim);
      if (!whole && stop >= target) return true;
      const before = wall;
      wall = this.around.clock();
      if (whole) this.pace.took(wall - before);
      if (wall >= end) return false;
    }
  }

  private guarded<T>(work: (sim: Simulation) => T): T | undefined {
    const sim = this.sim;
    if (sim === null) return undefined;
    try {
      return work(sim);
    } catch (cause) {
      this.state = 'failed';
      const told = cause instanceof Error ? cause.message : String(cause);
      this.error = `The simulation stopped at ${sim.nowMs.toFixed(3)} ms of seed ${sim.scenario.seed}: ${told}`;
      return undefined;
    }
  }

  private emitWhenDue(): void {
    const restMs = Math.max(1_000 / FRAMES_PER_S, FRAME_REST * this.frameCostMs);
    if (this.around.clock() - this.lastFrameWall >= restMs) this.emit();
  }

  private emit(): void {
    const sim = this.sim;
    if (sim === null) return;
    const wall = this.around.clock();
    const passed = wall - this.lastFrameWall;
    const running = this.state === 'running' && passed > 0;
    const frame = frameOf(sim, {
      state: this.state,
      error: this.error,
      achievedSpeed: running ? (sim.nowMs - this.lastFrameSim) / passed : null,
      requestsPerS: running ? ((sim.arrived - this.lastFrameArrived) / passed) * 1_000 : null,
      transitionsFrom: this.sentTransitions,
      healthFrom: this.sentHealth,
    });
    this.around.emit(frame);
    this.sentTransitions += frame.breakerTransitions.length;
    this.sentHealth += frame.healthTransitions.length;
    this.lastFrameWall = wall;
    this.lastFrameSim = sim.nowMs;
    this.lastFrameArrived = sim.arrived;
    this.frameCostMs = this.around.clock() - wall;
  }
}
