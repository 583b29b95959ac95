/**
 * By turns. With equal weights the next member, in order of registration, after the last deployment picked, then from the start; it keeps a
 * deployment, not a position, so nobody loses a turn when others come and go. O(log n) plus the ineligible ones it steps over.
 * With other weights, members or not, by `Turns`: in proportion, evenly spread, O(log n).
 */
import type { DeploymentIndex } from '@/lib/fleet/ids';
import type { Pool } from '../pool';
import type { Trace } from '../trace';
import type { Strategy } from './strategy';
import { Turns } from './turns';

export interface RoundRobinSettings {
  readonly id: 'round-robin';
}

export function roundRobin(): Strategy {
  let last: DeploymentIndex = -1;
  const turns = new Turns();
  return {
    pick(_key, pool, _chance, trace) {
      if (!pool.sameWeights) {
        const picked = turns.next(pool);
        if (picked !== -1 && trace.on) explainTurn(picked, turns, pool, trace);
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
      if (!pool.sameWeights) turns.take(deployment, 1, pool);
    },
    heard() {},
    save: () => [last, ...turns.save()],
    restore([place = -1, ...taken]) {
      last = place;
      turns.restore(taken);
    },
  };
}

/** For every strategy that goes by turns. */
export function explainTurn(picked: DeploymentIndex, turns: Turns, pool: Pool, trace: Trace): void {
  const node = pool.catalog.nodeIdOf(picked);
  const due = turns.dueAt(picked);
  trace.step('first due', `${node} at ${due.toFixed(3)}`);
  trace.step('weight', String(pool.catalog.weightOf[picked]));
  const phrase = pool.phrase();
  let next = -1;
  for (let place = 0; place < pool.size; place++) {
    const one = pool.at(place);
    if (one !== picked && (next === -1 || turns.dueAt(one) < turns.dueAt(next))) next = one;
  }
  if (next === -1) return trace.say(`${node} is the only one of ${phrase}.`);
  trace.step('then', `${pool.catalog.nodeIdOf(next)} at ${turns.dueAt(next).toFixed(3)}`);
  trace.say(
    turns.dueAt(next) === due
      ? `${node} and ${pool.catalog.nodeIdOf(next)} are due first of ${phrase} by weight, and ${node} was registered first.`
      : `${node} is due first of ${phrase} by weight, before ${pool.catalog.nodeIdOf(next)}.`,
  );
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
