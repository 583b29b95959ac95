import { withoutMemory, type Strategy } from './strategy';

export interface LeastConnectionsSettings {
  readonly id: 'least-connections';
}

/** The node with the fewest attempts in flight from this router, the first registered among equals. O(deployments). */
export const leastConnections: Strategy = withoutMemory((_key, pool, _chance, trace) => {
  pool.settle();
  let best = -1;
  let fewest = 0;
  let equals = 0;
  for (let i = 0; i < pool.size; i++) {
    const inFlight = pool.inFlight(i);
    if (best === -1 || inFlight < fewest) {
      best = i;
      fewest = inFlight;
      equals = 0;
    } else if (inFlight === fewest) equals++;
  }
  if (best === -1) return -1;
  const picked = pool.at(best);
  if (trace.on) {
    const node = pool.nodeId(best);
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
  return picked;
});
