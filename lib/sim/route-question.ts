/**
 * One routing question from outside: a fleet as a scenario writes it, what the router knows of its nodes, and a request in; the
 * receipt out. The router that answers is the simulation's own, built the same way.
 */
import { z } from 'zod';

import { CounterStream, SUBSYSTEM } from '@/lib/base/random';
import { fail, ok, problem, type Problem, type Result } from '@/lib/base/result';
import { HEALTH_CODE, type NodeSnapshot, type Signal } from '@/lib/fleet/snapshot';
import { isCapability } from '@/lib/fleet/model';
import { PRIVACY_LEVELS } from '@/lib/fleet/request';
import { CLOSED, type Breaker } from '@/lib/router/breaker';
import type { Receipt } from '@/lib/router/decision';
import type { Router } from '@/lib/router/router';
import { nodesOf } from '@/lib/scenario/nodes';
import { parseScenario } from '@/lib/scenario/parse';
import { plainCopy } from '@/lib/scenario/plain';
import { problemsOf, ruleOf } from '@/lib/scenario/problems';
import { LIMITS } from '@/lib/scenario/limits';
import type { Scenario } from '@/lib/scenario/schema';
import { workloadSchema } from '@/lib/scenario/schema/workload';
import type { Reported } from '@/lib/scenario/signals';
import { listed } from '@/lib/scenario/words';

import { buildRouter } from './build-router';

/** A receipt of so many candidates is about 700 KB and takes some ten ms, during which a server answers nobody else. */
const MOST_NODES = 1_000;

const timeMs = z
  .number()
  .min(0)
  .max(LIMITS.durationMs * 1_000);
const count = z.int().min(0).max(1_000_000);

/** Of a prompt, and of a node's cache. At 16 tokens a block, a prompt of 8,192 tokens. */
const MOST_BLOCKS = 512;
const blocks = z.array(z.int().min(0).max(0xffffffff)).max(MOST_BLOCKS);

/** What a node says of its engine; a key that is left out, it does not say. */
const signalsSchema = z.strictObject({
  queued: count,
  running: count,
  kvUsedFraction: z.number().min(0).max(1).optional(),
  prefillBlocks: count.optional(),
  decodeBlocks: count.optional(),
  /** Hashes of the prompt blocks in its cache, as in the request's `promptBlocks`. */
  cachedBlocks: blocks.optional(),
});

const nodeStateSchema = z.strictObject({
  node: z.string(),
  inFlight: z.int().min(0).max(10_000).default(0),
  /** Left out: the node has said nothing yet. */
  signals: signalsSchema.optional(),
  /** Left out: as a registration under the scenario's health settings leaves it. */
  health: z
    .strictObject({
      state: z.enum(['healthy', 'degraded', 'unhealthy', 'unknown']),
      smoothedLatencyMs: count,
      successesInRow: count.default(0),
      failuresInRow: count.default(0),
    })
    .optional(),
  breaker: z
    .discriminatedUnion('state', [
      z.strictObject({ state: z.literal('closed'), failures: count.default(0) }),
      z.strictObject({ state: z.literal('open'), untilMs: timeMs, failures: count.default(0) }),
      z.strictObject({
        state: z.literal('half-open'),
        sinceMs: timeMs.default(0),
        successes: count.default(0),
        failures: count.default(0),
        /** When each lent probe slot returns by itself. */
        leasesUntilMs: z.array(timeMs).max(1_000).default([]),
      }),
    ])
    .optional(),
});

const requestSchema = z.strictObject({
  requestId: z.string().max(200).default('request'),
  capability: z
    .string()
    .refine((text) => isCapability(text), 'must be transcribe, synthesize, generate, code, embed, image_gen or custom:<name>')
    .transform((text) => text),
  origin: z.string().optional(),
  session: z.string().max(200).optional(),
  tenant: z.string().max(200).optional(),
  privacy: z.enum(PRIVACY_LEVELS).default('internal'),
  costTolerance: z.int().min(0).max(255).default(50),
  maxLatencyMs: workloadSchema.shape.maxLatencyMs,
  minThroughput: workloadSchema.shape.minThroughput,
  preferGpu: workloadSchema.shape.preferGpu,
  triedNodes: z.array(z.string()).max(100).default([]),
  /** Hashes of the prompt's blocks in order, each over the block and all before it. */
  promptBlocks: blocks.default([]),
});

/** The keys of a scenario that a question may hold, and what is its own. */
const questionSchema = z.strictObject({
  regions: z.unknown(),
  network: z.unknown().optional(),
  models: z.unknown(),
  groups: z.unknown(),
  router: z.unknown().optional(),
  health: z.unknown().optional(),
  breaker: z.unknown().optional(),
  /** What is known of single nodes; a node that is not listed is as freshly registered. */
  nodes: z.array(nodeStateSchema).max(1_000).default([]),
  request: requestSchema,
  nowMs: timeMs.default(0),
  seed: z.int().min(0).max(LIMITS.seed).default(42),
});

type NodeState = z.output<typeof nodeStateSchema>;

/** Answers a question, or the problems that it has, in the words of the scenario's own door. Never throws. O(nodes). */
export function answerRouteQuestion(raw: unknown): Result<Receipt> {
  const copy = plainCopy(raw);
  if (!copy.ok) return copy;
  const parsed = questionSchema.safeParse(copy.value.value, { error: ruleOf });
  if (!parsed.success) return refused(problemsOf(parsed.error.issues, copy.value));
  const { nodes, request, nowMs, seed, ...fleet } = parsed.data;
  const scenario = parseScenario({ version: 1, ...fleet, workload: [standIn(fleet)] }, statedBy(nodes));
  if (!scenario.ok) return scenario;
  const size = scenario.value.groups.reduce((sum, group) => sum + group.count, 0);
  if (size > MOST_NODES) return refused([problem('groups', size, `must come to at most ${MOST_NODES} nodes in a question`)]);
  const names = new Map<string, number>(nodesOf(scenario.value).map(({ node }, i) => [node, i]));
  const strangers = [...unknownNodes(names, nodes, request.triedNodes), ...unknownOrigin(scenario.value, request.origin)];
  if (strangers.length > 0) return refused(strangers);
  const { router, nodeOfDeployment } = buildRouter(scenario.value, nodesOf(scenario.value));
  know(router, nodeOfDeployment, names, nodes, nowMs);
  const { privacy, costTolerance, maxLatencyMs, minThroughput, preferGpu, origin, session, tenant, ...rest } = request;
  const asked = {
    ...rest,
    ...(origin === undefined ? {} : { origin }),
    ...(session === undefined ? {} : { session }),
    ...(tenant === undefined ? {} : { tenant }),
    qos: {
      privacy,
      costTolerance,
      ...(maxLatencyMs === null ? {} : { maxLatencyMs }),
      ...(minThroughput === null ? {} : { minThroughput }),
      preferGpu,
    },
  };
  return ok(router.explainRequest(asked, nowMs, new CounterStream(seed).aim(SUBSYSTEM.routing, 0)));
}

/** A scenario needs traffic; a question has none, so a class stands in that any fleet serves. It is never run. */
function standIn(fleet: { readonly regions: unknown; readonly models: unknown }): unknown {
  const region = first(fleet.regions)?.['id'];
  const capabilities = first(fleet.models)?.['capabilities'];
  return {
    id: 'question',
    capability: Array.isArray(capabilities) ? (capabilities[0] as unknown) : 'generate',
    origins: [{ region, weight: 1 }],
    arrivals: { kind: 'poisson', ratePerS: 0 },
    service: { kind: 'constant', meanMs: 1 },
  };
}

/** In a question a node reports what the question says of it, and its engine adds nothing. */
function statedBy(nodes: readonly NodeState[]): Reported {
  const signals = new Set<Signal>();
  for (const { signals: said } of nodes) {
    if (said === undefined) continue;
    signals.add('queued').add('running');
    if (said.kvUsedFraction !== undefined) signals.add('kv-used');
    if (said.prefillBlocks !== undefined) signals.add('prefill-blocks');
    if (said.decodeBlocks !== undefined) signals.add('decode-blocks');
    if (said.cachedBlocks !== undefined) signals.add('cached-blocks');
  }
  const words =
    signals.size === 0 ? 'the question states no nodes[].signals' : `its nodes[].signals state ${listed([...signals])}`;
  return { signals, words };
}

function snapshotOf(said: NonNullable<NodeState['signals']>): NodeSnapshot {
  return {
    queued: said.queued,
    running: said.running,
    kvUsedFraction: said.kvUsedFraction ?? null,
    prefillBlocks: said.prefillBlocks ?? null,
    decodeBlocks: said.decodeBlocks ?? null,
    cachedBlocks: said.cachedBlocks === undefined ? null : new Set(said.cachedBlocks),
  };
}

function first(list: unknown): Record<string, unknown> | undefined {
  const head: unknown = Array.isArray(list) ? list[0] : undefined;
  return typeof head === 'object' && head !== null ? (head as Record<string, unknown>) : undefined;
}

function unknownNodes(names: ReadonlyMap<string, number>, nodes: readonly NodeState[], tried: readonly string[]): Problem[] {
  const rule = 'must be the id of a node of this fleet';
  const problems: Problem[] = [];
  const seen = new Set<string>();
  nodes.forEach(({ node }, i) => {
    if (!names.has(node)) problems.push(problem(`nodes[${i}].node`, node, rule));
    else if (seen.has(node)) problems.push(problem(`nodes[${i}].node`, node, 'must be listed once'));
    seen.add(node);
  });
  tried.forEach((node, i) => {
    if (!names.has(node)) problems.push(problem(`request.triedNodes[${i}]`, node, rule));
  });
  return problems;
}

function unknownOrigin(scenario: Scenario, origin: string | undefined): Problem[] {
  if (origin === undefined || scenario.regions.some(({ id }) => id === origin)) return [];
  return [problem('request.origin', origin, 'must be the id of a region of this fleet')];
}

/** Puts into the router what the question says it knows. */
function know(
  router: Router,
  nodeOfDeployment: Int32Array,
  names: ReadonlyMap<string, number>,
  nodes: readonly NodeState[],
  nowMs: number,
): void {
  const health = router.health.save();
  const breaker = router.breaker.save();
  const known = [...breaker.breakers];
  for (const state of nodes) {
    const node = names.get(state.node)!;
    if (state.health !== undefined) {
      health.status[node] = HEALTH_CODE[state.health.state];
      health.smoothedMs[node] = state.health.smoothedLatencyMs;
      health.successes[node] = state.health.successesInRow;
      health.failures[node] = state.health.failuresInRow;
    }
    if (state.breaker !== undefined) known[node] = breakerOf(state.breaker);
    if (state.signals !== undefined) router.signals.report(node, snapshotOf(state.signals), nowMs);
    const deployment = nodeOfDeployment.indexOf(node);
    for (let i = 0; i < state.inFlight; i++) router.started(deployment);
  }
  router.health.restore(health);
  router.breaker.restore({ ...breaker, breakers: known });
}

function breakerOf(state: NonNullable<NodeState['breaker']>): Breaker {
  switch (state.state) {
    case 'closed':
      return state.failures === 0 ? CLOSED : { kind: 'closed', failures: state.failures };
    case 'open':
      return { kind: 'open', failures: state.failures, untilMs: state.untilMs };
    case 'half-open': {
      const leases = [...state.leasesUntilMs].sort((a, b) => a - b);
      return { kind: 'half-open', failures: state.failures, successes: state.successes, sinceMs: state.sinceMs, leases };
    }
  }
}

function refused(problems: readonly Problem[]): Result<never> {
  return fail(...(problems.slice(0, 20) as [Problem, ...Problem[]]));
}
