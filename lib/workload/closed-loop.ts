/**
 * A fixed number of users, each of whom sends one request, waits for its end, thinks, and sends the next. All start by thinking at time
 * 0. What is drawn for a request goes by (user, turn), so a user thinks as long and brings as much work at turn 7 of every run, however
 * soon it comes; in another number of users the draws are others. Finding the next is O(log users).
 */
import { EventHeap } from '@/lib/base/heap';
import { SUBSYSTEM, type CounterStream } from '@/lib/base/random';

import { foreignState, type ArrivalSource, type SourceState } from './arrival-source';
import type { SizeSettings } from './size-settings';
import { drawSize, sizeLaw, type SizeLaw } from './sizes';

/** Numbers are kept as 32-bit integers. */
const MOST_NUMBER = 2_147_483_647;

export class ClosedLoop implements ArrivalSource {
  nextMs = Infinity;
  n = 0;
  /** Those who think, by when they will send; ties by user. */
  private readonly thinking: EventHeap;
  /** Per user: number of the coming request, or of the one after the request that is out. */
  private readonly turns: Float64Array;
  private readonly think: SizeLaw;
  private readonly users: number;
  private readonly classIndex: number;
  private readonly chance: CounterStream;

  constructor(users: number, think: SizeSettings, classIndex: number, chance: CounterStream) {
    this.users = users;
    this.think = sizeLaw(think);
    this.classIndex = classIndex;
    this.chance = chance;
    this.thinking = new EventHeap(users);
    this.turns = new Float64Array(users);
    for (let user = 0; user < users; user++) this.sendAfterThinking(user, 0);
    this.findNext();
  }

  /** Users who think at present; the others wait for an answer. */
  get thinkingNow(): number {
    return this.thinking.size;
  }

  advance(): void {
    const user = this.thinking.aOf(this.thinking.top());
    this.thinking.pop();
    this.turns[user]!++;
    this.findNext();
  }

  setRate(ratePerS: number): void {
    throw new Error(`a closed loop has no rate to set to ${ratePerS} per second`);
  }

  ended(n: number, nowMs: number): void {
    this.sendAfterThinking(n % this.users, nowMs);
    this.findNext();
  }

  save(): SourceState {
    return { kind: 'closed', turns: this.turns.slice(), thinking: this.thinking.save() };
  }

  restore(state: SourceState): void {
    if (state.kind !== 'closed') throw foreignState(state, 'closed');
    this.turns.set(state.turns);
    this.thinking.restore(state.thinking);
    this.findNext();
  }

  private sendAfterThinking(user: number, nowMs: number): void {
    const n = this.numberOf(user);
    if (n > MOST_NUMBER)
      throw new Error(`user ${user} of ${this.users} came to turn ${this.turns[user]}, beyond what numbers hold`);
    const thinkMs = drawSize(this.think, this.chance.aim(SUBSYSTEM.arrivals, n, this.classIndex));
    this.thinking.push(nowMs + thinkMs, 0, user, user, 0);
  }

  private numberOf(user: number): number {
    return this.turns[user]! * this.users + user;
  }

  private findNext(): void {
    this.nextMs = this.thinking.topTime();
    if (this.thinking.size > 0) this.n = this.numberOf(this.thinking.aOf(this.thinking.top()));
  }
}
