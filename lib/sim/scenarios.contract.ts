/** Scenarios for tests: a plain builder, and an arbitrary of small, busy, broken fleets in which everything happens within seconds. */
import fc from 'fast-check';

import { BREAKER_SETS, type BreakerSetName } from '@/lib/router/breaker-sets';
import { parseScenario } from '@/lib/scenario/parse';
import type { Scenario, ScenarioInput } from '@/lib/scenario/schema';
import { DEFAULT_POLICIES } from '@/lib/scenario/schema/router';
import { withBreakerSet } from '@/lib/scenario/settings-set';

import { anyFault, place } from './faults.fixture';

export function scenarioOf(input: ScenarioInput): Scenario {
  const parsed = parseScenario(input);
  if (!parsed.ok) throw new Error(parsed.problems[0]!.message);
  return parsed.value;
}

/** A named set of breaker settings that lives through its whole cycle within seconds. */
function quick(name: BreakerSetName): ScenarioInput['breaker'] {
  const { breaker } = withBreakerSet(scenarioOf(oneNode({})), name);
  const { rate, growth, ejection } = breaker;
  return {
    ...breaker,
    openMs: breaker.openMs / 100,
    rate: rate && { ...rate, window: { kind: 'time', ms: 500 }, minimumCalls: 3, slow: { ms: 100, fraction: 0.8 } },
    growth: growth && { ...growth, capMs: 3_000, calmMs: 200, jitterFraction: 0.3 },
    ejection: ejection && {
      ...ejection,
      maxEjectedFraction: 0.7,
      sweepMs: ejection.sweepMs && 130.5,
      successRate: ejection.successRate && { minimumNodes: 2, minimumCalls: 3, deviations: 0.5 },
    },
  };
}

/** One region, one node, no round trip, nothing that times out, no policy that minds a long queue. */
export function oneNode(changes: {
  readonly slots?: number;
  readonly queueLimit?: number;
  readonly ratePerS?: number;
  readonly service?: ScenarioInput['workload'][number]['service'];
  readonly durationMs?: number;
  readonly rest?: Partial<ScenarioInput>;
}): ScenarioInput {
  return {
    version: 1,
    seed: 7,
    durationMs: changes.durationMs ?? 10_000,
    regions: [{ id: 'home' }],
    network: { localMs: 0 },
    models: [{ id: 'm', capabilities: ['generate'] }],
    groups: [
      {
        id: 'a',
        region: 'home',
        count: 1,
        models: ['m'],
        engine: { kind: 'slots', slots: changes.slots ?? 1, queueLimit: changes.queueLimit ?? 100_000 },
      },
    ],
    workload: [
      {
        id: 'w',
        origins: [{ region: 'home', weight: 1 }],
        arrivals: { kind: 'poisson', ratePerS: changes.ratePerS ?? 1 },
        service: changes.service ?? { kind: 'constant', meanMs: 100 },
      },
    ],
    router: { policies: [] },
    health: { probes: null },
    client: { timeoutMs: 3_600_000, retries: 0 },
    ...changes.rest,
  };
}

const STRATEGIES = [
  'least-latency',
  'least-connections',
  'round-robin',
  'weighted-random',
  'consistent-hash',
  'power-of-two',
  'random',
  'peak-ewma',
  'join-idle-queue',
  'least-request',
  'prequal',
] as const;
export type TimelineInput = NonNullable<ScenarioInput['timeline']>[number];

const entry = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      atMs: fc.integer({ min: 0, max: 4_000 }),
      lastsMs: fc.option(fc.integer({ min: 1, max: 2_500 })),
      broken: anyFault,
    }),
  },
  { weight: 1, arbitrary: fc.record({ atMs: fc.integer({ min: 0, max: 4_000 }), strategy: fc.constantFrom(...STRATEGIES) }) },
  { weight: 1, arbitrary: fc.record({ atMs: fc.integer({ min: 0, max: 4_000 }), ratePerS: fc.constantFrom(0, 10, 90) }) },
  { weight: 1, arbitrary: fc.record({ atMs: fc.integer({ min: 0, max: 4_000 }), weight: fc.constantFrom(0, 0.5, 3) }) },
  { weight: 1, arbitrary: fc.record({ atMs: fc.integer({ min: 0, max: 4_000 }), drained: place }) },
  {
    weight: 1,
    arbitrary: fc.record({
      atMs: fc.integer({ min: 0, max: 4_000 }),
      joined: place,
      loadingMs: fc.constantFrom(0, 300, 2_500.5),
    }),
  },
);

type ArrivalsInput = ScenarioInput['workload'][number]['arrivals'];

/** Every kind that has a rate, at this one. */
export const ratedArrivals = (ratePerS: number): readonly ArrivalsInput[] => [
  { kind: 'poisson', ratePerS },
  { kind: 'gamma', ratePerS, cv: 2.5 },
  { kind: 'deterministic', ratePerS },
  { kind: 'batch', ratePerS, size: 4 },
  { kind: 'batch', ratePerS, size: 2.5, sizes: 'geometric' },
  { kind: 'on-off', ratePerS: ratePerS * 2, onMs: 300, offMs: 400, offFraction: 0.1 },
  { kind: 'sinusoid', ratePerS, amplitude: 0.9, periodMs: 2_000, phase: 0.3 },
  {
    kind: 'curve',
    ratePerS,
    points: [
      { atMs: 500, factor: 0.5 },
      { atMs: 2_500, factor: 2 },
      { atMs: 2_500, factor: 1 },
    ],
  },
  {
    kind: 'curve',
    ratePerS,
    points: [
      { atMs: 200, factor: 2 },
      { atMs: 600, factor: 0 },
    ],
    between: 'step',
    repeatMs: 1_000,
  },
];

const TOKENS: NonNullable<ScenarioInput['workload'][number]['tokens']> = {
  input: { kind: 'lognormal', mean: 200, cv: 1 },
  output: { kind: 'exponential', mean: 80 },
};

/** A closed loop of users in both regions. */
export function agents(users: number): ScenarioInput['workload'][number] {
  return {
    id: 'agents',
    origins: [
      { region: 'east', weight: 1 },
      { region: 'west', weight: 1 },
    ],
    arrivals: { kind: 'closed-loop', users, think: { kind: 'erlang', meanMs: 120, phases: 2 } },
    service: { kind: 'hyperexponential', meanMs: 50, cv: 2 },
    tokens: TOKENS,
    sessions: 3,
  };
}

/** Beyond the reference's five. */
const MORE_POLICIES = [
  { kind: 'load', fullAt: 3, mode: 'hard' },
  { kind: 'throughput', fullPerS: 40 },
  { kind: 'max-latency', mode: 'hard' },
  { kind: 'gpu', weight: 0.5 },
] as const;

const FALLBACKS: readonly ScenarioInput['workload'][number]['fallbacks'][] = [
  [],
  [],
  [{ id: 'cheap', models: ['n'], costTolerance: 90 }],
  [
    { id: 'west', regions: ['west'] },
    { id: 'embed', capability: 'embed', privacy: 'public' },
  ],
];

const BACKOFFS: readonly NonNullable<NonNullable<ScenarioInput['client']>['backoff']>[] = [
  { kind: 'none' },
  { kind: 'fixed', ms: 20 },
  { kind: 'linear', ms: 30 },
  { kind: 'exponential', ms: 10, factor: 3, capMs: 60, jitter: 'none' },
  { kind: 'exponential', ms: 40 },
  { kind: 'decorrelated', ms: 15, capMs: 200 },
];

const engineKind = fc.constantFrom('slots' as const, 'slots' as const, 'shared' as const, 'limited' as const);

function engineOf(
  kind: 'slots' | 'shared' | 'limited',
  slots: number,
  queueLimit: number,
): ScenarioInput['groups'][number]['engine'] {
  if (kind === 'slots') return { kind, slots, queueLimit };
  return { kind: 'processor-sharing', limit: kind === 'limited' ? slots : null, queueLimit };
}

/** Three nodes in two regions, two or three classes, 5 s. Reference and switchyard settings, every strategy, every client, engine and fault. */
export const smallScenario: fc.Arbitrary<Scenario> = fc
  .record({
    seed: fc.integer({ min: 0, max: 1_000_000 }),
    strategy: fc.constantFrom(...STRATEGIES),
    reference: fc.boolean(),
    breakerSet: fc.option(fc.constantFrom(...(Object.keys(BREAKER_SETS) as BreakerSetName[])), { freq: 1 }),
    window: fc.constantFrom(null, 2),
    warmUpMs: fc.constantFrom(0, 700),
    slots: fc.constantFrom(1, 3),
    queueLimit: fc.constantFrom(0, 2, 20),
    engine: engineKind,
    otherEngine: engineKind,
    coldStart: fc.constantFrom(null, null, { warmUpMs: 600, speedFraction: 0.3 }),
    jitter: fc.constantFrom(
      null,
      null,
      { kind: 'uniform' as const, fraction: 0.8 },
      { kind: 'exponential' as const, meanMs: 15 },
    ),
    arrivals: fc.constantFrom(5, 40, 70).chain((ratePerS) => fc.constantFrom(...ratedArrivals(ratePerS))),
    users: fc.constantFrom(null, null, 4),
    cv: fc.constantFrom(0, 0.5, 2),
    sessions: fc.constantFrom(null, 5),
    demandPer: fc.constantFrom('attempt' as const, 'request' as const),
    timeoutMs: fc.constantFrom(5, 150, 1_000),
    retries: fc.constantFrom(0, 1, 3),
    cancel: fc.constantFrom('never' as const, 'queued' as const, 'always' as const),
    backoff: fc.constantFrom(...BACKOFFS),
    excludeTried: fc.boolean(),
    patience: fc.constantFrom(
      null,
      null,
      { kind: 'constant' as const, meanMs: 45 },
      { kind: 'exponential' as const, meanMs: 70 },
    ),
    hedge: fc.constantFrom(
      null,
      null,
      { after: { kind: 'fixed' as const, ms: 30 } },
      { after: { kind: 'fixed' as const, ms: 0 }, most: 3, cancelLoser: false },
      { after: { kind: 'quantile' as const, fraction: 0.5, minimumSamples: 5 }, most: 2 },
    ),
    fallbacks: fc.constantFrom(...FALLBACKS),
    modelsAsked: fc.constantFrom<string[]>([], [], ['m']),
    honourRetryAfter: fc.boolean(),
    limits: fc.constantFrom(
      null,
      null,
      { requestsPerMinute: 40 },
      { tokensPerMinute: 9_000, concurrent: 3 },
      { requestsPerMinute: 90, tokensPerMinute: 20_000 },
    ),
    admission: fc.constantFrom(null, null, null, { maxInFlight: 4 }, { ratePerS: 30, burst: 3 }),
    budget: fc.constantFrom(null, null, { fraction: 0.3, minPerS: 0, ttlMs: 700 }, { fraction: 0, minPerS: 4, ttlMs: 1_500 }),
    localMs: fc.constantFrom(0, 4),
    morePolicies: fc.oneof(fc.constant([]), fc.subarray([...MORE_POLICIES])),
    replicas: fc.constantFrom(1, 1, 2),
    refreshMs: fc.constantFrom(0, 0, 130),
    ownProbes: fc.constantFrom(null, 2),
    timeline: fc.array(entry, { maxLength: 5 }),
  })
  .map((of) =>
    scenarioOf({
      version: 1,
      seed: of.seed,
      durationMs: 5_000,
      warmUpMs: of.warmUpMs,
      regions: [{ id: 'east' }, { id: 'west', cost: 0.2 }],
      network: { localMs: of.localMs, remoteMs: 40, jitter: of.jitter },
      models: [
        { id: 'm', capabilities: ['generate'] },
        { id: 'n', capabilities: ['embed', 'generate'] },
      ],
      groups: [
        {
          id: 'a',
          region: 'east',
          count: 2,
          models: ['m'],
          limits: of.limits,
          engine: engineOf(of.engine, of.slots, of.queueLimit),
          coldStart: of.coldStart,
        },
        {
          id: 'b',
          region: 'west',
          count: 1,
          models: ['m', 'n'],
          price: 0.9,
          gpu: false,
          limits: of.limits,
          engine: { ...engineOf(of.otherEngine, of.slots, of.queueLimit), speed: 0.7 },
          coldStart: of.coldStart,
        },
      ],
      workload: [
        {
          id: 'chat',
          origins: [
            { region: 'east', weight: 2 },
            { region: 'west', weight: 1 },
          ],
          arrivals: of.arrivals,
          service: of.cv === 0 ? { kind: 'constant', meanMs: 60 } : { kind: 'lognormal', meanMs: 60, cv: of.cv },
          sessions: of.sessions,
          demandPer: of.demandPer,
          maxLatencyMs: 600,
          models: of.modelsAsked,
          fallbacks: of.fallbacks,
          tokens: TOKENS,
        },
        {
          id: 'index',
          capability: 'embed',
          origins: [{ region: 'west', weight: 1 }],
          arrivals: { kind: 'poisson', ratePerS: 8 },
          service: { kind: 'exponential', meanMs: 40 },
          tokens: TOKENS,
        },
        ...(of.users === null ? [] : [agents(of.users)]),
      ],
      router: {
        strategy: { id: of.strategy },
        policies: [...DEFAULT_POLICIES, ...of.morePolicies],
        window: { maxCandidates: of.window },
        replicas: of.replicas,
        admission: of.admission,
        signals: { refreshMs: of.refreshMs },
      },
      health: of.reference
        ? { probes: null, warmLatencyMs: null }
        : {
            probes: { intervalMs: 200, timeoutMs: 100, failureThreshold: of.ownProbes, recoveryThreshold: of.ownProbes },
            quantileSamples: 16,
          },
      breaker:
        of.breakerSet !== null
          ? quick(of.breakerSet)
          : of.reference
            ? { openMs: 900, probes: null, ignoreLate: false, resetHealthOnClose: false }
            : { failureThreshold: 2, openMs: 300, halfOpenSuccesses: 2, probes: { max: 2, leaseMs: 500 } },
      client: {
        timeoutMs: of.timeoutMs,
        retries: of.retries,
        cancel: of.cancel,
        backoff: of.backoff,
        excludeTried: of.excludeTried,
        patience: of.patience,
        hedge: of.hedge,
        honourRetryAfter: of.honourRetryAfter,
        budget: of.budget,
      },
      timeline: of.timeline.map((e, i): TimelineInput => {
        const id = `e${i}`;
        if ('broken' in e) {
          return {
            id,
            kind: 'fault',
            atMs: e.atMs,
            untilMs: e.lastsMs === null ? null : Math.min(5_000, e.atMs + e.lastsMs),
            ...e.broken,
          };
        }
        if ('strategy' in e) return { id, kind: 'strategy', atMs: e.atMs, strategy: { id: e.strategy } };
        if ('drained' in e) return { id, kind: 'drain', atMs: e.atMs, target: e.drained };
        if ('joined' in e) return { id, kind: 'join', atMs: e.atMs, target: e.joined, loadingMs: e.loadingMs };
        if ('ratePerS' in e) return { id, kind: 'traffic', atMs: e.atMs, class: 'chat', ratePerS: e.ratePerS };
        return { id, kind: 'weights', atMs: e.atMs, weights: [{ policy: 'locality', weight: e.weight }] };
      }),
    }),
  );
