import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { lawRuns } from '@/lib/base/law-runs';
import { CAPABILITIES } from '@/lib/fleet/model';
import { nodeIdOf } from '@/lib/fleet/ids';
import { PRIVACY_LEVELS } from '@/lib/fleet/request';

import { fromBase64Url, toBase64Url } from './base64url';
import { canonicalText, scenarioHash } from './canonical';
import { withoutDefaults } from './defaults';
import { isSized } from './fault-rules';
import { firstJsonError } from './json-text';
import { decodeLink, encodeLink } from './link';
import { MOST_PROBLEMS, parseScenario, parseScenarioText } from './parse';
import type { Scenario, ScenarioInput, TimelineEntry } from './schema';

// Ids: letters of several scripts, one beyond 16 bits, one that NFC composes.
const first = fc.constantFrom('a', 'Z', 'é', 'e\u0301', '日', 'Ω', 'ж', '𐐀');
const other = fc.constantFrom('a', 'b', '7', '-', '.', '_', '٣', 'ß', '語', 'n\u0303');
const name = fc.tuple(first, fc.array(other, { maxLength: 10 })).map(([a, rest]) => (a + rest.join('')).normalize('NFC'));
const names = (least: number, most: number) => fc.uniqueArray(name, { minLength: least, maxLength: most });

const real = (min: number, max: number) => fc.double({ min, max, noNaN: true });
const whole = (min: number, max: number) => fc.integer({ min, max });
const maybe = <T>(of: fc.Arbitrary<T>) => fc.option(of, { nil: undefined });
const from = <T>(list: readonly T[]) => fc.constantFrom(...list);
const kind = <K extends string>(of: K) => fc.constant(of);
const capability = fc.oneof(
  from(CAPABILITIES),
  name.map((text) => `custom:${text}`),
);

const strategy = fc.oneof(
  fc.record({
    id: from(['least-latency', 'least-connections', 'round-robin', 'weighted-random', 'random', 'join-idle-queue'] as const),
  }),
  fc.record({ id: kind('power-of-two'), choices: maybe(whole(1, 32)), replacement: maybe(fc.boolean()) }),
  fc.record({
    id: kind('peak-ewma'),
    choices: maybe(whole(1, 32)),
    decayMs: maybe(real(0.001, 3_600_000)),
    penaltyMs: maybe(real(0, 140_737_488)),
  }),
  // The scorers that slots nodes have signals for; what else there is, no node of these scenarios could feed.
  fc
    .uniqueArray(from(['queue', 'running', 'session'] as const), { minLength: 1 })
    .chain((kinds) => fc.tuple(...kinds.map((one) => fc.record({ kind: kind(one), weight: maybe(real(0, 1_000)) }))))
    .chain((scorers) =>
      fc.record({
        id: kind('scorer-sum'),
        scorers: fc.constant(scorers),
        picker: maybe(from(['max-score', 'weighted-random'] as const)),
        sessionTtlMs: maybe(real(0.001, 86_400_000)),
      }),
    ),
  fc.record({
    id: kind('least-request'),
    choices: maybe(whole(1, 32)),
    selection: maybe(from(['choices', 'full-scan'])),
    activeRequestBias: maybe(real(0, 4)),
  }),
  fc.record({
    id: kind('prequal'),
    poolSize: maybe(whole(2, 256)),
    probes: maybe(real(0.01, 32)),
    removals: maybe(real(0, 32)),
    maxAgeMs: maybe(real(0.001, 3_600_000)),
    hotQuantile: maybe(real(0, 1)),
    delta: maybe(real(0, 100)),
  }),
  fc.record({
    id: kind('consistent-hash'),
    form: maybe(from(['ring', 'maglev'])),
    virtualNodes: maybe(whole(1, 1_000)),
    tableSize: maybe(from([65_537, 655_373])),
    boundedLoad: maybe(fc.option(real(1, 100))),
  }),
);
const weight = maybe(real(-1_000, 1_000));
const mode = maybe(from(['soft', 'hard'] as const));
const anyMode = maybe(from(['reference', 'soft', 'hard'] as const));
const everyPolicy = fc.tuple(
  fc.record({ kind: kind('health'), weight, mode: anyMode }),
  fc.record({ kind: kind('latency'), weight, maxLatencyMs: maybe(real(0, 3_600_000)), mode: anyMode }),
  fc.record({ kind: kind('privacy'), weight, mode: anyMode }),
  fc.record({
    kind: kind('locality'),
    weight,
    boost: weight,
    signal: maybe(from(['constant', 'round-trip'])),
    farMs: maybe(real(1, 60_000)),
  }),
  fc.record({ kind: kind('cost'), weight, mode }),
  fc.record({
    kind: kind('load'),
    weight,
    fullAt: maybe(real(0.01, 1_000)),
    signal: maybe(from(['in-flight', 'reported'])),
    mode,
  }),
  fc.record({ kind: kind('throughput'), weight, fullPerS: maybe(real(0.001, 1_000_000)), mode }),
  fc.record({ kind: kind('max-latency'), weight, mode }),
  fc.record({ kind: kind('gpu'), weight, mode }),
);
const policies = everyPolicy.chain((all) => fc.shuffledSubarray<(typeof all)[number]>(all));
const meanMs = real(0.001, 3_600_000);
const service = fc.oneof(
  fc.record({ kind: from(['constant', 'exponential'] as const), meanMs }),
  fc.record({ kind: kind('lognormal'), meanMs, cv: real(0.01, 20) }),
  fc.record({ kind: kind('erlang'), meanMs, phases: maybe(whole(1, 100)) }),
  fc.record({ kind: kind('hyperexponential'), meanMs, cv: real(1, 20) }),
  fc.record({ kind: kind('two-exponentials'), share: real(0, 1), firstMeanMs: meanMs, secondMeanMs: meanMs }),
  fc.record({ kind: kind('bounded-pareto'), shape: real(0.1, 100), minMs: real(0.001, 1), maxMs: real(2, 3_600_000) }),
  fc.record({
    kind: kind('empirical'),
    values: fc.array(fc.record({ ms: meanMs, weight: maybe(real(0.1, 1_000_000)) }), { minLength: 1, maxLength: 5 }),
  }),
);
const ratePerS = real(0, 60);
const arrivals = fc.oneof(
  fc.record({ kind: from(['poisson', 'deterministic'] as const), ratePerS }),
  fc.record({ kind: kind('gamma'), ratePerS, cv: real(0.01, 20) }),
  fc.record({ kind: kind('batch'), ratePerS, size: whole(1, 10_000), sizes: maybe(from(['constant', 'geometric'] as const)) }),
  fc.record({
    kind: kind('on-off'),
    ratePerS,
    onMs: real(10, 86_400_000),
    offMs: real(10, 86_400_000),
    offFraction: maybe(real(0, 1)),
  }),
  fc.record({
    kind: kind('sinusoid'),
    ratePerS,
    amplitude: maybe(real(0, 1)),
    periodMs: real(1, 604_800_000),
    phase: maybe(real(0, 1)),
  }),
  fc.record({
    kind: kind('curve'),
    ratePerS,
    points: fc
      .array(fc.record({ atMs: real(0, 600_000), factor: real(0, 5) }), { minLength: 1, maxLength: 5 })
      .map((list) => list.sort((a, b) => a.atMs - b.atMs)),
    between: maybe(from(['line', 'step'] as const)),
    repeatMs: maybe(fc.option(real(600_001, 604_800_000))),
  }),
);
const column = fc.oneof(whole(1, 1_000), fc.string({ minLength: 1, maxLength: 20 }));
const format = fc.oneof(
  fc.record({ kind: from(['azure', 'mooncake', 'burst-gpt'] as const) }),
  fc.record({
    kind: kind('csv'),
    separator: maybe(from([',', ';', '\t'] as const)),
    header: maybe(fc.boolean()),
    time: column,
    timeUnit: maybe(from(['s', 'ms', 'timestamp'] as const)),
    inputTokens: maybe(fc.option(column)),
    outputTokens: maybe(fc.option(column)),
    session: maybe(fc.option(column)),
  }),
);
/** One trace of requests and one of windows, each an hour long and with few requests. */
const traceEntry = (id: string, of: typeof format | fc.Arbitrary<{ kind: 'servegen' }>) =>
  fc.record({
    id: fc.constant(id),
    name: fc.string({ minLength: 1, maxLength: 60 }),
    bytes: whole(1, 1_000_000_000),
    sha256: from(['0123456789abcdef'.repeat(4), 'f'.repeat(64)]),
    format: of,
    rows: whole(1, 20_000_000),
    requests: real(0, 5_000),
    spanMs: fc.constant(3_600_000),
  });
const traces = fc.tuple(traceEntry('recorded', format), traceEntry('windows', fc.constant({ kind: 'servegen' as const })));
const slice = { fromMs: maybe(real(0, 3_600_000)), untilMs: maybe(from([null, 3_600_001])), timeScale: maybe(real(0.1, 1_000)) };
const replay = fc.oneof(
  fc.record({ kind: kind('trace'), trace: kind('recorded'), ...slice, spreadMs: maybe(real(0, 600_000)) }),
  fc.record({ kind: kind('trace'), trace: kind('windows'), ...slice, rateScale: maybe(real(0, 10)) }),
);
const meanTokens = real(1, 10_000_000);
const tokenLaw = fc.oneof(
  fc.record({ kind: from(['constant', 'exponential'] as const), mean: meanTokens }),
  fc.record({ kind: kind('lognormal'), mean: meanTokens, cv: real(0.01, 20) }),
  fc.record({
    kind: kind('empirical'),
    values: fc.array(fc.record({ tokens: whole(1, 10_000_000), weight: maybe(real(0.1, 1_000_000)) }), {
      minLength: 1,
      maxLength: 5,
    }),
  }),
);
const tokens = fc.record({
  kind: kind('trace'),
  trace: kind('recorded'),
  baseMs: maybe(real(0, 3_600_000)),
  msPerInputToken: real(0, 60_000),
  msPerOutputToken: real(0, 60_000),
});
const fault = fc.oneof(
  fc.record({ kind: kind('crash') }),
  fc.record({ kind: kind('slow-down'), factor: real(1, 1_000_000) }),
  fc.record({ kind: kind('added-latency'), ms: real(0, 600_000) }),
  fc.record({
    kind: kind('error-rate'),
    fraction: real(0, 1),
    afterMs: maybe(real(0, 600_000)),
    as: maybe(from(['error', 'rate-limited', 'client-error'])),
  }),
  fc.record({ kind: kind('grey'), fraction: maybe(real(0, 1)), afterMs: maybe(real(0, 600_000)) }),
  fc.record({ kind: kind('flapping'), downMs: real(5_000, 60_000), upMs: real(5_000, 60_000) }),
  { weight: 3, arbitrary: fc.record({ kind: from(['partition', 'queue-stall', 'probe-only'] as const) }) },
  { weight: 2, arbitrary: fc.record({ kind: from(['packet-loss', 'capacity-loss'] as const), fraction: real(0, 1) }) },
  fc.record({ kind: kind('cold-restart'), downMs: maybe(real(0, 86_400_000)) }),
  fc.record({
    kind: kind('random-failures'),
    upMs: real(60_000, 86_400_000),
    downMs: real(0, 86_400_000),
    law: maybe(from(['exponential', 'fixed'] as const)),
    clock: maybe(from(['always', 'while-serving'] as const)),
    work: maybe(from(['resumed', 'lost'] as const)),
    arrivals: maybe(from(['queued', 'refused'] as const)),
  }),
);

const frame = fc.record({
  regions: names(1, 5),
  models: names(1, 3),
  groups: names(1, 4),
  classes: names(1, 3),
  entries: names(0, 12),
  slos: names(0, 2),
  // Offered by the first model, which every group serves.
  capabilities: fc.uniqueArray(capability, { minLength: 1, maxLength: 4 }),
  counts: fc.array(whole(1, 120), { minLength: 4, maxLength: 4 }),
});

/** Scenarios with some defaults written and some left out, all kinds of everything. */
const input: fc.Arbitrary<ScenarioInput> = frame.chain((of) => {
  const groups = of.groups.map((id, i) => ({ id, count: of.counts[i]! }));
  const places = [
    ...of.regions.map((id) => ({ kind: 'region' as const, id })),
    ...groups.map(({ id }) => ({ kind: 'group' as const, id })),
    ...groups.map(({ id, count }) => ({ kind: 'node' as const, id: String(nodeIdOf(id, count, count)) })),
  ];
  const place = from(places);
  const target = fc.oneof(
    { weight: 3, arbitrary: place },
    { weight: 1, arbitrary: fc.record({ kind: kind('model'), id: from(of.models) }) },
    {
      weight: 1,
      arbitrary: fc.record({
        kind: kind('share'),
        fraction: real(0, 1),
        of: from([undefined, null, ...places.flatMap(({ kind: where, id }) => (where === 'node' ? [] : [{ kind: where, id }]))]),
      }),
    },
  );
  const pairs = of.regions.flatMap((a, i) => of.regions.slice(i + 1).map((b) => ({ from: a, to: b })));
  const each = <T>(ids: readonly string[], one: (id: string) => fc.Arbitrary<T>) => fc.tuple(...ids.map(one));
  const atMs = real(0, 86_400_000);

  return policies.chain((chosen) => {
    const weighted = chosen
      .filter((one) => one.kind !== 'privacy' || one.mode === 'soft' || one.mode === 'hard')
      .map((one) => one.kind);
    const entry = (id: string) =>
      fc.oneof(
        {
          weight: 4,
          arbitrary: fc.tuple(atMs, fc.boolean()).chain(([at, ends]) =>
            fc
              .record({
                id: fc.constant(id),
                kind: kind('fault'),
                atMs: fc.constant(at / 2),
                untilMs: ends ? fc.constant(at / 2 + 1) : from([null, undefined]),
                target,
                fault,
                rampMs: maybe(real(0, 86_400_000)),
              })
              .map(({ rampMs, ...rest }) => (isSized(rest.fault.kind) ? { ...rest, rampMs } : rest)),
          ),
        },
        fc.record({ id: fc.constant(id), kind: kind('strategy'), atMs, strategy }),
        fc.record({ id: fc.constant(id), kind: kind('traffic'), atMs, class: from(of.classes), ratePerS: real(0, 60) }),
        fc.record({ id: fc.constant(id), kind: kind('drain'), atMs, target: place }),
        fc.record({
          id: fc.constant(id),
          kind: kind('join'),
          atMs,
          target: place,
          loadingMs: maybe(real(0, 86_400_000)),
        }),
        ...(weighted.length === 0
          ? []
          : [
              fc.record({
                id: fc.constant(id),
                kind: kind('weights'),
                atMs,
                weights: fc
                  .shuffledSubarray(weighted, { minLength: 1 })
                  .chain((some) =>
                    fc.tuple(...some.map((policy) => fc.record({ policy: fc.constant(policy), weight: real(-1_000, 1_000) }))),
                  ),
              }),
            ]),
      );

    return fc.record({
      version: fc.constant(1 as const),
      title: maybe(fc.string({ minLength: 1, maxLength: 20, unit: 'binary' }).map((text) => text.normalize('NFC').slice(0, 100))),
      notes: maybe(fc.string({ maxLength: 40, unit: 'grapheme' })),
      seed: maybe(fc.maxSafeNat()),
      durationMs: maybe(real(60_000, 600_000)),
      warmUpMs: maybe(real(0, 30_000)),
      regions: each(of.regions, (id) =>
        fc.record({ id: fc.constant(id), privacy: maybe(from(PRIVACY_LEVELS)), cost: maybe(real(0, 1)) }),
      ),
      network: maybe(
        fc.record({
          localMs: maybe(real(0, 60_000)),
          remoteMs: maybe(real(0, 60_000)),
          jitter: maybe(
            fc.option(
              fc.oneof(
                fc.record({ kind: kind('uniform'), fraction: real(0, 1) }),
                fc.record({ kind: kind('exponential'), meanMs: real(0, 60_000) }),
              ),
            ),
          ),
          roundTrips: maybe(
            fc.subarray(pairs).chain((some) => fc.tuple(...some.map((pair) => real(0, 60_000).map((ms) => ({ ...pair, ms }))))),
          ),
        }),
      ),
      models: each(of.models, (id) => fc.constant({ id, capabilities: of.capabilities })),
      groups: each(of.groups, (id) =>
        fc.record({
          id: fc.constant(id),
          region: from(of.regions),
          count: fc.constant(groups.find((one) => one.id === id)!.count),
          models: fc.subarray(of.models.slice(1)).map((more) => [of.models[0]!, ...more]),
          weight: maybe(real(0.001, 1_000)),
          price: maybe(fc.option(real(0, 1))),
          gpu: maybe(fc.boolean()),
          limits: maybe(
            fc.option(
              fc.record({
                requestsPerMinute: maybe(fc.option(whole(1, 60_000_000))),
                tokensPerMinute: maybe(fc.option(whole(1, 1_000_000_000_000))),
                concurrent: maybe(fc.option(whole(1, 100_000))),
              }),
            ),
          ),
          coldStart: maybe(fc.option(fc.record({ warmUpMs: real(0.001, 3_600_000), speedFraction: real(0.001, 1) }))),
          engine: fc.oneof(
            fc.record({
              kind: kind('slots'),
              slots: maybe(whole(1, 1_024)),
              queueLimit: maybe(whole(0, 100_000)),
              speed: maybe(real(0.001, 1_000)),
            }),
            fc.record({
              kind: kind('processor-sharing'),
              limit: maybe(fc.option(whole(1, 1_024))),
              queueLimit: maybe(whole(0, 100_000)),
              speed: maybe(real(0.001, 1_000)),
            }),
          ),
        }),
      ),
      traces,
      workload: each(of.classes, (id) =>
        fc.record({
          id: fc.constant(id),
          capability: from(of.capabilities),
          origins: fc
            .subarray(of.regions, { minLength: 1 })
            .chain((some) => fc.tuple(...some.map((region) => real(0.5, 100).map((weight) => ({ region, weight }))))),
          arrivals: fc.oneof({ weight: 4, arbitrary: arrivals }, { weight: 1, arbitrary: replay }),
          service: fc.oneof({ weight: 4, arbitrary: service }, { weight: 1, arbitrary: tokens }),
          demandPer: maybe(from(['attempt', 'request'] as const)),
          tokens: fc.record({ input: tokenLaw, output: tokenLaw }),
          sessions: maybe(fc.option(whole(1, 10_000_000))),
          privacy: maybe(from(PRIVACY_LEVELS)),
          costTolerance: maybe(whole(0, 100)),
          maxLatencyMs: maybe(fc.option(real(0.001, 3_600_000))),
          minThroughput: maybe(fc.option(real(0.001, 1_000_000))),
          preferGpu: maybe(fc.boolean()),
          regions: maybe(from([[], of.regions])),
          models: maybe(from([[], [of.models[0]!], of.models])),
          fallbacks: maybe(
            names(0, 2).chain((ids) =>
              each(ids, (one) =>
                fc.record({
                  id: fc.constant(one),
                  capability: maybe(fc.option(from(of.capabilities))),
                  privacy: maybe(fc.option(from(PRIVACY_LEVELS))),
                  costTolerance: maybe(fc.option(whole(0, 100))),
                  regions: maybe(from([[], of.regions])),
                  models: maybe(from([[], [of.models[0]!], of.models])),
                }),
              ),
            ),
          ),
        }),
      ),
      router: fc.record({
        strategy: maybe(strategy),
        policies: fc.constant(chosen),
        admission: maybe(
          fc.option(
            fc.record({
              maxInFlight: maybe(fc.option(whole(1, 10_000_000))),
              ratePerS: maybe(fc.option(real(0.001, 1_000_000))),
              burst: maybe(whole(1, 10_000_000)),
            }),
          ),
        ),
        replicas: maybe(whole(1, 2)),
        signals: maybe(fc.record({ refreshMs: maybe(fc.oneof(fc.constant(0), real(300, 60_000))) })),
        window: maybe(
          fc.record({ maxCandidates: maybe(fc.option(whole(1, 10_000))), minScore: maybe(fc.option(real(-1_000, 1_000))) }),
        ),
      }),
      health: maybe(
        fc.record({
          failureThreshold: maybe(whole(1, 1_000)),
          recoveryThreshold: maybe(whole(1, 1_000)),
          degradedLatencyMs: maybe(real(0, 3_600_000)),
          probes: maybe(
            fc.option(
              fc.record({
                intervalMs: maybe(real(100, 3_600_000)),
                timeoutMs: maybe(real(1, 3_600_000)),
                failureThreshold: maybe(fc.option(whole(1, 1_000))),
                recoveryThreshold: maybe(fc.option(whole(1, 1_000))),
              }),
            ),
          ),
          warmLatencyMs: maybe(fc.option(whole(0, 3_600_000))),
          quantileSamples: maybe(whole(16, 4_096)),
        }),
      ),
      breaker: maybe(
        fc.record({
          failureThreshold: maybe(fc.option(whole(1, 1_000))),
          rate: maybe(
            fc.option(
              fc.record({
                window: maybe(
                  fc.oneof(
                    fc.record({ kind: kind('count'), calls: whole(1_000, 1_000) }),
                    fc.record({ kind: kind('time'), ms: maybe(real(10, 3_600_000)) }),
                  ),
                ),
                minimumCalls: maybe(whole(1, 1_000)),
                failureFraction: maybe(real(0.001, 1)),
                slow: maybe(fc.option(fc.record({ ms: real(0.001, 3_600_000), fraction: maybe(real(0.001, 1)) }))),
              }),
            ),
          ),
          openMs: maybe(real(0, 3_600_000)),
          growth: maybe(
            fc.option(
              fc.record({
                kind: maybe(from(['exponential', 'linear'])),
                factor: maybe(real(1, 100)),
                capMs: real(3_600_000, 86_400_000),
                jitterFraction: maybe(real(0, 1)),
                calmMs: real(0.001, 86_400_000),
              }),
            ),
          ),
          afterOpen: maybe(from(['half-open', 'closed'])),
          halfOpenSuccesses: maybe(whole(1, 1_000)),
          probes: maybe(fc.option(fc.record({ max: maybe(whole(1, 1_000)), leaseMs: maybe(fc.option(real(1, 3_600_000))) }))),
          hearsWhileOpen: maybe(fc.boolean()),
          outcomes: maybe(
            fc.record({ rejected: maybe(from(['failure', 'ignored'])), 'client-error': maybe(from(['success', 'trip'])) }),
          ),
          ejection: maybe(
            fc.option(
              fc.record({
                maxEjectedFraction: maybe(real(0, 1)),
                alwaysOne: maybe(fc.boolean()),
                panicFraction: maybe(real(0, 1)),
                sweepMs: real(1_000, 3_600_000),
                successRate: maybe(fc.option(fc.record({ minimumNodes: maybe(whole(1, 9)), deviations: maybe(real(0, 100)) }))),
                failureShare: maybe(fc.option(fc.record({ minimumCalls: maybe(whole(1, 9)), fraction: maybe(real(0.001, 1)) }))),
              }),
            ),
          ),
          ignoreLate: maybe(fc.boolean()),
          resetHealthOnClose: maybe(fc.boolean()),
        }),
      ),
      client: maybe(
        fc.record({
          timeoutMs: maybe(real(0.001, 3_600_000)),
          retries: maybe(whole(0, 100)),
          backoff: maybe(
            fc.oneof(
              fc.constant({ kind: 'none' as const }),
              fc.record({ kind: from(['fixed', 'linear'] as const), ms: real(0, 600_000) }),
              fc.record({
                kind: kind('exponential'),
                ms: real(0, 600_000),
                factor: maybe(real(1, 10)),
                capMs: maybe(real(0, 600_000)),
                jitter: maybe(from(['none', 'full'] as const)),
              }),
              fc.record({ kind: kind('decorrelated'), ms: real(0, 600_000), capMs: maybe(real(0, 600_000)) }),
            ),
          ),
          cancel: maybe(from(['never', 'queued', 'always'] as const)),
          excludeTried: maybe(fc.boolean()),
          patience: maybe(
            fc.option(fc.record({ kind: from(['constant', 'exponential'] as const), meanMs: real(0.001, 3_600_000) })),
          ),
          hedge: maybe(
            fc.option(
              fc.record({
                after: fc.oneof(
                  fc.record({ kind: kind('fixed'), ms: real(0, 3_600_000) }),
                  fc.record({
                    kind: kind('quantile'),
                    fraction: maybe(real(0, 1)),
                    minimumSamples: maybe(whole(1, 1_000_000)),
                  }),
                ),
                most: maybe(whole(1, 3)),
                cancelLoser: maybe(fc.boolean()),
              }),
            ),
          ),
          honourRetryAfter: maybe(fc.boolean()),
          budget: maybe(
            fc.option(
              fc.record({ fraction: maybe(real(0, 1)), minPerS: maybe(real(0, 1_000_000)), ttlMs: maybe(real(10, 3_600_000)) }),
            ),
          ),
        }),
      ),
      slos: maybe(
        each(of.slos, (id) =>
          fc.record({ id: fc.constant(id), latencyMs: real(0.001, 3_600_000), targetFraction: maybe(real(0, 1)) }),
        ),
      ),
      timeline: maybe(each(of.entries, entry)),
    }) as fc.Arbitrary<ScenarioInput>;
  });
});

const scenario: fc.Arbitrary<Scenario> = input.map((raw) => {
  const parsed = parseScenario(raw);
  if (!parsed.ok) throw new Error(parsed.problems.map(({ message }) => message).join('\n'));
  return parsed.value;
});

const digest = fc.option(fc.stringMatching(/^[0-9a-f]{16}$/));

/** The same data with the keys of every object in another order. */
function turned<T>(value: T): T {
  if (Array.isArray(value)) return value.map(turned) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, held]) => [key, turned(held as unknown)]),
  ) as T;
}

/** `value` put in place of something inside `root`, chosen by `turns`. */
function replaced(root: unknown, turns: readonly number[], value: unknown): unknown {
  const copy: unknown = JSON.parse(JSON.stringify(root));
  let parent = copy as Record<string, unknown>;
  turns.forEach((turn, depth) => {
    const keys = Object.keys(parent);
    const key = keys[turn % Math.max(1, keys.length)];
    if (key === undefined) return;
    const held = parent[key];
    if (depth < turns.length - 1 && typeof held === 'object' && held !== null) parent = held as Record<string, unknown>;
    else parent[key] = value;
  });
  return copy;
}

describe('scenarios of every kind', () => {
  it('are drawn with every kind of timeline entry and every kind of fault', () => {
    const seen = new Set<string>();
    const note = (entry: TimelineEntry): void => {
      seen.add(entry.kind);
      if (entry.kind === 'fault') seen.add(entry.fault.kind).add(entry.target.kind);
    };
    fc.assert(
      fc.property(scenario, ({ timeline }) => timeline.forEach(note)),
      lawRuns(),
    );
    const kinds =
      'fault strategy weights traffic drain join crash slow-down added-latency error-rate grey flapping node group region';
    const more = 'partition packet-loss queue-stall capacity-loss cold-restart probe-only random-failures model share';
    expect([...seen].sort()).toEqual(`${kinds} ${more}`.split(' ').sort());
  });

  it('parse to themselves once parsed', () => {
    fc.assert(
      fc.property(scenario, (one) => {
        const again = parseScenarioText(canonicalText(one));
        expect(again.ok && again.value).toEqual(one);
      }),
      lawRuns(),
    );
  });

  it('have one canonical text and one hash, whatever order their keys are in', () => {
    fc.assert(
      fc.property(scenario, (one) => {
        expect(canonicalText(turned(one))).toBe(canonicalText(one));
        expect(scenarioHash(turned(one))).toBe(scenarioHash(one));
        expect(scenarioHash(one)).toMatch(/^[0-9a-f]{16}$/);
        expect(scenarioHash({ ...one, seed: one.seed === 0 ? 1 : 0 })).not.toBe(scenarioHash(one));
      }),
      lawRuns(),
    );
  });

  it('are whole again after their defaults were left out, and nothing more can be left out', () => {
    fc.assert(
      fc.property(scenario, (one) => {
        const lean = withoutDefaults(one);
        const again = parseScenario(lean);
        expect(again.ok && again.value).toEqual(one);
        for (const key of Object.keys(lean)) {
          const { [key]: _dropped, ...less } = lean as Record<string, unknown>;
          const parsed = parseScenario(less);
          expect(parsed.ok && canonicalText(parsed.value)).not.toBe(canonicalText(one));
        }
      }),
      lawRuns(),
    );
  });
});

describe('links', () => {
  it('open to exactly the scenario that they were made of', () => {
    fc.assert(
      fc.property(scenario, digest, (one, run) => {
        const opened = decodeLink(encodeLink(one, run));
        expect(opened.ok && canonicalText(opened.value.scenario)).toBe(canonicalText(one));
        expect(opened.ok && opened.value.digest).toBe(run);
      }),
      lawRuns(),
    );
  });

  it('cut anywhere open nothing', () => {
    fc.assert(
      fc.property(scenario, fc.nat(), (one, at) => {
        const payload = encodeLink(one);
        expect(decodeLink(payload.slice(0, at % payload.length)).ok).toBe(false);
        expect(decodeLink(payload.slice(1 + (at % payload.length))).ok).toBe(false);
      }),
      lawRuns(),
    );
  });

  it('with one character changed open nothing', () => {
    fc.assert(
      fc.property(scenario, fc.nat(), fc.string({ minLength: 1, maxLength: 1 }), (one, seat, character) => {
        const payload = encodeLink(one);
        const at = seat % payload.length;
        fc.pre(payload[at] !== character);
        expect(decodeLink(payload.slice(0, at) + character + payload.slice(at + 1)).ok).toBe(false);
      }),
      lawRuns(300),
    );
  });

  it('that are any text at all are refused without a throw', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.string().map((text) => `1.${text}`),
          fc.base64String().map((text) => `1.${text}`),
        ),
        (text) => {
          const opened = decodeLink(text);
          expect(opened.ok ? [] : opened.problems).not.toEqual([]);
        },
      ),
      lawRuns(),
    );
  });

  it('carry bytes that come back as they were, and take no other spelling of them', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), fc.stringMatching(/^[A-Za-z0-9_-]{0,12}$/), (bytes, text) => {
        expect(fromBase64Url(toBase64Url(bytes))).toEqual(bytes);
        const read = fromBase64Url(text);
        if (read !== null) expect(toBase64Url(read)).toBe(text);
      }),
      lawRuns(300),
    );
  });
});

describe('data from outside', () => {
  it('of any kind is taken or refused, never thrown at', () => {
    fc.assert(
      fc.property(
        fc.anything({
          withBigInt: true,
          withDate: true,
          withMap: true,
          withNullPrototype: true,
          withSparseArray: true,
          withTypedArray: true,
        }),
        (raw) => {
          expect(parseScenario(raw).ok).toBe(false);
        },
      ),
      lawRuns(300),
    );
  });

  it('that is a scenario with one thing replaced is taken or refused with at most twenty problems, each with a rule', () => {
    fc.assert(
      fc.property(input, fc.array(fc.nat(30), { minLength: 1, maxLength: 5 }), fc.anything(), (raw, turns, value) => {
        const parsed = parseScenario(replaced(raw, turns, value));
        if (parsed.ok) {
          const again = parseScenarioText(canonicalText(parsed.value));
          expect(again.ok && canonicalText(again.value)).toBe(canonicalText(parsed.value));
        } else {
          expect(parsed.problems.length).toBeLessThanOrEqual(MOST_PROBLEMS);
          for (const { path, rule, value: shown, message } of parsed.problems) {
            expect(message).toContain(rule);
            expect(message).toContain(path);
            expect(shown.length).toBeLessThanOrEqual(80);
          }
        }
      }),
      lawRuns(300),
    );
  });

  it('is found not to be JSON exactly where the platform finds so', () => {
    const broken = fc.tuple(fc.json(), fc.nat(), fc.string({ maxLength: 2 })).map(([text, seat, put]) => {
      const at = seat % (text.length + 1);
      return text.slice(0, at) + put + text.slice(at + 1);
    });
    fc.assert(
      fc.property(fc.oneof(fc.json(), broken, fc.string()), (text) => {
        const { offset, expected } = firstJsonError(text);
        const whole = offset === text.length && expected === 'the end of the text';
        let parses = true;
        try {
          JSON.parse(text);
        } catch {
          parses = false;
        }
        expect(whole).toBe(parses);
      }),
      lawRuns(500),
    );
  });
});
