/**
 * Holds the product against recorded answers of the reference router (`federation-conformance/1`). Drives the product's own
 * classes with the reference's settings; the semantics are written down nowhere here. Scores must be equal to the last bit.
 */
import type { Capability } from '@/lib/fleet/model';
import type { PrivacyLevel } from '@/lib/fleet/request';
import { CounterStream, SUBSYSTEM } from '@/lib/base/random';
import { ModelCatalog } from '@/lib/router/catalog';
import { CircuitBreaker } from '@/lib/router/circuit-breaker';
import { HealthChecker } from '@/lib/router/health';
import { NodeTable } from '@/lib/router/node-table';
import { ENTERPRISE_DEFAULT, type PolicySettings } from '@/lib/router/policies/table';
import { Router } from '@/lib/router/router';
import { SETTINGS, type BreakerSettings, type HealthSettings } from '@/lib/router/settings';
import { pickShares } from '@/lib/router/strategies/weighted-random';

export interface ConformanceFailure {
  readonly id: string;
  readonly note: string;
  readonly expected: string;
  readonly actual: string;
}

export interface ConformanceResult {
  readonly passed: number;
  readonly failures: readonly ConformanceFailure[];
}

const SCHEMA = 'federation-conformance/1';
/** Of a probability of a weighted pool, whose sum the reference adds up in another order. */
const TOLERANCE = 1e-12;

interface HealthConfig {
  failure_threshold: number;
  recovery_threshold: number;
  degraded_latency: number;
}
interface BreakerConfig {
  failure_threshold: number;
  reset_timeout: number;
  half_open_successes: number;
}
type HealthEvent = 'register' | 'deregister' | 'fail' | number;
type BreakerEvent = [timeMs: number, event: string, node?: string];
type PolicyVector =
  | { kind: 'health'; weight: number }
  | { kind: 'latency'; weight: number; max_latency: number }
  | { kind: 'locality'; weight: number; same_region_boost: number }
  | { kind: 'privacy'; regions: Record<string, PrivacyLevel> }
  | { kind: 'cost'; weight: number; regions: Record<string, number> }
  | { kind: 'composite'; policies: PolicyVector[] };

interface HealthCase {
  id: string;
  note: string;
  config: HealthConfig;
  events: HealthEvent[];
  expect: (null | [string, number, number, number])[];
}

interface BreakerCase {
  id: string;
  note: string;
  config: BreakerConfig;
  events: BreakerEvent[];
  expect: ([string] | [string, boolean])[];
}

interface CandidateVector {
  node: string;
  region: string;
  estimated_latency: number;
  scores: Record<'latency' | 'throughput' | 'cost' | 'locality' | 'health' | 'total', number>;
  eligible: boolean;
  rejection: string | null;
}

interface RouterCase {
  id: string;
  note: string;
  catalog: (['register', string, string, string, Capability[]] | ['deregister', string, string])[];
  health: { config: HealthConfig; events: Record<string, HealthEvent[]> };
  breaker: { config: BreakerConfig; events: Record<string, BreakerEvent[]> };
  now: number;
  policy: 'enterprise_default' | PolicyVector[];
  router: { max_candidates: number; min_score: number };
  request: { capability: Capability; privacy: PrivacyLevel; cost_tolerance: number };
  expect: {
    candidates: CandidateVector[];
    error: string | null;
    winners: [string, string][];
    winners_reference?: [string, string][];
    weighted_pool: [string, string, number][] | null;
    breaker_after: Record<string, string>;
  };
}

/** What a case expected and what came instead; null when they agree. */
type Difference = { readonly expected: unknown; readonly actual: unknown } | null;

const KINDS = { router: runRouterCase, health: runHealthCase, breaker: runBreakerCase };

/**
 * Runs one file of vectors. Throws an `Error` that names the file and what is wrong with it when it is no such file; a case at which the
 * router throws, or that is none, is a failed case.
 */
export function runConformance(fileName: string, json: unknown): ConformanceResult {
  const file = json as { schema?: unknown; kind?: unknown; cases?: unknown; count?: unknown } | null;
  if (typeof file !== 'object' || file === null) throw new Error(`${fileName}: not a JSON object.`);
  if (file.schema !== SCHEMA) throw new Error(`${fileName}: schema ${JSON.stringify(file.schema)} is not ${SCHEMA}.`);
  if (!Array.isArray(file.cases)) throw new Error(`${fileName}: "cases" is not a list.`);
  if (file.count !== file.cases.length) throw new Error(`${fileName}: "count" says ${String(file.count)}, but there are ${file.cases.length} cases.`);
  const kind = file.kind;
  if (typeof kind !== 'string' || !Object.hasOwn(KINDS, kind)) {
    throw new Error(`${fileName}: kind ${JSON.stringify(kind)} is none of ${Object.keys(KINDS).join(', ')}.`);
  }
  const run = KINDS[kind as keyof typeof KINDS] as (vector: { id: string; note: string }) => Difference;
  const failures: ConformanceFailure[] = [];
  (file.cases as ({ id?: unknown; note?: unknown } | null)[]).forEach((vector, i) => {
    const id = typeof vector?.id === 'string' ? vector.id : `case ${i + 1}`;
    const note = typeof vector?.note === 'string' ? vector.note : '';
    try {
      const difference = run(vector as { id: string; note: string });
      if (difference === null) return;
      const { expected, actual } = difference;
      failures.push({ id, note, expected: JSON.stringify(expected), actual: JSON.stringify(actual) });
    } catch (cause) {
      failures.push({ id, note, expected: 'a case that can be run', actual: String(cause) });
    }
  });
  return { passed: file.cases.length - failures.length, failures };
}

function runHealthCase({ config, events, expect }: HealthCase): Difference {
  const health = new HealthChecker(healthSettings(config));
  if (expect.length !== events.length) throw new Error(`${events.length} events, but ${expect.length} answers`);
  for (let i = 0; i < events.length; i++) {
    applyHealth(health, 'n0', events[i]!);
    const node = health.nodes.indexOf('n0');
    const record = node === -1 ? null : health.record(node);
    const actual = record && [record.state, record.smoothedLatencyMs, record.successesInRow, record.failuresInRow];
    if (!same(actual, expect[i])) return { expected: { step: i, record: expect[i] }, actual: { step: i, record: actual } };
  }
  return null;
}

function runBreakerCase({ config, events, expect }: BreakerCase): Difference {
  const breaker = new CircuitBreaker(breakerSettings(config));
  if (expect.length !== events.length) throw new Error(`${events.length} events, but ${expect.length} answers`);
  for (let i = 0; i < events.length; i++) {
    const [timeMs, event, node = 'n0'] = events[i]!;
    const blocked = applyBreaker(breaker, node, event, timeMs);
    const state = spelled(breaker.at(breaker.nodes.intern(node)).kind);
    const actual = event === 'check' ? [state, blocked] : [state];
    if (!same(actual, expect[i])) return { expected: { step: i, answer: expect[i] }, actual: { step: i, answer: actual } };
  }
  return null;
}

function runRouterCase(vector: RouterCase): Difference {
  const nodes = new NodeTable();
  const catalog = new ModelCatalog(nodes);
  for (const operation of vector.catalog) {
    if (operation[0] === 'register') catalog.register(operation[1], operation[2], operation[3], operation[4]);
    else catalog.deregister(operation[1], operation[2]);
  }
  const health = new HealthChecker(healthSettings(vector.health.config), nodes);
  for (const [node, events] of Object.entries(vector.health.events)) for (const event of events) applyHealth(health, node, event);
  const breaker = new CircuitBreaker(breakerSettings(vector.breaker.config), nodes);
  for (const [node, events] of Object.entries(vector.breaker.events)) {
    for (const [timeMs, event] of events) applyBreaker(breaker, node, event, timeMs);
  }
  const router = new Router(
    {
      strategy: { id: 'least-latency' },
      policies: vector.policy === 'enterprise_default' ? ENTERPRISE_DEFAULT : vector.policy.map(policySettings),
      window: { maxCandidates: vector.router.max_candidates, minScore: vector.router.min_score },
    },
    catalog,
    health,
    breaker,
  );
  const { capability, privacy, cost_tolerance: costTolerance } = vector.request;
  const request = { requestId: vector.id, capability, qos: { privacy, costTolerance } };
  const { expect } = vector;

  const candidates = router.getCandidates(request, vector.now).map(
    ({ target, scores, eligible, rejection }): CandidateVector => ({
      node: target.node,
      region: target.region,
      estimated_latency: target.estimatedLatencyMs,
      scores: { ...scores },
      eligible,
      rejection,
    }),
  );
  const difference = sameMultiset(candidates, expect.candidates);
  if (difference !== null) return difference;

  const decision = router.decide(request, vector.now, new CounterStream(0).aim(SUBSYSTEM.routing, 0));
  const error = decision.kind === 'refused' ? decision.error.kind : null;
  if (error !== expect.error) return { expected: { error: expect.error }, actual: { error } };
  if (decision.kind === 'routed') {
    const { node, region } = decision.decision.target;
    const winners = expect.winners_reference ?? expect.winners;
    if (!winners.some((winner) => same(winner, [node, region]))) return { expected: { winners }, actual: { winner: [node, region] } };
  }

  if (expect.weighted_pool !== null) {
    const pool = router.poolFor(request, vector.now);
    const shares = new Map<string, number>();
    pickShares(pool).forEach((share, place) => {
      const name = JSON.stringify([pool.nodeId(place), catalog.regionIdOf(pool.at(place))]);
      shares.set(name, (shares.get(name) ?? 0) + share);
    });
    const agree =
      shares.size === expect.weighted_pool.length &&
      expect.weighted_pool.every(([node, region, share]) => Math.abs((shares.get(JSON.stringify([node, region])) ?? -1) - share) <= TOLERANCE);
    if (!agree) return { expected: { weighted_pool: expect.weighted_pool }, actual: { weighted_pool: [...shares] } };
  }

  for (const [node, after] of Object.entries(expect.breaker_after)) {
    const actual = spelled(breaker.at(nodes.intern(node)).kind);
    if (actual !== after) return { expected: { breaker_after: { [node]: after } }, actual: { breaker_after: { [node]: actual } } };
  }
  return null;
}

function healthSettings(config: HealthConfig): HealthSettings {
  return {
    ...SETTINGS.reference.health,
    failureThreshold: config.failure_threshold,
    recoveryThreshold: config.recovery_threshold,
    degradedLatencyMs: config.degraded_latency,
  };
}

function breakerSettings(config: BreakerConfig): BreakerSettings {
  return {
    ...SETTINGS.reference.breaker,
    failureThreshold: config.failure_threshold,
    openMs: config.reset_timeout,
    halfOpenSuccesses: config.half_open_successes,
  };
}

function policySettings(policy: PolicyVector): PolicySettings {
  switch (policy.kind) {
    case 'health':
      return policy;
    case 'latency':
      return { kind: 'latency', weight: policy.weight, maxLatencyMs: policy.max_latency };
    case 'locality':
      return { kind: 'locality', weight: policy.weight, boost: policy.same_region_boost, signal: 'constant', farMs: 300 };
    case 'privacy':
      return { kind: 'privacy', regions: Object.entries(policy.regions).map(([id, privacy]) => ({ id, privacy })) };
    case 'cost':
      return { kind: 'cost', weight: policy.weight, regions: Object.entries(policy.regions).map(([id, cost]) => ({ id, cost })) };
    case 'composite':
      return { kind: 'composite', policies: policy.policies.map(policySettings) };
  }
}

function applyHealth(health: HealthChecker, node: string, event: HealthEvent): void {
  if (event === 'register') health.register(node);
  else if (event === 'deregister') health.deregister(node);
  else if (event === 'fail') health.reportFailure(node);
  else health.reportSuccess(node, event);
}

/** Answers what a check answers; false for the others. */
function applyBreaker(breaker: CircuitBreaker, node: string, event: string, timeMs: number): boolean {
  if (event === 'check') return breaker.isOpen(node, timeMs);
  if (event === 'ok') breaker.reportSuccess(node, timeMs);
  else if (event === 'fail') breaker.reportFailure(node, timeMs);
  else if (event !== 'state') throw new Error(`${event} is none of check, ok, fail, state`);
  return false;
}

/** The vectors' spelling of a breaker state. */
function spelled(state: string): string {
  return state === 'half-open' ? 'half_open' : state;
}

/** Deep equality of JSON values, whatever the order of keys. */
function same(a: unknown, b: unknown): boolean {
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return a === b;
  const keys = Object.keys(a);
  if (keys.length !== Object.keys(b).length) return false;
  return keys.every((key) => Object.hasOwn(b, key) && same(a[key as never], b[key as never]));
}

/** Pairs each actual value with an equal expected one; reports what is left over on both sides. */
function sameMultiset(actual: readonly unknown[], expected: readonly unknown[]): Difference {
  const left = [...expected];
  const extra = actual.filter((value) => {
    const at = left.findIndex((other) => same(value, other));
    if (at !== -1) left.splice(at, 1);
    return at === -1;
  });
  return extra.length === 0 && left.length === 0 ? null : { expected: left, actual: extra };
}
