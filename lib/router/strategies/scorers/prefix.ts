import { matchedAt, matchedWords } from '../matched';
import type { Scorer } from './scorer';

/** The share of the prompt's blocks that is cached from the first one on; 0 for a request that says nothing of its prompt. */
export const prefix: Scorer = {
  needs: ['cached-blocks'],
  score(pool, _kept, into) {
    for (let place = 0; place < pool.size; place++)
      into[place] = pool.blockCount === 0 ? 0 : matchedAt(pool, place) / pool.blockCount;
  },
  raw: (pool, place) => matchedWords(pool, place),
};
