/** A scenario's part of the router: its settings, its catalog and records, and what the driver needs to talk to it by number. */
import { hashPair } from '@/lib/base/hash';
import { ModelCatalog } from '@/lib/router/catalog';
import { CircuitBreaker } from '@/lib/router/circuit-breaker';
import { HealthChecker } from '@/lib/router/health';
import { NodeTable } from '@/lib/router/node-table';
import type { LeafPolicy } from '@/lib/router/policies/table';
import { Router } from '@/lib/router/router';
import type { ScenarioNode } from '@/lib/scenario/nodes';
import type { Group, PolicySettings, Scenario, Workload } from '@/lib/scenario/schema';
import { stagesOf, type Stage } from '@/lib/scenario/stages';

import { oneWayTimes } from './network';

export interface BuiltRouter {
  readonly router: Router;
  /** By deployment: its node. */
  readonly nodeOfDeployment: Int32Array;
  /** The router's number of a class of requests: `routerClasses[class * regions + origin]`. */
  readonly routerClasses: Int32Array;
  /** The same of its fallbacks: `fallbackClasses[class][stage * regions + origin]`, stages from 0. */
  readonly fallbackClasses: readonly (readonly number[])[];
}

/** The router's replicas, which share nothing: each has its own catalog, records, breakers and counts, and gives classes the same numbers. */
export interface BuiltReplicas extends Omit<BuiltRouter, 'router'> {
  readonly routers: readonly Router[];
}

export function buildReplicas(scenario: Scenario, nodes: readonly ScenarioNode[]): BuiltReplicas {
  const { router, ...numbers } = buildRouter(scenario, nodes);
  const routers = [router];
  while (routers.length < scenario.router.replicas) routers.push(buildRouter(scenario, nodes).router);
  return { routers, ...numbers };
}

/** Nodes are registered in the scenario's order, so a node has one index everywhere; each with its models in the group's order. */
export function buildRouter(scenario: Scenario, nodes: readonly ScenarioNode[]): BuiltRouter {
  const table = new NodeTable();
  const catalog = new ModelCatalog(table);
  const health = new HealthChecker(scenario.health, table);
  const capabilities = new Map(scenario.models.map((model) => [model.id, model.capabilities]));
  const groups = new Map<string, Group>(scenario.groups.map((group) => [group.id, group]));
  const nodeOfDeployment: number[] = [];
  nodes.forEach(({ node, group, region, slots, weight }, index) => {
    if (table.intern(node) !== index) throw new Error(`node ${node} stands twice in the scenario`);
    health.register(node);
    const { models, price, gpu } = groups.get(group)!;
    for (const model of models) {
      const deployment = catalog.register(model, node, region, capabilities.get(model)!, { slots, weight, price, gpu });
      nodeOfDeployment[deployment] = index;
    }
  });
  const breaker = new CircuitBreaker(scenario.breaker, table, hashPair(scenario.seed, Math.floor(scenario.seed / 4_294_967_296)));
  const { strategy, policies, window } = scenario.router;
  const config = {
    strategy,
    policies: policies.map((policy) => routerPolicy(policy, scenario)),
    window,
    roundTripMs: roundTrips(scenario),
  };
  const router = new Router(config, catalog, health, breaker);
  const stage = (of: Workload, { capability, privacy, costTolerance, regions, models }: Stage): number[] =>
    scenario.regions.map(({ id: origin }) =>
      router.requestClass({
        capability,
        origin,
        privacy,
        costTolerance,
        maxLatencyMs: of.maxLatencyMs ?? undefined,
        minThroughput: of.minThroughput ?? undefined,
        preferGpu: of.preferGpu,
        regions,
        models,
      }),
    );
  const classes = scenario.workload.flatMap((of) => stage(of, of));
  const fallbackClasses = scenario.workload.map((of) =>
    stagesOf(of)
      .slice(1)
      .flatMap((one) => stage(of, one)),
  );
  return {
    router,
    nodeOfDeployment: Int32Array.from(nodeOfDeployment),
    routerClasses: Int32Array.from(classes),
    fallbackClasses,
  };
}

/** Privacy levels and prices stand with the scenario's regions; the router's policies carry them themselves. */
function routerPolicy(policy: PolicySettings, scenario: Scenario): LeafPolicy {
  switch (policy.kind) {
    case 'privacy':
      return { ...policy, regions: scenario.regions.map(({ id, privacy }) => ({ id, privacy })) };
    case 'cost':
      return { ...policy, regions: scenario.regions.map(({ id, cost }) => ({ id, cost })) };
    default:
      return policy;
  }
}

function roundTrips(scenario: Scenario): (origin: string, region: string) => number | null {
  const oneWay = oneWayTimes(scenario);
  const place = new Map(scenario.regions.map((region, i) => [region.id, i]));
  return (origin, region) => {
    const from = place.get(origin);
    const to = place.get(region);
    return from === undefined || to === undefined ? null : 2 * oneWay[from * scenario.regions.length + to]!;
  };
}
