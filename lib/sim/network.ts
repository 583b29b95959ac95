import type { Scenario } from '@/lib/scenario/schema';

/** Half of each round trip in ms: `oneWay[from * regions + to]`, regions by their place in the scenario. Symmetric. */
export function oneWayTimes(scenario: Pick<Scenario, 'regions' | 'network'>): Float64Array {
  const { regions, network } = scenario;
  const count = regions.length;
  const place = new Map(regions.map((region, i) => [region.id, i]));
  const oneWay = new Float64Array(count * count).fill(network.remoteMs / 2);
  for (let i = 0; i < count; i++) oneWay[i * count + i] = network.localMs / 2;
  for (const { from, to, ms } of network.roundTrips) {
    const a = place.get(from);
    const b = place.get(to);
    if (a === undefined || b === undefined) throw new Error(`round trip between ${from} and ${to}, of which one is no region`);
    oneWay[a * count + b] = ms / 2;
    oneWay[b * count + a] = ms / 2;
  }
  return oneWay;
}
