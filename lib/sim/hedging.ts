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

import { ATTEMPT, type Attempts } from './attempts';
import { EVENT, type Agenda } from './event';
import { REQUEST, type Requests } from './requests';

const A = ATTEMPT;
const R = REQUEST;

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
    const row = attempts.ints[attempt + A.request]!;
    attempts.ints[attempt + A.copy] = copy ? 1 : 0;
    attempts.ints[attempt + A.sibling] = requests.ints[row + R.firstOut]!;
    requests.ints[row + R.firstOut] = attempt;
    const clock = requests.ints[row + R.clock]! + 1;
    requests.ints[row + R.clock] = clock | 0;
    if (requests.ints[row + R.copies]! >= this.most) return;
    const waitMs = this.waitMs[attempts.ints[attempt + A.classIndex]!]!;
    if (waitMs < Infinity) this.agenda.addTo(this.lane, nowMs + waitMs, EVENT.hedge, row, clock | 0);
  }

  /** The client waits for the attempt no more. */
  closed(attempt: number): void {
    const { attempts, requests } = this;
    const row = attempts.ints[attempt + A.request]!;
    const after = attempts.ints[attempt + A.sibling]!;
    let at = requests.ints[row + R.firstOut]!;
    if (at === attempt) {
      requests.ints[row + R.firstOut] = after;
      return;
    }
    while (attempts.ints[at + A.sibling] !== attempt) at = attempts.ints[at + A.sibling]!;
    attempts.ints[at + A.sibling] = after;
  }

  /** No copy leaves before the next attempt has left. */
  stop(row: number): void {
    this.requests.ints[row + R.clock] = (this.requests.ints[row + R.clock]! + 1) | 0;
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
