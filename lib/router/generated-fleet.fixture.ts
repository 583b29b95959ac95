/** Generated fleets for property tests: any settings, and whatever a script of requests, ends, probes and statuses has made of them. */
import fc from 'fast-check';
import { CounterStream, SUBSYSTEM } from '@/lib/base/random';
import { DEPLOYMENT_STATUSES } from '@/lib/fleet/deployment';
import { OUTCOMES, OUTCOME_CODE } from '@/lib/fleet/outcome';
import { PRIVACY_LEVELS } from '@/lib/fleet/request';
import type { NodeSnapshot } from '@/lib/fleet/snapshot';
import { CircuitBreaker } from './circuit-breaker';
import { ModelCatalog } from './catalog';
import { HealthChecker } from './health';
import { NodeTable } from './node-table';
import type { PolicySettings } from './policies/table';
import { emptyQuery, emptyResult, type RouteQuery, type RouteResult } from './query';
import { Router, type RouterConfig } from './router';
import { SETTINGS, type EjectionSettings } from './settings';
import { strategies, type StrategyId, type StrategySettings } from './strategies/table';
import { usualSettings } from './strategies/usual-settings.fixture';

export const REGIONS = ['near', 'far', 'wide'];

const weight = fc.constantFrom(-1.5, 0, 0.3, 1, 2, 7);
/** Hard less often, so that most situations still have somebody to choose from. */
const anyMode = fc.constantFrom('reference' as const, 'reference' as const, 'soft' as const, 'hard' as const);
const mode = fc.constantFrom('soft' as const, 'soft' as const, 'soft' as const, 'hard' as const);
const leaf = fc.oneof(
  fc.record({ kind: fc.constant('health' as const), weight, mode: anyMode }),
  fc.record({
    kind: fc.constant('latency' as const),
    weight,
    maxLatencyMs: fc.constantFrom(60, 700, 5_000, 5_000),
    mode: anyMode,
  }),
  fc.record({
    kind: fc.constant('privacy' as const),
    weight,
    regions: fc.constantFrom([], [{ id: 'far', privacy: 'public' as const }]),
    mode: anyMode,
  }),
  fc.record({
    kind: fc.constant('locality' as const),
    weight,
    boost: fc.constantFrom(0, 0.3, 1),
    signal: fc.constantFrom('constant' as const, 'round-trip' as const),
    farMs: fc.constant(300),
  }),
  fc.record({
    kind: fc.constant('cost' as const),
    weight,
    regions: fc.constantFrom(
      [],
      [
        { id: 'near', cost: 0.9 },
        { id: 'wide', cost: 0.2 },
      ],
    ),
    mode,
  }),
  fc.record({
    kind: fc.constant('load' as const),
    weight,
    fullAt: fc.constantFrom(0.5, 2),
    signal: fc.constantFrom('in-flight' as const, 'reported' as const),
    mode,
  }),
  fc.record({ kind: fc.constant('throughput' as const), weight, fullPerS: fc.constantFrom(4, 30, 1_000), mode }),
  fc.record({ kind: fc.constant('max-latency' as const), weight, mode }),
  fc.record({ kind: fc.constant('gpu' as const), weight, mode }),
  fc.record({ kind: fc.constant('cache' as const), weight }),
);

/** What a request may ask beside its privacy level, its cost tolerance and its origin. */
export const BOUNDS_MS = [null, null, 150, 900];
export const LEAST_PER_S = [null, null, 5, 40];
export const PRICES = [null, null, 0.05, 0.4, 0.8];
export const PROMPTS: readonly (readonly number[])[] = [[], [], [1], [1, 2, 3, 4], [5, 6]];
/** What nodes say that they have cached. */
export const CACHES: readonly (readonly number[])[] = [[], [1, 2], [1, 2, 3, 4], [5], [2, 3, 4]];

export const policies: fc.Arbitrary<readonly PolicySettings[]> = fc.array(
  fc.oneof(
    { weight: 6, arbitrary: leaf },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('composite' as const), policies: fc.array(leaf, { maxLength: 3 }) }) },
  ),
  { maxLength: 6 },
);

export const anyStrategy: fc.Arbitrary<StrategySettings> = fc.constantFrom(
  ...(Object.keys(strategies) as StrategyId[]).flatMap((id) => usualSettings(id)),
);

const steps = fc.array(
  fc.record({
    what: fc.constantFrom<'send' | 'end' | 'fail-node' | 'probe' | 'report' | 'status'>(
      ...(['send', 'send', 'send', 'end', 'end', 'fail-node', 'probe', 'report', 'report', 'status'] as const),
    ),
    which: fc.nat(50),
    outcome: fc.constantFrom(...OUTCOMES, 'ok' as const, 'error' as const),
    latencyMs: fc.constantFrom(3, 45, 200, 1_500),
    afterMs: fc.nat(40),
  }),
  { maxLength: 60 },
);
export type Script = typeof steps extends fc.Arbitrary<infer T> ? T : never;

export interface Situated {
  readonly set: keyof typeof SETTINGS;
  readonly ejection: Pick<EjectionSettings, 'maxEjectedFraction' | 'panicFraction'> | null;
  readonly nodes: readonly {
    readonly region: string;
    readonly slots: number;
    readonly known: boolean;
    readonly models: number;
    readonly price: number | null;
    readonly gpu: boolean;
  }[];
  readonly config: RouterConfig;
  readonly script: Script;
  readonly ask: {
    readonly key: number;
    readonly tried: readonly number[];
    readonly waitMs: number;
    readonly privacy: number;
    readonly costTolerance: number;
    readonly origin: string | null;
    readonly maxLatencyMs: number | null;
    readonly minThroughput: number | null;
    readonly preferGpu: boolean;
    readonly blocks: readonly number[];
  };
}

export const situations: fc.Arbitrary<Situated> = fc.record({
  set: fc.constantFrom('reference' as const, 'switchyard' as const),
  ejection: fc.option(fc.record({ maxEjectedFraction: fc.constantFrom(0.3, 1), panicFraction: fc.constantFrom(0, 0.6, 1) }), {
    nil: null,
    freq: 1,
  }),
  nodes: fc.array(
    fc.record({
      region: fc.constantFrom(...REGIONS),
      slots: fc.constantFrom(1, 4),
      known: fc.constantFrom(true, true, true, false),
      models: fc.constantFrom(1, 1, 1, 2),
      price: fc.constantFrom(...PRICES),
      gpu: fc.constantFrom(true, true, false),
    }),
    { minLength: 1, maxLength: 9 },
  ),
  config: fc.record({
    strategy: anyStrategy,
    policies,
    window: fc.record({
      maxCandidates: fc.option(fc.integer({ min: 1, max: 6 })),
      minScore: fc.option(fc.constantFrom(-1, 0.1, 0.5)),
    }),
  }),
  script: steps,
  ask: fc.record({
    key: fc.integer({ min: 0, max: 0xffffffff }),
    tried: fc.array(fc.nat(8), { maxLength: 3 }),
    waitMs: fc.constantFrom(0, 30, 200),
    privacy: fc.constantFrom(0, 1, 1, 1, 2),
    costTolerance: fc.constantFrom(10, 50, 80),
    origin: fc.option(fc.constantFrom(...REGIONS)),
    maxLatencyMs: fc.constantFrom(...BOUNDS_MS),
    minThroughput: fc.constantFrom(...LEAST_PER_S),
    preferGpu: fc.boolean(),
    blocks: fc.constantFrom(...PROMPTS),
  }),
});

export function aim(entity: number): CounterStream {
  return new CounterStream(5).aim(SUBSYSTEM.routing, entity);
}

export const roundTripMs = (origin: string, region: string): number =>
  origin === region ? 2 : 40 * (origin.length + region.length);

/** A fresh router in the situation, the request to ask about, and the time. Breakers open for 50 ms, leases run 90 ms. */
export function situate(of: Situated): { readonly router: Router; readonly query: RouteQuery; readonly nowMs: number } {
  const nodes = new NodeTable();
  const catalog = new ModelCatalog(nodes);
  const set = SETTINGS[of.set];
  const health = new HealthChecker({ ...set.health, degradedLatencyMs: 100 }, nodes);
  const probes = set.breaker.probes && { max: 2, leaseMs: 90 };
  const ejection = of.ejection && { alwaysOne: false, sweepMs: null, successRate: null, failureShare: null, ...of.ejection };
  const rules = { ...set.breaker, failureThreshold: 2, openMs: 50, halfOpenSuccesses: 2, probes, ejection };
  const breaker = new CircuitBreaker(rules, nodes);
  of.nodes.forEach(({ region, known, models, ...facts }, i) => {
    for (let model = 0; model < models; model++) catalog.register(`model-${model}`, `node-${i}`, region, ['generate'], facts);
    if (known) health.register(`node-${i}`);
  });
  const router = new Router({ ...of.config, roundTripMs }, catalog, health, breaker);
  const requestClass = router.requestClass({
    capability: 'generate',
    privacy: PRIVACY_LEVELS[of.ask.privacy]!,
    costTolerance: of.ask.costTolerance,
    origin: of.ask.origin ?? undefined,
    maxLatencyMs: of.ask.maxLatencyMs ?? undefined,
    minThroughput: of.ask.minThroughput ?? undefined,
    preferGpu: of.ask.preferGpu,
  });
  const blocks = Uint32Array.from(of.ask.blocks);
  const query: RouteQuery = { ...emptyQuery(), requestClass, key: of.ask.key, blocks, blockCount: blocks.length };
  const nowMs = play(router, of.script, query, 0);
  const tried = Int32Array.from(of.ask.tried.filter((node) => node < of.nodes.length));
  return { router, query: { ...query, tried, triedCount: tried.length, attempt: tried.length }, nowMs: nowMs + of.ask.waitMs };
}

/** What a node says, whatever the number: every third says nothing but its load and its cache, every seventh not even that. */
export function said(number: number): NodeSnapshot {
  const talks = number % 3 > 0;
  return {
    queued: number % 4,
    running: number % 5,
    kvUsedFraction: talks ? (number % 11) / 10 : null,
    prefillBlocks: talks ? number % 7 : null,
    decodeBlocks: talks ? number % 9 : null,
    cachedBlocks: number % 7 === 0 ? null : new Set(CACHES[number % CACHES.length]),
  };
}

/** Plays a script from a time on; answers the time at its end. */
export function play(router: Router, script: Script, query: RouteQuery, fromMs: number): number {
  let nowMs = fromMs;
  const under: { readonly sent: RouteResult; readonly sinceMs: number }[] = [];
  script.forEach(({ what, which, outcome, latencyMs, afterMs }, i) => {
    nowMs += afterMs;
    const node = which % router.catalog.nodes.size;
    if (what === 'send') {
      const sent = emptyResult();
      router.route({ ...query, key: which * 77_777_777 }, nowMs, aim(i), sent);
      if (sent.deployment === -1) return;
      router.started(sent.deployment);
      under.push({ sent, sinceMs: nowMs });
    } else if (what === 'end') {
      const [ended] = under.splice(which % Math.max(1, under.length), 1);
      if (ended === undefined) return;
      const { deployment, probe, epoch } = ended.sent;
      router.ended(deployment, OUTCOME_CODE[outcome], probe ? nowMs - ended.sinceMs : latencyMs, probe, epoch, nowMs);
    } else if (what === 'fail-node') {
      router.health.failed(node);
      router.breaker.failed(node, nowMs);
    } else if (what === 'report') router.signals.report(node, said(which), nowMs);
    else if (what === 'status')
      router.catalog.setStatus(which % router.catalog.size, DEPLOYMENT_STATUSES[(which >> 1) % DEPLOYMENT_STATUSES.length]!);
    else router.probed(node, outcome === 'ok', latencyMs, nowMs);
  });
  return nowMs;
}
