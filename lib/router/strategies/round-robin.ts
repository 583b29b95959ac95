import type { DeploymentIndex } from '@/lib/fleet/ids';
import type { Pool } from '../pool';
import type { Strategy } from './strategy';

export interface RoundRobinSettings {
  readonly id: 'round-robin';
}

/**
 * The next member, in order of registration, after the last deployment picked; then from the start. Keeps a deployment, not a
 * position, so nobody loses a turn when others come and go. O(log n) plus the ineligible ones it steps over.
 */
export function roundRobin(): Strategy {
  let last: DeploymentIndex = -1;
  return {
    pick(_key, pool, _chance, trace) {
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
    picked(deployment) {
      last = deployment;
    },
    heard() {},
    save: () => [last],
    restore([place = -1]) {
      last = place;
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
