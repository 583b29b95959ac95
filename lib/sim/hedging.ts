/**
 * Further copies of a request that is not answered after a while, as in J. Dean & L. Barroso, "The Tail at Scale", CACM 56(2), 2013. The
 * wait runs from the departure of the last attempt, copies included, so several copies leave one after the other. It is fixed, or a quantile of
 * the latencies of the class's requests that were answered so far, failed and lost ones left out; until there are enough of those, no copy leaves.
 * The quantile is read anew for every 64th part by which the sketch has grown.
 *
 * Keeps the attempts that a client waits for linked by request, so that the losers are found when one answers.
 */
import { Sketch, type SketchState } from '@/lib/base/sketch';
import type { ClientSettings } from '@/lib/scenario/schema';

import type { Attempts } from './attempts';
import { EVENT, type Agenda } from './event';
import type { Requests } from './requests';

export interface HedgingState {
  readonly sketches: readonly SketchState[];
  readonly waitMs: Float64Array;
  readonly readAt: Float64Array;
}

export class Hedging {
  readonly cancelLoser: boolean;
  private readonly most: number;
  private readonly fraction: number;
  private readonly attempts: Attempts;
  private readonly requests: Requests;
  private readonly agenda: Agenda;
  /** Fixed waits end in the order in which they began. */
  private readonly lane: number;
  /** By class; none where the wait is fixed. */
  private readonly sketches: readonly Sketch[];
  /** By class: the wait in ms, Infinity while too few were answered; and the number of answers at which it is read anew. */
  private readonly waitMs: Float64Array;
  private readonly readAt: Float64Array;

  constructor(
    { after, most, cancelLoser }: NonNullable<ClientSettings['hedge']>,
    classes: number,
    attempts: Attempts,
    requests: Requests,
    agenda: Agenda,
  ) {
    this.cancelLoser = cancelLoser;
    this.most = most;
    this.attempts = attempts;
    this.requests = requests;
    this.agenda = agenda;
    const fixed = after.kind === 'fixed';
    this.fraction = fixed ? 0 : after.fraction;
    this.lane = fixed ? agenda.lane(EVENT.hedge, 0) : -1;
    this.sketches = fixed ? [] : Array.from({ length: classes }, () => new Sketch());
    this.waitMs = new Float64Array(classes).fill(fixed ? after.ms : Infinity);
    this.readAt = new Float64Array(classes).fill(fixed ? Infinity : after.minimumSamples);
  }

  /** An attempt of the request has left. The clock of its next copy starts, and any that ran stops. */
  sent(attempt: number, copy: boolean, nowMs: number): void {
    const { attempts, requests } = this;
    const row = attempts.request[attempt]!;
    attempts.copy[attempt] = copy ? 1 : 0;
    attempts.sibling[attempt] = requests.firstOut[row]!;
    requests.firstOut[row] = attempt;
    const clock = requests.clock[row]! + 1;
    requests.clock[row] = clock | 0;
    if (requests.copies[row]! >= this.most) return;
    const waitMs = this.waitMs[attempts.classIndex[attempt]!]!;
    if (waitMs < Infinity) this.agenda.addTo(this.lane, nowMs + waitMs, EVENT.hedge, row, clock | 0);
  }

  /** The client waits for the attempt no more. */
  closed(attempt: number): void {
    const { attempts, requests } = this;
    const row = attempts.request[attempt]!;
    const after = attempts.sibling[attempt]!;
    let at = requests.firstOut[row]!;
    if (at === attempt) {
      requests.firstOut[row] = after;
      return;
    }
    while (attempts.sibling[at] !== attempt) at = attempts.sibling[at]!;
    attempts.sibling[at] = after;
  }

  /** No copy leaves before the next attempt has left. */
  stop(row: number): void {
    this.requests.clock[row] = (this.requests.clock[row]! + 1) | 0;
  }

  /** A request of the class was answered, `latencyMs` after it came. */
  answered(classIndex: number, latencyMs: number): void {
    const sketch = this.sketches[classIndex];
    if (sketch === undefined) return;
    sketch.add(latencyMs);
    if (sketch.count < this.readAt[classIndex]!) return;
    this.waitMs[classIndex] = sketch.quantile(this.fraction)!;
    this.readAt[classIndex] = sketch.count + 1 + Math.floor(sketch.count / 64);
  }

  save(): HedgingState {
    return {
      sketches: this.sketches.map((sketch) => sketch.save()),
      waitMs: this.waitMs.slice(),
      readAt: this.readAt.slice(),
    };
  }

  restore(state: HedgingState): void {
    this.sketches.forEach((sketch, i) => sketch.restore(state.sketches[i]!));
    this.waitMs.set(state.waitMs);
    this.readAt.set(state.readAt);
  }
}
