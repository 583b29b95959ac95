import { nodeAt, type Scorer } from './scorer';

/** The unused share of the KV cache, absolute: where all nodes use about as much, it moves nothing. A node that does not say it has half. */
export const kvCache: Scorer = {
  needs: ['kv-used'],
  score(pool, _kept, into) {
    const { signals } = pool.situation;
    for (let place = 0; place < pool.size; place++) {
      const used = signals.kvUsed(nodeAt(pool, place));
      into[place] = Number.isNaN(used) ? 0.5 : 1 - used;
    }
  },
  raw(pool, place) {
    const used = pool.situation.signals.kvUsed(nodeAt(pool, place));
    return Number.isNaN(used) ? 'KV use not said, counts as half' : `${Number((100 * used).toFixed(1))} % of the KV cache in use`;
  },
};
