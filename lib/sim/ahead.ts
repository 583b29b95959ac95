/**
 * Looks at what events will need some time before they come up. In a large fleet the rows of attempts and nodes lie in no cache of the processor, and
 * an event that waits for memory holds up all that follows; looked at side by side, sixteen rows cost little more than one. Changes nothing.
 */
import { ATTEMPT, type Attempts } from './attempts';
import { EVENT } from './event';
import { AHEAD } from './lanes';
import type { Requests } from './requests';
import type { Stations } from './stations';

const A = ATTEMPT;
/** Nodes from which on it pays: the rows of fewer are at hand anyway. */
export const LARGE_FLEET = 2_000;

export class Ahead {
  private readonly attempts: Attempts;
  private readonly requests: Requests;
  private readonly stations: Stations;
  /** What was seen: nobody needs it, but a compiler leaves out a look that nobody keeps anything of. */
  private seen = 0;

  constructor(attempts: Attempts, requests: Requests, stations: Stations) {
    this.attempts = attempts;
    this.requests = requests;
    this.stations = stations;
  }

  /** A `LookAhead`: the events are of attempts that reach their node, or whose answer reaches its client. */
  look(kind: number, pairs: Int32Array, from: number): void {
    const { attempts, requests, stations } = this;
    const { ints } = attempts;
    const end = from + AHEAD;
    let seen = 0;
    if (kind === EVENT.reached) {
      for (let at = from; at < end; at += 2) seen ^= ints[pairs[at]! + A.node]!;
      for (let at = from; at < end; at += 2) seen ^= stations.busy(ints[pairs[at]! + A.node]!);
    } else {
      for (let at = from; at < end; at += 2) seen ^= ints[pairs[at]! + A.node]! ^ ints[pairs[at]! + A.request]!;
      for (let at = from; at < end; at += 2) {
        seen ^= requests.ints[ints[pairs[at]! + A.request]!]! ^ attempts.on(ints[pairs[at]! + A.node]!);
      }
    }
    this.seen ^= seen;
  }
}
