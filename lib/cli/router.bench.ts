/**
 * Decisions per second of one core: route, start, and the end of an older attempt, with its outcome, so that health, in-flight counts
 * and whatever is derived from them change with every decision. Three attempts per node are under way; latencies
 * are drawn, so scores move. Classic strategies have the window open; `least-latency` has the reference's window of 10, too. Those that weigh
 * nodes are measured with equal weights and with four different ones. Apart, after the others, stand those whose cost is that of the request's own
 * content: a prompt of 16 blocks, against nodes that have said what they hold; and a bound on latency of the request's own.
 */
import { CounterStream, SUBSYSTEM } from '@/lib/base/random';
import { OUTCOME_CODE } from '@/lib/fleet/outcome';
import type { NodeSnapshot } from '@/lib/fleet/snapshot';
import { ModelCatalog } from '@/lib/router/catalog';
import { CircuitBreaker } from '@/lib/router/circuit-breaker';
import { HealthChecker } from '@/lib/router/health';
import { NodeTable } from '@/lib/router/node-table';
import { ENTERPRISE_DEFAULT, type PolicySettings } from '@/lib/router/policies/table';
import { emptyQuery, emptyResult, type RouteQuery } from '@/lib/router/query';
import { Router } from '@/lib/router/router';
import { SETTINGS, type WindowSettings } from '@/lib/router/settings';
import { strategies, type StrategyId, type StrategySettings } from '@/lib/router/strategies/table';
import { strategySchema } from '@/lib/scenario/schema/router';

import type { BenchReport } from './bench-report';

const SIZES = [10, 100, 1_000, 10_000];
/** Long enough for a compiled loop to settle; this stretch is thrown away. */
const WARM_UP_MS = 250;
/** The best of several short stretches counts: whatever else the machine does only takes away. */
const STRETCHES = 6;
const STRETCH_MS = 100;
const CHUNK = 64;
const PROMPT = Uint32Array.from({ length: 16 }, (_, i) => i + 1);

export function bench(report: BenchReport): void {
  const ids = Object.keys(strategies) as StrategyId[];
  const line = (
    label: string,
    nodes: number,
    strategy: StrategySettings,
    window: WindowSettings,
    weights = 1,
    policies: readonly PolicySettings[] = ENTERPRISE_DEFAULT,
  ): void => {
    const decide = deciding(nodes, strategy, window, weights, policies);
    report({ bench: 'router', case: label, nodes, perSecond: Math.round(perSecond(decide)) });
  };
  for (const nodes of SIZES) {
    for (const id of ids.filter((one) => !strategies[one].walks))
      line(id, nodes, strategySchema.parse({ id }), SETTINGS.switchyard.window);
    for (const id of ['round-robin', 'least-request'])
      line(`${id}, weighted`, nodes, strategySchema.parse({ id }), SETTINGS.switchyard.window, 4);
    line('least-latency, window of 10', nodes, { id: 'least-latency' }, SETTINGS.reference.window);
  }
  for (const nodes of SIZES) {
    for (const id of ids.filter((one) => strategies[one].walks))
      line(id, nodes, strategySchema.parse({ id }), SETTINGS.switchyard.window);
    const policies = [...ENTERPRISE_DEFAULT, { kind: 'max-latency', weight: 1 } as const];
    line('least-latency, soft max latency', nodes, { id: 'least-latency' }, SETTINGS.switchyard.window, 1, policies);
  }
}

/** A router that has heard of every node, weights going round, and a call that makes one decision and reports one outcome. */
function deciding(
  count: number,
  strategy: StrategySettings,
  window: WindowSettings,
  weights: number,
  policies: readonly PolicySettings[],
): () => void {
  const nodes = new NodeTable();
  const catalog = new ModelCatalog(nodes);
  const health = new HealthChecker(SETTINGS.switchyard.health, nodes);
  for (let i = 0; i < count; i++) {
    catalog.register('model', `node-${i}`, `region-${i % 5}`, ['generate'], { slots: 8, weight: 1 + (i % weights) });
    health.register(`node-${i}`);
  }
  const breaker = new CircuitBreaker(SETTINGS.switchyard.breaker, nodes);
  const router = new Router({ strategy, policies, window }, catalog, health, breaker);
  const bounded = policies.some(({ kind }) => kind === 'max-latency') ? { maxLatencyMs: 900 } : {};
  const requestClass = router.requestClass({ capability: 'generate', privacy: 'internal', costTolerance: 50, ...bounded });
  const query: RouteQuery = { ...emptyQuery(), requestClass, tried: new Int32Array(8) };
  if (strategies[strategy.id].walks) {
    query.blocks = PROMPT;
    query.blockCount = PROMPT.length;
    for (let i = 0; i < count; i++) router.signals.report(i, saidBy(i), 0);
  }
  const result = emptyResult();
  const chance = new CounterStream(1);
  const under = new Int32Array(3 * count).fill(-1);
  let request = 0;
  return () => {
    const slot = request++ % under.length;
    query.key = Math.imul(request, 0x9e3779b1) >>> 0;
    const oldest = under[slot]!;
    if (oldest !== -1) router.ended(oldest, OUTCOME_CODE.ok, 20 + (query.key % 800), false, 0, request);
    router.route(query, request, chance.aim(SUBSYSTEM.routing, request), result);
    router.started(result.deployment);
    under[slot] = result.deployment;
  };
}

/** Nodes hold none to all blocks of the prompt, and are loaded unevenly. */
function saidBy(node: number): NodeSnapshot {
  return {
    queued: node % 5,
    running: node % 9,
    kvUsedFraction: (node % 11) / 11,
    prefillBlocks: node % 40,
    decodeBlocks: node % 300,
    cachedBlocks: new Set(PROMPT.subarray(0, node % (PROMPT.length + 1))),
  };
}

function perSecond(decide: () => void): number {
  measure(decide, WARM_UP_MS);
  return Math.max(...Array.from({ length: STRETCHES }, () => measure(decide, STRETCH_MS)));
}

function measure(decide: () => void, forMs: number): number {
  const startedMs = performance.now();
  let made = 0;
  let nowMs = startedMs;
  while (nowMs < startedMs + forMs) {
    for (let i = 0; i < CHUNK; i++) decide();
    made += CHUNK;
    nowMs = performance.now();
  }
  return made / ((nowMs - startedMs) / 1_000);
}
