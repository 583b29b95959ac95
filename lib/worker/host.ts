/**
 * The simulation as the page drives it: a loop of short slices, each with a wall-time budget, so that commands are heard
 * within a slice and the page stays at its frame rate. The host owns no clock and no timer: both come in, which is how
 * its tests run without a worker.
 *
 * Checkpoints are kept on an even grid of simulated time, so that seeking back and explaining a past decision replay only a
 * short stretch. A live change makes earlier checkpoints useless (they lack the change), so they are dropped; what lies
 * before the change is then replayed from the start, under the document that holds the change, which gives the same past.
 */
import type { Result } from '@/lib/base/result';
import type { Report } from '@/lib/sim/report';
import { parseScenario } from '@/lib/scenario/parse';
import type { Scenario, TimelineEntry } from '@/lib/scenario/schema';
import type { DecisionRecord } from '@/lib/sim/decision-record';
import type { LiveChange } from '@/lib/sim/live-change';
import { Simulation } from '@/lib/sim/simulate';
import type { SimulationState } from '@/lib/sim/state';

import { frameOf } from './frame';
import { FRAMES_PER_S, type Frame, type SimulationHost, type Speed } from './protocol';
import { traceLine } from './trace';

/** Wall time of one slice. Commands wait at most this long plus one chunk of events. */
const SLICE_MS = 8;
/** Events between two looks at the clock: about a millisecond of work. */
const CHUNK_EVENTS = 512;
const CHECKPOINTS = 40;
/** Candidates that a trace may print in all; it bounds its time and its size (about 100 bytes each). */
const TRACE_CANDIDATES = 1_000_000;

export interface HostSurroundings {
  readonly emit: (frame: Frame) => void;
  /** Wall time in ms. */
  readonly clock: () => number;
  /** Resolves after commands that have arrived were heard; `waitMs` 0 means at once. */
  readonly rest: (waitMs: number) => Promise<void>;
}

interface Checkpoint {
  readonly timeMs: number;
  readonly decisions: number;
  readonly state: SimulationState;
}

export class Host implements SimulationHost {
  private readonly around: HostSurroundings;
  private sim: Simulation | null = null;
  private replay: Simulation | null = null;
  private checkpoints: Checkpoint[] = [];
  private state: Frame['state'] = 'ready';
  private error: string | null = null;
  private speed: Speed = 1;
  private looping = false;
  /** Bumped by every command that moves the simulation; a long operation that finds it changed gives way. */
  private turn = 0;
  private anchorWall = 0;
  private anchorSim = 0;
  private lastFrameWall = 0;
  private lastFrameSim = 0;
  private lastFrameArrived = 0;
  private sentTransitions = 0;
  private sentHealth = 0;

  constructor(around: HostSurroundings) {
    this.around = around;
  }

  async load(raw: unknown): ReturnType<SimulationHost['load']> {
    const parsed = parseScenario(raw);
    if (!parsed.ok) return parsed;
    this.turn++;
    this.start(parsed.value);
    this.emit();
    return { ok: true };
  }

  private start(scenario: Scenario): void {
    this.sim = new Simulation(scenario);
    this.replay = null;
    this.checkpoints = [];
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
    this.turn++;
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
    this.turn++;
    this.state = 'paused';
    this.emit();
  }

  async setSpeed(speed: Speed): Promise<void> {
    this.speed = speed;
    this.anchor();
  }

  async step(): Promise<void> {
    this.turn++;
    this.guarded((sim) => {
      sim.step();
      this.keepCheckpoint();
      this.state = sim.finished ? 'finished' : 'paused';
    });
    this.emit();
  }

  async seek(timeMs: number): Promise<void> {
    await this.advance((sim) => Math.max(0, Math.min(timeMs, sim.scenario.durationMs)));
  }

  async skip(): Promise<void> {
    await this.advance((sim) => sim.onlyTimerUntilMs() ?? sim.nowMs);
  }

  /** Runs at full speed to a time, from a checkpoint when it lies behind, and pauses there. */
  private async advance(to: (sim: Simulation) => number): Promise<void> {
    if (this.sim === null || this.state === 'failed') return;
    const target = to(this.sim);
    const turn = ++this.turn;
    if (target < this.sim.nowMs) this.rewind(target);
    this.state = 'running';
    for (;;) {
      const done = this.guarded((sim) => this.slice(sim, target));
      if (turn !== this.turn) return;
      if (done !== false) break;
      this.emitWhenDue();
      await this.around.rest(0);
      if (turn !== this.turn) return;
    }
    if (this.stateNow() !== 'failed') this.state = this.sim.finished ? 'finished' : 'paused';
    this.emit();
  }

  private rewind(timeMs: number): void {
    const scenario = this.sim!.scenario;
    const from = this.checkpoints.filter((one) => one.timeMs <= timeMs).at(-1);
    const sim = new Simulation(scenario);
    if (from !== undefined) sim.restore(from.state);
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
      this.checkpoints = [];
      this.replay = null;
      this.emit();
    }
    return result;
  }

  async decision(index: number): Promise<DecisionRecord | null> {
    const sim = this.sim;
    if (sim === null || !Number.isInteger(index) || index < 0 || index >= sim.decisions) return null;
    if (this.replay === null || this.replay.decisions > index) {
      this.replay = new Simulation(sim.scenario);
      const from = this.checkpoints.filter((one) => one.decisions <= index).at(-1);
      if (from !== undefined) this.replay.restore(from.state);
    }
    const replay = this.replay;
    replay.explainAt = index;
    while (replay.decisions <= index) {
      if (this.chunk(replay, replay.scenario.durationMs, CHUNK_EVENTS, index)) break;
    }
    return replay.explained;
  }

  /** Runs events up to decision `until`; true when nothing is left to run. */
  private chunk(sim: Simulation, timeMs: number, events: number, until: number): boolean {
    for (let n = 0; n < events && sim.decisions <= until; n++) {
      if (sim.nextEventMs() > timeMs || !sim.step()) return true;
    }
    return false;
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
    const twin = new Simulation(sim.scenario);
    const nodes = sim.scenario.groups.reduce((sum, group) => sum + group.count, 0);
    const wanted = Math.min(maxDecisions, sim.decisions, Math.floor(TRACE_CANDIDATES / nodes));
    const lines: string[] = [];
    for (let index = 0; index < wanted; index++) {
      twin.explainAt = index;
      while (twin.decisions <= index && twin.step());
      if (twin.explained !== null) lines.push(traceLine(twin.explained));
      if (index % 256 === 255) await this.around.rest(0);
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
    while (this.state === 'running') {
      const turn = this.turn;
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
      if (turn !== this.turn && this.stateNow() !== 'running') break;
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
    const end = this.around.clock() + SLICE_MS;
    for (;;) {
      const stop = Math.min(target, this.nextCheckpointMs(sim));
      const processed = sim.runUntil(stop, CHUNK_EVENTS);
      if (processed < CHUNK_EVENTS) {
        this.keepCheckpoint();
        if (stop >= target) return true;
      }
      if (this.around.clock() >= end) return false;
    }
  }

  private nextCheckpointMs(sim: Simulation): number {
    const every = sim.scenario.durationMs / CHECKPOINTS;
    return (Math.floor(sim.nowMs / every) + 1) * every;
  }

  private keepCheckpoint(): void {
    const sim = this.sim!;
    const every = sim.scenario.durationMs / CHECKPOINTS;
    const last = this.checkpoints.at(-1);
    if (last !== undefined && sim.nowMs - last.timeMs < every) return;
    if (sim.finished) return;
    this.checkpoints.push({ timeMs: sim.nowMs, decisions: sim.decisions, state: sim.save() });
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
    if (this.around.clock() - this.lastFrameWall >= 1_000 / FRAMES_PER_S) this.emit();
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
  }
}
