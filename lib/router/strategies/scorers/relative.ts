import type { Signal } from '@/lib/fleet/snapshot';
import type { NodeSignals } from '../../signals';
import { nodeAt, type Scorer } from './scorer';

/**
 * A count relative to the members' own: 1 for the lowest, 0 for the highest, 1 for all where all are equal. So a gap of one request uses the
 * whole range when it is the only one. A node that has not reported yet counts as empty.
 */
function fewest(signal: Signal & ('queued' | 'running'), word: string): Scorer {
  const count = (signals: NodeSignals, node: number): number => signals[signal](node);
  return {
    needs: [signal],
    score(pool, _kept, into) {
      const { signals } = pool.situation;
      let least = Infinity;
      let most = -Infinity;
      for (let place = 0; place < pool.size; place++) {
        const one = count(signals, nodeAt(pool, place));
        if (one < least) least = one;
        if (one > most) most = one;
      }
      for (let place = 0; place < pool.size; place++)
        into[place] = most === least ? 1 : (most - count(signals, nodeAt(pool, place))) / (most - least);
    },
    raw(pool, place) {
      const { signals } = pool.situation;
      const node = nodeAt(pool, place);
      return signals.says(node, signal) ? `${count(signals, node)} ${word}` : `not heard of yet, counts as 0 ${word}`;
    },
  };
}

export const queue = fewest('queued', 'queued');
export const running = fewest('running', 'running');
