import { bench, describe } from 'vitest';
import { CounterStream, SUBSYSTEM } from '@/lib/base/random';
import { OUTCOME_CODE } from '@/lib/fleet/outcome';
import { CircuitBreaker } from './breaker';
import { ModelCatalog } from './catalog';
import { HealthChecker } from './health';
import { NodeTable } from './node-table';
import { ENTERPRISE_DEFAULT } from './policies/table';
import { emptyResult, type RouteQuery } from './query';
import { Router } from './router';
import { SETTINGS } from './settings';
import { strategies, type StrategySettings } from './strategies/table';

/** A router that has heard of every node, and a call that routes, starts and ends one request. */
function routing(count: number, strategy: StrategySettings, set: 'reference' | 'switchyard'): () => void {
  const nodes = new NodeTable();
  const catalog = new ModelCatalog(nodes);
  const health = new HealthChecker(SETTINGS[set].health, nodes);
  for (let i = 0; i < count; i++) {
    catalog.register('model', `node-${i}`, `region-${i % 5}`, ['generate'], 8);
    health.register(`node-${i}`);
    for (let k = 0; k < 3; k++) health.reportSuccess(`node-${i}`, 100 + ((i * 37) % 400));
  }
  const breaker = new CircuitBreaker(SETTINGS[set].breaker, nodes);
  const router = new Router({ strategy, policies: ENTERPRISE_DEFAULT, window: SETTINGS[set].window }, catalog, health, breaker);
  const requestClass = router.requestClass({ capability: 'generate', privacy: 'internal', costTolerance: 50 });
  const query: RouteQuery = { requestClass, key: 0, attempt: 0, tried: new Int32Array(8), triedCount: 0 };
  const result = emptyResult();
  const chance = new CounterStream(1);
  let request = 0;
  return () => {
    request++;
    query.key = Math.imul(request, 0x9e3779b1) >>> 0;
    router.route(query, request, chance.aim(SUBSYSTEM.routing, request), result);
    router.started(result.deployment);
    router.ended(result.deployment, OUTCOME_CODE.ok, 300, result.probe, result.epoch, request);
  };
}

for (const count of [10, 100, 1_000]) {
  describe(`${count} nodes`, () => {
    for (const id of Object.keys(strategies) as (keyof typeof strategies)[]) {
      const settings: StrategySettings = id === 'consistent-hash' ? { id, virtualNodes: 100 } : { id };
      bench(`${id}, open window`, routing(count, settings, 'switchyard'), { time: 200 });
    }
    bench('least-latency, window of 10', routing(count, { id: 'least-latency' }, 'reference'), { time: 200 });
  });
}
