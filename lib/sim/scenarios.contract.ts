/** Scenarios for tests: a plain builder, and an arbitrary of small, busy, broken fleets in which everything happens within seconds. */
import fc from 'fast-check';

import { parseScenario } from '@/lib/scenario/parse';
import type { Scenario, ScenarioInput } from '@/lib/scenario/schema';

export function scenarioOf(input: ScenarioInput): Scenario {
  const parsed = parseScenario(input);
  if (!parsed.ok) throw new Error(parsed.problems[0]!.message);
  return parsed.value;
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
] as const;
export type TimelineInput = NonNullable<ScenarioInput['timeline']>[number];
type FaultInput = Extract<TimelineInput, { kind: 'fault' }>['fault'];

export const faultInput: fc.Arbitrary<FaultInput> = fc.oneof(
  fc.constant({ kind: 'crash' as const }),
  fc.record({ kind: fc.constant('slow-down' as const), factor: fc.constantFrom(1, 2, 10, 1_000) }),
  fc.record({ kind: fc.constant('added-latency' as const), ms: fc.constantFrom(0, 30, 700) }),
  fc.record({
    kind: fc.constant('error-rate' as const),
    fraction: fc.constantFrom(0, 0.3, 1),
    afterMs: fc.constantFrom(0, 5, 900),
  }),
  fc.record({ kind: fc.constant('grey' as const), fraction: fc.constantFrom(0.5, 1) }),
  fc.record({ kind: fc.constant('flapping' as const), downMs: fc.constantFrom(80, 400.5), upMs: fc.constantFrom(150, 300) }),
);

export const target = fc.constantFrom(
  { kind: 'region' as const, id: 'west' },
  { kind: 'group' as const, id: 'a' },
  { kind: 'node' as const, id: 'b-01' },
  { kind: 'node' as const, id: 'a-02' },
);

const entry = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      atMs: fc.integer({ min: 0, max: 4_000 }),
      lastsMs: fc.option(fc.integer({ min: 1, max: 2_500 })),
      target,
      fault: faultInput,
    }),
  },
  { weight: 1, arbitrary: fc.record({ atMs: fc.integer({ min: 0, max: 4_000 }), strategy: fc.constantFrom(...STRATEGIES) }) },
  { weight: 1, arbitrary: fc.record({ atMs: fc.integer({ min: 0, max: 4_000 }), ratePerS: fc.constantFrom(0, 10, 90) }) },
  { weight: 1, arbitrary: fc.record({ atMs: fc.integer({ min: 0, max: 4_000 }), weight: fc.constantFrom(0, 0.5, 3) }) },
  { weight: 1, arbitrary: fc.record({ atMs: fc.integer({ min: 0, max: 4_000 }), drained: target }) },
  {
    weight: 1,
    arbitrary: fc.record({
      atMs: fc.integer({ min: 0, max: 4_000 }),
      joined: target,
      loadingMs: fc.constantFrom(0, 300, 2_500.5),
    }),
  },
);

/** Three nodes in two regions, two classes, 5 s. Reference and switchyard settings, every strategy, every client. */
export const smallScenario: fc.Arbitrary<Scenario> = fc
  .record({
    seed: fc.integer({ min: 0, max: 1_000_000 }),
    strategy: fc.constantFrom(...STRATEGIES),
    reference: fc.boolean(),
    window: fc.constantFrom(null, 2),
    warmUpMs: fc.constantFrom(0, 700),
    slots: fc.constantFrom(1, 3),
    queueLimit: fc.constantFrom(0, 2, 20),
    ratePerS: fc.constantFrom(5, 40, 70),
    cv: fc.constantFrom(0, 0.5, 2),
    sessions: fc.constantFrom(null, 5),
    demandPer: fc.constantFrom('attempt' as const, 'request' as const),
    timeoutMs: fc.constantFrom(5, 150, 1_000),
    retries: fc.constantFrom(0, 1, 3),
    cancel: fc.constantFrom('never' as const, 'queued' as const, 'always' as const),
    backoff: fc.constantFrom({ kind: 'none' as const }, { kind: 'fixed' as const, ms: 20 }, { kind: 'linear' as const, ms: 30 }),
    localMs: fc.constantFrom(0, 4),
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
      network: { localMs: of.localMs, remoteMs: 40 },
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
          engine: { kind: 'slots', slots: of.slots, queueLimit: of.queueLimit },
        },
        {
          id: 'b',
          region: 'west',
          count: 1,
          models: ['m', 'n'],
          engine: { kind: 'slots', slots: of.slots, queueLimit: of.queueLimit, speed: 0.7 },
        },
      ],
      workload: [
        {
          id: 'chat',
          origins: [
            { region: 'east', weight: 2 },
            { region: 'west', weight: 1 },
          ],
          arrivals: { kind: 'poisson', ratePerS: of.ratePerS },
          service: of.cv === 0 ? { kind: 'constant', meanMs: 60 } : { kind: 'lognormal', meanMs: 60, cv: of.cv },
          sessions: of.sessions,
          demandPer: of.demandPer,
        },
        {
          id: 'index',
          capability: 'embed',
          origins: [{ region: 'west', weight: 1 }],
          arrivals: { kind: 'poisson', ratePerS: 8 },
          service: { kind: 'exponential', meanMs: 40 },
        },
      ],
      router: {
        strategy: { id: of.strategy },
        window: { maxCandidates: of.window },
        replicas: of.replicas,
        signals: { refreshMs: of.refreshMs },
      },
      health: of.reference
        ? { probes: null, warmLatencyMs: null }
        : {
            probes: { intervalMs: 200, timeoutMs: 100, failureThreshold: of.ownProbes, recoveryThreshold: of.ownProbes },
            quantileSamples: 16,
          },
      breaker: of.reference
        ? { openMs: 900, probes: null, ignoreLate: false, resetHealthOnClose: false }
        : { failureThreshold: 2, openMs: 300, halfOpenSuccesses: 2, probes: { max: 2, leaseMs: 500 } },
      client: { timeoutMs: of.timeoutMs, retries: of.retries, cancel: of.cancel, backoff: of.backoff },
      timeline: of.timeline.map((e, i): TimelineInput => {
        const id = `e${i}`;
        if ('fault' in e) {
          return {
            id,
            kind: 'fault',
            atMs: e.atMs,
            untilMs: e.lastsMs === null ? null : Math.min(5_000, e.atMs + e.lastsMs),
            target: e.target,
            fault: e.fault,
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
