import { withoutMemory, type Strategy } from './strategy';

export interface LeastLatencySettings {
  readonly id: 'least-latency';
}

/**
 * The highest total of the composite; the name is the reference's. It has no load term of its own and herds: every request goes
 * to the same best node until its record worsens. O(deployments).
 */
export const leastLatency: Strategy = withoutMemory((_key, pool, _chance, trace) => {
  pool.rate();
  let best = -1;
  let bestTotal = 0;
  let equals = 0;
  for (let i = 0; i < pool.size; i++) {
    const total = pool.total(i);
    if (best === -1 || total > bestTotal) {
      best = i;
      bestTotal = total;
      equals = 0;
    } else if (total === bestTotal) equals++;
  }
  if (best === -1) return -1;
  const picked = pool.at(best);
  if (trace.on) {
    const node = pool.nodeId(best);
    trace.step('highest score', `${node} ${bestTotal.toFixed(3)}`);
    if (equals > 0) {
      trace.step('same score', `${equals} registered later`);
      const others = equals === 1 ? '1 other' : `${equals} others`;
      trace.say(
        `${node} shares the highest score of ${pool.phrase()} (${bestTotal.toFixed(3)}) with ${others} and was registered first.`,
      );
    } else trace.say(`${node} has the highest score of ${pool.phrase()} (${bestTotal.toFixed(3)}).`);
  }
  return picked;
});
