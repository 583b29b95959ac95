import type { DeploymentIndex } from '@/lib/fleet/ids';
import type { Pool } from '../pool';
import type { Trace } from '../trace';
import { withoutMemory, type Strategy } from './strategy';

export interface LeastLatencySettings {
  readonly id: 'least-latency';
}

/**
 * The highest total of the composite; the name is the reference's. It has no load term of its own and herds: every request goes
 * to the same best node until its record worsens. O(log n).
 */
export const leastLatency: Strategy = withoutMemory((_key, pool, _chance, trace) => {
  const picked = pool.best();
  if (picked !== -1 && trace.on) explain(picked, pool, trace);
  return picked;
});

function explain(picked: DeploymentIndex, pool: Pool, trace: Trace): void {
  const node = pool.catalog.nodeIdOf(picked);
  const total = pool.totalOf(picked);
  pool.rate();
  let equals = -1;
  for (let place = 0; place < pool.size; place++) if (pool.total(place) === total) equals++;
  trace.step('highest score', `${node} ${total.toFixed(3)}`);
  if (equals === 0) return trace.say(`${node} has the highest score of ${pool.phrase()} (${total.toFixed(3)}).`);
  trace.step('same score', `${equals} registered later`);
  const others = equals === 1 ? '1 other' : `${equals} others`;
  trace.say(
    `${node} shares the highest score of ${pool.phrase()} (${total.toFixed(3)}) with ${others} and was registered first.`,
  );
}
