/**
 * How long clients wait for service to begin. One clock per attempt, from its departure; every attempt of a request has the same patience, drawn
 * from the request alone. Work in service is waited for whatever it takes, up to the time-out.
 */
import { log } from '@/lib/base/math';
import { SUBSYSTEM, type CounterStream } from '@/lib/base/random';
import type { ClientSettings } from '@/lib/scenario/schema';

import { ATTEMPT, type Attempts } from './attempts';
import { OWN_DRAW, ownDraw } from './draws';
import { EVENT, type Agenda } from './event';

const A = ATTEMPT;

export class Patience {
  private readonly meanMs: number;
  private readonly exponential: boolean;
  private readonly chance: CounterStream;
  private readonly attempts: Attempts;
  private readonly agenda: Agenda;
  /** Constant patience ends in the order in which it began. */
  private readonly lane: number;

  constructor(
    { kind, meanMs }: NonNullable<ClientSettings['patience']>,
    chance: CounterStream,
    attempts: Attempts,
    agenda: Agenda,
  ) {
    this.meanMs = meanMs;
    this.exponential = kind === 'exponential';
    this.chance = chance;
    this.attempts = attempts;
    this.agenda = agenda;
    this.lane = this.exponential ? -1 : agenda.lane(EVENT.patience, 0);
  }

  /** Starts the clock of an attempt that leaves now. */
  watch(attempt: number, nowMs: number): void {
    const { ints } = this.attempts;
    const atMs = nowMs + this.ofRequest(ints[attempt + A.classIndex]!, ints[attempt + A.n]!);
    this.agenda.addTo(this.lane, atMs, EVENT.patience, attempt, ints[attempt + A.generation]!);
  }

  /** In ms. */
  ofRequest(classIndex: number, n: number): number {
    if (!this.exponential) return this.meanMs;
    const unit = this.chance.aim(SUBSYSTEM.client, n, ownDraw(classIndex, OWN_DRAW.patience)).nextUnit();
    return -log(1 - unit) * this.meanMs;
  }
}
