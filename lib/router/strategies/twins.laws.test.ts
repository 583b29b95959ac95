import fc from 'fast-check';
import { expect, it } from 'vitest';
import { lawRuns } from '@/lib/base/law-runs';
import { CounterStream, SUBSYSTEM, type RandomStream } from '@/lib/base/random';
import { OUTCOME_CODE, OUTCOMES, type Outcome } from '@/lib/fleet/outcome';
import { PRIVACY_LEVELS } from '@/lib/fleet/request';
import type { NodeSnapshot } from '@/lib/fleet/snapshot';
import { CircuitBreaker } from '../circuit-breaker';
import { ModelCatalog } from '../catalog';
import { ROUTE_ERROR } from '../decision';
import { exhaustive, type Asked } from '../exhaustive.fixture';
import { BOUNDS_MS, LEAST_PER_S, policies, PRICES, REGIONS, roundTripMs } from '../generated-fleet.fixture';
import { HealthChecker } from '../health';
import { NodeTable } from '../node-table';
import type { PolicySettings } from '../policies/table';
import { emptyQuery, emptyResult, type RouteQuery } from '../query';
import { Router } from '../router';
import { SETTINGS, type WindowSettings } from '../settings';
import { strategies, type StrategyId, type StrategySettings } from './table';
import { twins, type Twin, type TwinView } from './twins.fixture';
import { usualSettings } from './usual-settings.fixture';

interface Story {
  readonly set: keyof typeof SETTINGS;
  readonly nodes: number;
  readonly policies: readonly PolicySettings[];
  readonly window: WindowSettings;
  readonly variant: number;
  readonly seed: number;
}

const stories: fc.Arbitrary<Story> = fc.record({
  set: fc.constantFrom('reference' as const, 'switchyard' as const),
  nodes: fc.oneof(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 10, max: 70 })),
  policies,
  window: fc.oneof(
    fc.constant({ maxCandidates: null, minScore: null }),
    fc.record({
      maxCandidates: fc.option(fc.integer({ min: 1, max: 6 })),
      minScore: fc.option(fc.constantFrom(-1, 0.1, 0.5)),
    }),
  ),
  variant: fc.nat(100),
  seed: fc.nat(1_000_000),
});

const STEPS = 70;
const STORIES = 330;

/** A stream that can be brought to where another one is. */
class Counted implements RandomStream {
  count = 0;
  private readonly stream: RandomStream;

  constructor(stream: RandomStream) {
    this.stream = stream;
  }

  nextUnit(): number {
    this.count++;
    return this.stream.nextUnit();
  }

  nextBelow(n: number): number {
    this.count++;
    return this.stream.nextBelow(n);
  }

  skip(draws: number): this {
    for (let i = 0; i < draws; i++) this.nextUnit();
    return this;
  }
}

function loadOf(router: Router, deployment: number): number {
  const node = router.catalog.nodeOf[deployment]!;
  return router.signals.says(node, 'queued') ? router.signals.inSystem(node) : router.inFlight(node);
}

/** Tells a story of requests, ends, failures, probes, reports, changes of weights, of statuses and of the fleet; holds each decision against the twin's. */
function tell(story: Story, settings: StrategySettings): number {
  const twin = twins[settings.id] as Twin<StrategySettings>;
  const chance = new CounterStream(story.seed);
  let entity = 0;
  const below = (n: number): number => chance.aim(SUBSYSTEM.experiment, entity++).nextBelow(n);
  const pick = <T>(list: readonly T[]): T => list[below(list.length)]!;

  const table = new NodeTable();
  const catalog = new ModelCatalog(table);
  const set = SETTINGS[story.set];
  const health = new HealthChecker({ ...set.health, degradedLatencyMs: 100 }, table);
  const probes = set.breaker.probes && { max: 2, leaseMs: 90 };
  const breaker = new CircuitBreaker({ ...set.breaker, failureThreshold: 2, openMs: 50, halfOpenSuccesses: 2, probes }, table);
  const weights = below(2) === 0 ? [1] : [1, 2, 2, 0.5, 7];
  for (let i = 0; i < story.nodes; i++) {
    for (let model = 0; model <= (below(5) === 0 ? 1 : 0); model++) {
      catalog.register(`model-${model}`, `node-${i}`, pick(REGIONS), ['generate'], {
        slots: pick([1, 4]),
        weight: pick(weights),
        price: pick(PRICES),
        gpu: below(3) > 0,
      });
    }
    if (below(5) > 0) health.register(`node-${i}`);
  }
  let router = new Router(
    { strategy: settings, policies: story.policies, window: story.window, roundTripMs },
    catalog,
    health,
    breaker,
  );
  const windowed = story.window.maxCandidates !== null || story.window.minScore !== null;
  const under: { readonly deployment: number; readonly probe: boolean; readonly epoch: number; readonly sinceMs: number }[] = [];
  const heard: { deployment: number; outcome: Outcome; latencyMs: number; nowMs: number; load: number }[] = [];
  const earlier: TwinView['earlier'][number][] = [];
  const said = new Map<number, NodeSnapshot>();
  /** Prompts of a conversation are equal as far as both go. */
  const conversation = (name: number, length: number): number[] => Array.from({ length }, (_, i) => 1_000 * name + i);
  const report = (node: number): void => {
    const snapshot: NodeSnapshot = {
      queued: below(4),
      running: below(5),
      kvUsedFraction: pick([null, 0, 0.25, 0.9]),
      prefillBlocks: pick([null, 0, 7, 40]),
      decodeBlocks: pick([null, 0, 12, 30]),
      // Two conversations, of which one has lost blocks here and there.
      cachedBlocks: pick([
        null,
        new Set([...conversation(below(3), below(9)), ...conversation(below(3), 8).filter((_, i) => i !== below(8))]),
      ]),
    };
    said.set(node, snapshot);
    router.signals.report(node, snapshot, nowMs);
  };
  const result = emptyResult();
  let nowMs = 0;
  for (let node = 0; node < story.nodes; node++) if (below(3) > 0) report(node);
  let last = -1;
  let compared = 0;
  for (let step = 0; step < STEPS; step++) {
    nowMs += below(20);
    const what = below(24);
    if (what < 14) {
      const tried = Array.from({ length: below(4) === 0 ? 1 + below(3) : 0 }, () => below(story.nodes));
      const ask: Asked = {
        privacy: pick([1, 1, 1, 0, 2]),
        costTolerance: pick([10, 80]),
        origin: pick([null, ...REGIONS]),
        maxLatencyMs: pick(BOUNDS_MS),
        minThroughput: pick(LEAST_PER_S),
        preferGpu: below(2) === 0,
        blocks: conversation(below(3), below(10)),
        tried,
      };
      const requestClass = router.requestClass({
        capability: 'generate',
        privacy: PRIVACY_LEVELS[ask.privacy]!,
        costTolerance: ask.costTolerance,
        origin: ask.origin ?? undefined,
        maxLatencyMs: ask.maxLatencyMs ?? undefined,
        minThroughput: ask.minThroughput ?? undefined,
        preferGpu: ask.preferGpu,
      });
      const key = Math.imul(below(pick([9, 1_000])), 4_294_967) >>> 0;
      const query: RouteQuery = {
        ...emptyQuery(),
        requestClass,
        key,
        attempt: tried.length,
        tried: Int32Array.from(tried),
        triedCount: tried.length,
        blocks: Uint32Array.from(ask.blocks),
        blockCount: ask.blocks.length,
      };
      const { totals, accepted, untried, pool, error } = exhaustive(router, ask, nowMs);
      const inFlight = new Map([...totals.keys()].map((d) => [d, router.inFlight(catalog.nodeOf[d]!)]));
      const load = new Map([...totals.keys()].map((d) => [d, loadOf(router, d)]));
      const snapshots = new Map(said);
      const viewOf = (members: readonly number[]): TwinView => ({
        members: [...members].sort((a, b) => a - b),
        accepted,
        windowed,
        key,
        all: [...totals.keys()],
        nowMs,
        heard: [...heard],
        earlier: [...earlier],
        prompt: ask.blocks,
        snapshot: (d: number): NodeSnapshot | null => snapshots.get(catalog.nodeOf[d]!) ?? null,
        total: (d: number): number => totals.get(d)!,
        inFlight: (d: number): number => inFlight.get(d)!,
        load: (d: number): number => load.get(d)!,
        weight: (d: number): number => catalog.weightOf[d]!,
        nodeId: (d: number): string => catalog.nodeIdOf(d),
      });
      const aimed = (): CounterStream => new CounterStream(story.seed + 1).aim(SUBSYSTEM.routing, step);
      // A router whose untried nodes are all out asks its strategy again, with the stream where it is.
      const draws = new Counted(aimed());
      let view = viewOf(untried);
      let expected = twin(settings, view, draws, last);
      if (expected === -1 && tried.length > 0) {
        view = viewOf(pool);
        expected = twin(settings, view, draws, last);
      }
      router.route(query, nowMs, aimed(), result);
      if (!result.probe) {
        expect(result.deployment).toBe(expected);
        if (expected !== -1) {
          last = expected;
          const { count } = draws;
          earlier.push({ deployment: expected, view, afterwards: () => new Counted(aimed()).skip(count) });
        } else expect(result.error).toBe(ROUTE_ERROR[error]);
        compared++;
      }
      if (result.deployment === -1) continue;
      router.started(result.deployment);
      under.push({ deployment: result.deployment, probe: result.probe, epoch: result.epoch, sinceMs: nowMs });
    } else if (what < 18) {
      const [ended] = under.splice(below(Math.max(1, under.length)), 1);
      if (ended === undefined) continue;
      const latencyMs = ended.probe ? nowMs - ended.sinceMs : pick([3, 45, 200, 1_500]);
      const outcome = below(3) === 0 ? pick(OUTCOMES) : 'ok';
      router.ended(ended.deployment, OUTCOME_CODE[outcome], latencyMs, ended.probe, ended.epoch, nowMs);
      heard.push({ deployment: ended.deployment, outcome, latencyMs, nowMs, load: loadOf(router, ended.deployment) });
    } else if (what === 18) {
      const node = below(story.nodes);
      router.health.failed(node);
      router.breaker.failed(node, nowMs);
    } else if (what === 19) router.probed(below(story.nodes), below(3) > 0, pick([3, 200]), nowMs);
    else if (what === 20)
      router.setWeight(pick(['health', 'latency', 'load', 'cost', 'cache', 'throughput', 'privacy']), pick([-1, 0, 0.5, 3]));
    else if (what === 21) {
      const name = `node-${below(story.nodes)}`;
      const deployments = [...catalog.deployments()];
      const other = below(3);
      if (other === 0) catalog.deregister(`model-${below(2)}`, name);
      else if (other === 1 && deployments.length > 0)
        catalog.setStatus(pick(deployments), pick(['ready', 'ready', 'draining', 'loading', 'removed']));
      else catalog.register('model-1', name, pick(REGIONS), ['generate'], { slots: 2, weight: pick(weights) });
    } else if (what === 22) for (let i = 0; i < 3; i++) report(below(story.nodes));
    else {
      // Onto a router that has seen something else.
      const saved = router.save();
      router.probed(below(story.nodes), false, 3, nowMs);
      if (below(2) === 0) router = new Router({ ...router.config, policies: router.policies }, catalog, health, breaker);
      router.restore(saved);
    }
  }
  return compared;
}

for (const id of Object.keys(strategies) as StrategyId[]) {
  it(`${id} chooses as its exhaustive twin in more than 10,000 situations`, { timeout: 180_000 }, () => {
    const variants = usualSettings(id);
    let compared = 0;
    fc.assert(
      fc.property(stories, (story) => {
        compared += tell(story, variants[story.variant % variants.length]!);
      }),
      lawRuns(STORIES),
    );
    expect(compared).toBeGreaterThan(10_000);
  });
}
