/** A strategy for tests, added to the table: the member that last reported the least load, drawn among equals. It walks all members. */
import { strategies, type StrategySettings } from '@/lib/router/strategies/table';
import { withoutMemory } from '@/lib/router/strategies/strategy';
import type { Signal } from '@/lib/fleet/snapshot';
import type { Scenario } from '@/lib/scenario/schema';

const leastReported = withoutMemory((_key, pool, chance) => {
  pool.settle();
  const load = (place: number): number => pool.situation.signals.inSystem(pool.catalog.nodeOf[pool.at(place)]!);
  let least: number[] = [];
  for (let place = 0; place < pool.size; place++) {
    if (least.length === 0 || load(place) < load(least[0]!)) least = [place];
    else if (load(place) === load(least[0]!)) least.push(place);
  }
  return least.length === 0 ? -1 : pool.at(least[chance.nextBelow(least.length)]!);
});

Object.assign(strategies, {
  'least-reported': { byTotal: false, needs: (): readonly Signal[] => ['queued', 'running'], create: () => leastReported },
});

/** Unknown to the schema, so it is put into a scenario that is parsed already. */
export const LEAST_REPORTED = { id: 'least-reported' } as unknown as StrategySettings & Scenario['router']['strategy'];

export function byReports(scenario: Scenario, refreshMs: number): Scenario {
  return { ...scenario, router: { ...scenario.router, strategy: LEAST_REPORTED, signals: { refreshMs } } };
}
