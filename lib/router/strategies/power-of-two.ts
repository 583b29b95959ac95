/**
 * Two distinct uniform draws, the one with fewer attempts in flight wins, the first drawn among equals. Draws again while a draw
 * is not eligible, so the fleet is not walked unless most of it is out; after `REDRAWS` misses the eligible are listed and drawn
 * by rank, which has the same distribution. Source: Mitzenmacher, IEEE TPDS 12(10), 2001.
 */
import type { RandomStream } from '@/lib/base/random';
import type { Pool } from '../pool';
import type { Trace } from '../trace';
import { withoutMemory, type Strategy } from './strategy';

export interface PowerOfTwoSettings {
  readonly id: 'power-of-two';
}

/** With half the fleet out, fewer than one pick in 10^8 misses so often; a draw costs about 15 ns, a listing of 100 nodes 1 us. */
const REDRAWS = 30;

export const powerOfTwo: Strategy = withoutMemory((_key, pool, chance, trace) => {
  let first = -1;
  for (let misses = 0; misses < REDRAWS && pool.size > 1; misses++) {
    const place = chance.nextBelow(pool.size);
    if (place === first || !pool.holds(place)) continue;
    if (first !== -1) return better(pool, first, place, trace);
    first = place;
  }
  return fromList(pool, first === -1 ? -1 : pool.at(first), chance, trace);
});

/** Draws by rank what is still to be drawn; `first` is a deployment, or -1. */
function fromList(pool: Pool, first: number, chance: RandomStream, trace: Trace): number {
  pool.settle();
  if (pool.size === 0) return -1;
  if (pool.size === 1) {
    if (trace.on) trace.step('only', pool.nodeId(0));
    return pool.at(0);
  }
  let a = first === -1 ? chance.nextBelow(pool.size) : 0;
  while (first !== -1 && pool.at(a) !== first) a++;
  const other = chance.nextBelow(pool.size - 1);
  return better(pool, a, other >= a ? other + 1 : other, trace);
}

function better(pool: Pool, a: number, b: number, trace: Trace): number {
  const inA = pool.inFlight(a);
  const inB = pool.inFlight(b);
  const picked = pool.at(inB < inA ? b : a);
  if (trace.on) {
    const [nameA, nameB] = [pool.nodeId(a), pool.nodeId(b)];
    trace.step('first draw', `${nameA}, ${inA} in flight`);
    trace.step('second draw', `${nameB}, ${inB} in flight`);
    const [winner, loser, won, lost] = inB < inA ? [nameB, nameA, inB, inA] : [nameA, nameB, inA, inB];
    trace.say(
      won === lost
        ? `Of two drawn from ${pool.phrase()}, ${winner} and ${loser} both have ${won} in flight, and ${winner} was drawn first.`
        : `Of two drawn from ${pool.phrase()}, ${winner} has fewer in flight (${won}) than ${loser} (${lost}).`,
    );
  }
  return picked;
}
