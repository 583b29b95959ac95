/**
 * By turns. With equal weights the next member, in order of registration, after the last deployment picked, then from the start; it keeps a
 * deployment, not a position, so nobody loses a turn when others come and go. O(log n) plus the ineligible ones it steps over.
 * With other weights, members or not, by `SmoothTurns`, nginx's smooth weighted round robin.
 */
import type { DeploymentIndex } from '@/lib/fleet/ids';
import type { Pool } from '../pool';
import { SmoothTurns } from './smooth-turns';
import type { Strategy } from './strategy';

export interface RoundRobinSettings {
  readonly id: 'round-robin';
}

export function roundRobin(): Strategy {
  let last: DeploymentIndex = -1;
  const turns = new SmoothTurns();
  return {
    pick(_key, pool, _chance, trace) {
      if (!pool.sameWeights) {
        const picked = turns.next(pool);
        if (picked !== -1 && trace.on) turns.explain(picked, pool, trace);
        return picked;
      }
      const start = firstAfter(pool, last);
      for (let step = 0; step < pool.size; step++) {
        const place = start + step < pool.size ? start + step : start + step - pool.size;
        if (!pool.holds(place)) continue;
        const picked = pool.at(place);
        if (trace.on) {
          const node = pool.nodeId(place);
          const before = last === -1 ? 'nobody' : pool.catalog.nodeIdOf(last);
          trace.step('last picked', before);
          trace.step('next', node);
          trace.say(
            last === -1
              ? `${node} is the first of ${pool.phrase()}.`
              : `${node} is the next of ${pool.phrase()} after ${before}.`,
          );
        }
        return picked;
      }
      return -1;
    },
    picked(deployment, _key, pool) {
      last = deployment;
      if (!pool.sameWeights) turns.take(deployment, pool);
    },
    heard() {},
    save: () => [last, ...turns.save()],
    restore([place = -1, ...taken]) {
      last = place;
      turns.restore(taken);
    },
  };
}

/** First place with a later deployment; `pool.size` when there is none. */
function firstAfter(pool: Pool, deployment: DeploymentIndex): number {
  let low = 0;
  let high = pool.size;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (pool.at(middle) > deployment) high = middle;
    else low = middle + 1;
  }
  return low;
}
