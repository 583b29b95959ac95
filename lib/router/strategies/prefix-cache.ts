/**
 * A request goes where most of its prompt is cached already, as long as loads are in balance and the match is worth it; otherwise to
 * the least loaded. Loads are out of balance when the highest is more than `balanceAbs` above the lowest and more than `balanceRel` times
 * as high: then the cache has no say, so that a popular prefix cannot bury its node. Load is what this router has in flight: each of
 * several replicas sees only its own share of it, so their thresholds act as if they were so many times larger. What is cached is
 * what nodes last reported; the original keeps a tree of its own guesses where engines report nothing. Linear in the window.
 * Source: SGLang model gateway, `cache_aware`, with its defaults; ties that it breaks by counts of its own break by registration.
 */
import type { Pool } from '../pool';
import { cachesAt, matchedAt, matchedWords } from './matched';
import { withoutMemory, type Strategy } from './strategy';

export interface PrefixCacheSettings {
  readonly id: 'prefix-cache';
  /** Share of the prompt's blocks that a match must exceed, 0 to 1. */
  readonly matchFraction: number;
  /** Requests in flight. */
  readonly balanceAbs: number;
  /** At least 1. */
  readonly balanceRel: number;
}

export function prefixCache({ matchFraction, balanceAbs, balanceRel }: PrefixCacheSettings): Strategy {
  return withoutMemory((_key, pool, _chance, trace) => {
    pool.settle();
    if (pool.size === 0) return -1;
    let idlest = 0;
    let most = pool.inFlight(0);
    for (let place = 1; place < pool.size; place++) {
      const load = pool.inFlight(place);
      if (load < pool.inFlight(idlest)) idlest = place;
      if (load > most) most = load;
    }
    const least = pool.inFlight(idlest);
    const balanced = most - least <= balanceAbs || most <= balanceRel * least;
    const longest = balanced ? longestMatch(pool, -1) : -1;
    const warm = longest !== -1 && matchedAt(pool, longest) / pool.blockCount > matchFraction;
    const picked = warm ? longest : idlest;
    if (trace.on) {
      const rival = warm ? longestMatch(pool, picked) : idlestBut(pool, picked);
      trace.step('in flight', `${least} to ${most}, ${balanced ? 'in balance' : 'out of balance'}`);
      trace.step('picked', standing(pool, picked));
      if (rival !== -1) trace.step('runner-up', standing(pool, rival));
      trace.say(sentence(pool, picked, most, balanced, warm, matchFraction));
    }
    return pool.at(picked);
  });
}

/** The place with the longest match, ties by the lower load, then by registration; -1 where nobody has a block of the prompt. */
function longestMatch(pool: Pool, but: number): number {
  let longest = -1;
  let most = 0;
  for (let place = 0; place < pool.size; place++) {
    // A match as long as the longest so far has its last block; to look for that alone passes most nodes over in one step.
    if (place === but || (most > 0 && !cachesAt(pool, place, most - 1))) continue;
    const matched = matchedAt(pool, place);
    if (matched < most || matched === 0) continue;
    if (matched === most && pool.inFlight(place) >= pool.inFlight(longest)) continue;
    longest = place;
    most = matched;
  }
  return longest;
}

function idlestBut(pool: Pool, but: number): number {
  let idlest = -1;
  for (let place = 0; place < pool.size; place++) {
    if (place !== but && (idlest === -1 || pool.inFlight(place) < pool.inFlight(idlest))) idlest = place;
  }
  return idlest;
}

function standing(pool: Pool, place: number): string {
  return `${pool.nodeId(place)}: ${matchedWords(pool, place)}, ${pool.inFlight(place)} in flight`;
}

function sentence(pool: Pool, place: number, most: number, balanced: boolean, warm: boolean, matchFraction: number): string {
  const node = pool.nodeId(place);
  const least = `${node} has the fewest requests in flight of ${pool.phrase()} (${pool.inFlight(place)})`;
  if (!balanced) return `${least}, and loads up to ${most} are too far apart for the cache to have a say.`;
  if (warm) {
    const share = ((100 * matchedAt(pool, place)) / pool.blockCount).toFixed(1);
    const of = pool.size === 1 ? 'it is the only one to ask' : `none of ${pool.phrase()} has more`;
    return `${node} has ${matchedWords(pool, place)} (${share} % of the prompt), and ${of}.`;
  }
  if (pool.blockCount === 0) return `${least}, and the request says nothing of its prompt.`;
  return `${least}, and no node has more than ${Number((100 * matchFraction).toFixed(1))} % of the prompt cached.`;
}
