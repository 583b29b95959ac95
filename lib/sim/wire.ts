/** The way of an attempt to its node and of its answer back: how long each takes, and whether it gets there. */
import { SUBSYSTEM as SUBSYSTEMS, type CounterStream } from '@/lib/base/random';

import { ATTEMPT, type Attempts } from './attempts';
import { tryDraw } from './draws';
import { EVENT as EVENTS, type Agenda } from './event';
import type { FaultBoard } from './faults';
import { jittered, type Jitter } from './jitter';
import { oneWayTimes } from './network';
import type { RunParts } from './run-parts';

// A constant of the module's own is folded into hot code; an imported one is looked up each time.
const EVENT = EVENTS;
const SUBSYSTEM = SUBSYSTEMS;

const A = ATTEMPT;
/** What is drawn for a message of an attempt: how long it is under way and whether it gets there, out and back. */
const MESSAGE = { outTime: 0, backTime: 1, outLoss: 2, backLoss: 3 } as const;
const MESSAGE_DRAWS = 4;

export class Wire {
  private readonly attempts: Attempts;
  private readonly agenda: Agenda;
  private readonly faults: FaultBoard;
  private readonly chance: CounterStream;
  private readonly regionOfNode: Int32Array;
  private readonly regions: number;
  private readonly oneWay: Float64Array;
  private readonly jitter: Jitter | null;
  /** By pair of origin and region: the agenda's lanes for what goes out and what comes back. */
  private readonly outbound: Int32Array;
  private readonly inbound: Int32Array;

  constructor({ scenario, regionOfNode, attempts, agenda, faults, chance }: RunParts) {
    this.attempts = attempts;
    this.agenda = agenda;
    this.faults = faults;
    this.chance = chance;
    this.regionOfNode = regionOfNode;
    this.regions = scenario.regions.length;
    this.oneWay = oneWayTimes(scenario);
    this.jitter = scenario.network.jitter;
    const times = [...new Set(this.oneWay)];
    this.outbound = Int32Array.from(this.oneWay, (ms) => agenda.lane(EVENT.reached, times.indexOf(ms)));
    this.inbound = Int32Array.from(this.oneWay, (ms) => agenda.lane(EVENT.answered, times.indexOf(ms)));
  }

  /** An attempt leaves its origin for its node. */
  out(attempt: number, origin: number, nowMs: number): void {
    const { ints } = this.attempts;
    const pair = this.pairOf(attempt, origin);
    let travelMs = this.oneWay[pair]!;
    if (this.jitter !== null) travelMs = jittered(travelMs, this.jitter, this.drawMessage(attempt, MESSAGE.outTime));
    const { faults } = this;
    const addedMs = faults.touched > 0 ? faults.addedMs[ints[attempt + A.deployment]!]! : 0;
    this.agenda.addTo(this.outbound[pair]!, nowMs + travelMs + addedMs, EVENT.reached, attempt, ints[attempt + A.generation]!);
  }

  /** An answer leaves its node at `atMs` for the origin. */
  back(attempt: number, origin: number, atMs: number): void {
    const { ints } = this.attempts;
    const pair = this.pairOf(attempt, origin);
    let travelMs = this.oneWay[pair]!;
    if (this.jitter !== null) travelMs = jittered(travelMs, this.jitter, this.drawMessage(attempt, MESSAGE.backTime));
    this.agenda.addTo(this.inbound[pair]!, atMs + travelMs, EVENT.answered, attempt, ints[attempt + A.generation]!);
  }

  /** Whether a fault keeps an attempt from its node, which it would reach now. */
  losesOut(attempt: number): boolean {
    return this.isLost(attempt, MESSAGE.outLoss);
  }

  /** Whether a fault keeps an answer, which would leave now, from its client. */
  losesBack(attempt: number): boolean {
    return this.isLost(attempt, MESSAGE.backLoss);
  }

  private pairOf(attempt: number, origin: number): number {
    if (this.regions === 1) return 0;
    return origin * this.regions + this.regionOfNode[this.attempts.ints[attempt + A.node]!]!;
  }

  private isLost(attempt: number, message: number): boolean {
    const { faults } = this;
    if (faults.touched === 0) return false;
    const { ints } = this.attempts;
    const deployment = ints[attempt + A.deployment]!;
    if (faults.odd[deployment] === 0) return false;
    if (faults.cut[ints[attempt + A.node]!] === 1) return true;
    const fraction = faults.loss[deployment]!;
    return fraction > 0 && this.drawMessage(attempt, message) < fraction;
  }

  /** Uniform, and the same whatever else the run does. */
  private drawMessage(attempt: number, message: number): number {
    const { ints } = this.attempts;
    const sub = tryDraw(ints[attempt + A.classIndex]!, ints[attempt + A.tryIndex]!) * MESSAGE_DRAWS + message;
    return this.chance.aim(SUBSYSTEM.network, ints[attempt + A.n]!, sub).nextUnit();
  }
}
