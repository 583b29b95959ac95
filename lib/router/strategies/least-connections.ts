import type { DeploymentIndex } from '@/lib/fleet/ids';
import type { Pool } from '../pool';
import type { Trace } from '../trace';
import { withoutMemory, type Strategy } from './strategy';

export interface LeastConnectionsSettings {
  readonly id: 'least-connections';
}

/** The node with the fewest attempts in flight from this router, the first registered among equals. O(log n). */
export const leastConnections: Strategy = withoutMemory((_key, pool, _chance, trace) => {
  const picked = pool.idlest();
  if (picked !== -1 && trace.on) explain(picked, pool, trace);
  return picked;
});

function explain(picked: DeploymentIndex, pool: Pool, trace: Trace): void {
  const node = pool.catalog.nodeIdOf(picked);
  const fewest = pool.inFlightOf(picked);
  pool.settle();
  let equals = -1;
  for (let place = 0; place < pool.size; place++) if (pool.inFlight(place) === fewest) equals++;
  trace.step('fewest in flight', `${node} ${fewest}`);
  trace.step('as few', `${equals} registered later`);
  const tie =
    equals === 0
      ? ''
      : equals === 1
        ? ', as has 1 other that was registered later'
        : `, as have ${equals} others that were registered later`;
  trace.say(`${node} has the fewest requests in flight of ${pool.phrase()} (${fewest})${tie}.`);
}
