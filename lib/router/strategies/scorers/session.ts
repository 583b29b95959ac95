import type { Scorer } from './scorer';

/** 1 for the deployment that the session's last request went to, 0 for all others. */
export const session: Scorer = {
  needs: [],
  score(pool, kept, into) {
    for (let place = 0; place < pool.size; place++) into[place] = pool.at(place) === kept ? 1 : 0;
  },
  raw: (pool, place, kept) => (pool.at(place) === kept ? 'has the session' : 'does not have the session'),
};
