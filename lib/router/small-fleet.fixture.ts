/** Small fleets for tests: nodes named in order of registration, all serving one model, and a router over them. */
import { CounterStream, SUBSYSTEM } from '@/lib/base/random';
import { OUTCOME_CODE, type Outcome } from '@/lib/fleet/outcome';
import { DEFAULT_QOS, type InferenceRequest } from '@/lib/fleet/request';
import { CircuitBreaker } from './circuit-breaker';
import { ModelCatalog } from './catalog';
import { HealthChecker } from './health';
import { NodeTable } from './node-table';
import { ENTERPRISE_DEFAULT } from './policies/table';
import { emptyQuery, emptyResult, type RouteQuery, type RouteResult } from './query';
import { Router, type RouterConfig } from './router';
import { SETTINGS, type BreakerSettings, type HealthSettings, type SettingsSet } from './settings';

export interface SmallFleet {
  readonly router: Router;
  readonly catalog: ModelCatalog;
  readonly health: HealthChecker;
  readonly breaker: CircuitBreaker;
  readonly query: RouteQuery;
}

export interface FleetOptions {
  readonly set?: SettingsSet;
  readonly health?: Partial<HealthSettings>;
  readonly breaker?: Partial<BreakerSettings>;
  readonly config?: Partial<RouterConfig>;
  /** By node, in the order of names; 1 where left out. */
  readonly weights?: readonly number[];
}

/** Nodes in region `here`, 4 slots each; `node@region` puts one elsewhere. */
export function smallFleet(names: readonly string[], options: FleetOptions = {}): SmallFleet {
  const set = options.set ?? SETTINGS.switchyard;
  const nodes = new NodeTable();
  const catalog = new ModelCatalog(nodes);
  const health = new HealthChecker({ ...set.health, ...options.health }, nodes);
  const breaker = new CircuitBreaker({ ...set.breaker, ...options.breaker }, nodes);
  for (const [i, name] of names.entries()) {
    const [node = '', region = 'here'] = name.split('@');
    catalog.register('llama', node, region, ['generate'], { slots: 4, weight: options.weights?.[i] ?? 1 });
    health.register(node);
  }
  const config: RouterConfig = {
    strategy: { id: 'least-latency' },
    policies: ENTERPRISE_DEFAULT,
    window: set.window,
    ...options.config,
  };
  const router = new Router(config, catalog, health, breaker);
  const requestClass = router.requestClass({ capability: 'generate', privacy: 'internal', costTolerance: 50 });
  const query: RouteQuery = { ...emptyQuery(), requestClass, key: 7, tried: new Int32Array(16) };
  return { router, catalog, health, breaker, query };
}

export function aimed(entity = 1): CounterStream {
  return new CounterStream(11).aim(SUBSYSTEM.routing, entity);
}

/** Routes and starts one request; the result is a fresh object. Nothing starts when refused. */
export function send({ router, query }: SmallFleet, nowMs: number, entity = 1, of: Partial<RouteQuery> = {}): RouteResult {
  const result = emptyResult();
  router.route({ ...query, ...of }, nowMs, aimed(entity), result);
  if (result.deployment !== -1) router.started(result.deployment);
  return result;
}

export function end({ router }: SmallFleet, sent: RouteResult, outcome: Outcome, latencyMs: number, nowMs: number): void {
  router.ended(sent.deployment, OUTCOME_CODE[outcome], latencyMs, sent.probe, sent.epoch, nowMs);
}

/** Starts `count` attempts on a node past the strategy, and answers what ends them. */
export function load({ router, breaker }: SmallFleet, deployment: number, count: number): RouteResult[] {
  const node = router.catalog.nodeOf[deployment]!;
  return Array.from({ length: count }, () => {
    router.started(deployment);
    return { deployment, error: 0, probe: false, epoch: breaker.epoch(node) };
  });
}

/** Fails a node so often that its breaker opens at `nowMs`. */
export function trip(fleet: SmallFleet, deployment: number, nowMs: number): void {
  const { failureThreshold } = fleet.breaker.settings;
  if (failureThreshold === null) throw new Error('No number of failures in a row opens this breaker.');
  for (const sent of load(fleet, deployment, failureThreshold)) end(fleet, sent, 'error', 5, nowMs);
}

export function requestFor(requestId: string, of: Partial<InferenceRequest> = {}): InferenceRequest {
  return { requestId, capability: 'generate', qos: DEFAULT_QOS, ...of };
}

/** Name of the node that a result points to; null when refused. */
export function nameOf({ catalog }: SmallFleet, result: RouteResult): string | null {
  return result.deployment === -1 ? null : catalog.nodeIdOf(result.deployment);
}
