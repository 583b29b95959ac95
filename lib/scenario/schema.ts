/**
 * The scenario: one versioned document that holds everything a run depends on. The types, the defaults, the limits and
 * the JSON Schema all come from here. Every list is of `{ id, ... }`, never an object keyed by a user's names.
 * Defaults are frozen per version: changing one makes a new version whose migration writes the old value.
 * All times and durations are ms, all rates per second of simulated time, all fractions 0 to 1.
 */
import { z } from 'zod';

import { isCapability } from '@/lib/fleet/model';
import { PRIVACY_LEVELS } from '@/lib/fleet/request';
import { TRACE_LIMITS } from '@/lib/workload/traces/trace';

/** Zod may not build code from text: a page whose security policy forbids that would report a violation at start. */
z.config({ jitless: true });

export const SCENARIO_VERSION = 1;

/** Every limit in one place; each rejection names the one that was met. */
export const LIMITS = {
  titleCharacters: 120,
  notesCharacters: 4_000,
  idCharacters: 48,
  seed: Number.MAX_SAFE_INTEGER,
  durationMs: 86_400_000,
  regions: 40,
  models: 40,
  groups: 200,
  nodes: 10_000,
  nodesPerGroup: 10_000,
  slotsPerNode: 1_024,
  queuePerNode: 100_000,
  classes: 20,
  ratePerS: 1_000_000,
  /** Expected first attempts of a whole run: the sum over classes of rate times time, or of users times turns. */
  requests: 20_000_000,
  sessions: 10_000_000,
  /** Users of one closed loop. */
  users: 100_000,
  /** Mean number of requests that come at once. */
  batch: 10_000,
  /** Points of a rate curve, and values of an empirical law. */
  ratePoints: 500,
  sizeValues: 500,
  /** Expected on and off phases of a whole run: the sum over classes of two times the duration over the mean cycle. */
  phases: 1_000_000,
  /** Longest period of a rate that repeats: a week, of which a run sees a part. */
  periodMs: 604_800_000,
  timeline: 500,
  traces: 20,
  /** Bytes of one trace's file, its rows, and from its first row to its last. */
  traceBytes: TRACE_LIMITS.bytes,
  traceRows: TRACE_LIMITS.rows,
  traceSpanMs: TRACE_LIMITS.spanMs,
  traceNameCharacters: 255,
  columnCharacters: 120,
  /** Crash and recovery edges that all flapping faults of a scenario may make, each counted once for its whole target. */
  flaps: 20_000,
  /** The same edges, each counted once for every node of its target. */
  nodeFlaps: 5_000_000,
  /** Tries times nodes, where the window or the strategy looks at every node for every try: expected requests x (1 + retries) x nodes. */
  looks: 50_000_000_000,
  /** Active health probes of a whole run: nodes times duration over interval. */
  probes: 50_000_000,
  /** Nodes times router replicas: each replica keeps records of every node. */
  replicaNodes: 20_000,
  /** Reports of a whole run: nodes times replicas times duration over refresh interval. */
  reports: 200_000_000,
  /** Latencies kept for the nodes' quantiles: nodes times replicas times samples; 40 MB. */
  quantileSamples: 10_000_000,
  /** Points of a consistent-hash ring: nodes times virtual nodes, times replicas. */
  ringPoints: 2_000_000,
  /** Draws of one pick. */
  choices: 32,
  /** Slots of a Maglev table; Envoy's limit. */
  tableSize: 5_000_011,
  penaltyMs: 140_737_488,
  activeRequestBias: 4,
  /** Probe answers that a strategy keeps. */
  probePool: 256,
  /** Calls in a breaker's count window, and these times nodes. */
  windowCalls: 1_000,
  windowCells: 2_000_000,
  /** Nodes looked at by all sweeps of a run together: nodes times duration over sweep interval. */
  sweptNodes: 100_000_000,
  retries: 10,
  weight: 1_000,
  leastNodeWeight: 0.001,
  /** How long `scorer-sum` may remember a session's node. */
  sessionTtlMs: 86_400_000,
  throughputPerS: 1_000_000,
  /** Bytes of a scenario as JSON text, at every door, and of a link after inflation. */
  documentBytes: 1_000_000,
  /** Characters of a link's payload. */
  linkCharacters: 200_000,
} as const;

/** Starts with a letter; letters, marks, digits, `.`, `_` and `-` follow. */
const ID_PATTERN = /^\p{L}[\p{L}\p{M}\p{N}._-]*$/u;

const id = z
  .string()
  .min(1, 'must not be empty')
  .max(LIMITS.idCharacters, `must have at most ${LIMITS.idCharacters} characters`)
  .regex(ID_PATTERN, 'must start with a letter and go on with letters, digits, ".", "_" or "-"');

const number = (min: number, max: number) => z.number().min(min).max(max);
const integer = (min: number, max: number) => z.int().min(min).max(max);
const ms = (max: number = LIMITS.durationMs) => number(0, max);
const positiveMs = (max: number = LIMITS.durationMs) => number(0.001, max);
const fraction = number(0, 1);
const weight = number(-LIMITS.weight, LIMITS.weight);
const timeMs = number(0, LIMITS.durationMs);

function isPrime(n: number): boolean {
  for (let divisor = 2; divisor * divisor <= n; divisor++) if (n % divisor === 0) return false;
  return n >= 2;
}

const capability = z
  .string()
  .max(LIMITS.idCharacters)
  .refine((text) => isCapability(text), 'must be transcribe, synthesize, generate, code, embed, image_gen or custom:<name>');

export const regionSchema = z.strictObject({
  id,
  /** Highest privacy level the region may serve. */
  privacy: z.enum(PRIVACY_LEVELS).default('internal'),
  /** Relative price, 0 (free) to 1 (dearest), as the cost policy reads it. */
  cost: fraction.default(0.5),
});

export const networkSchema = z.strictObject({
  /** Round trip within a region. */
  localMs: ms(60_000).default(2),
  /** Round trip between two regions that `roundTrips` does not list. */
  remoteMs: ms(60_000).default(100),
  /** Unordered pairs; each pair at most once. */
  roundTrips: z
    .array(z.strictObject({ from: id, to: id, ms: ms(60_000) }))
    .max((LIMITS.regions * (LIMITS.regions - 1)) / 2)
    .default([]),
});

export const modelSchema = z.strictObject({ id, capabilities: z.array(capability).min(1).max(20) });

/** c servers in parallel and one first-come-first-served queue. `speed` divides every service demand. */
const slotsEngine = z.strictObject({
  kind: z.literal('slots'),
  slots: integer(1, LIMITS.slotsPerNode).default(8),
  queueLimit: integer(0, LIMITS.queuePerNode).default(256),
  speed: number(0.001, 1_000).default(1),
});

export const groupSchema = z.strictObject({
  id,
  region: id,
  count: integer(1, LIMITS.nodesPerGroup),
  /** Models that every node of the group serves. */
  models: z.array(id).min(1).max(LIMITS.models),
  /** Share of traffic of each node, relative to others, for strategies that weigh nodes. */
  weight: number(LIMITS.leastNodeWeight, LIMITS.weight).default(1),
  engine: slotsEngine,
  /** Relative price of each node, 0 (free) to 1 (dearest); null: its region's cost. */
  price: fraction.nullable().default(null),
  gpu: z.boolean().default(true),
});

const meanMs = positiveMs(3_600_000);

/** A law of positive times: service demands, or how long a user thinks. */
export const sizeSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('constant'), meanMs }),
  z.strictObject({ kind: z.literal('exponential'), meanMs }),
  z.strictObject({
    kind: z.literal('lognormal'),
    meanMs,
    /** Coefficient of variation: standard deviation over mean. */
    cv: number(0.01, 20),
  }),
  /** The sum of so many exponential phases of equal means. */
  z.strictObject({ kind: z.literal('erlang'), meanMs, phases: integer(1, 100).default(4) }),
  /** One of two exponentials, each of which brings half of all work. */
  z.strictObject({ kind: z.literal('hyperexponential'), meanMs, cv: number(1, 20) }),
  /** The first of two exponentials with probability `share`, otherwise the second. */
  z.strictObject({ kind: z.literal('two-exponentials'), share: fraction, firstMeanMs: meanMs, secondMeanMs: meanMs }),
  /** A tail that falls as size to the -shape, cut at both ends. */
  z.strictObject({
    kind: z.literal('bounded-pareto'),
    shape: number(0.1, 100),
    minMs: positiveMs(3_600_000),
    maxMs: positiveMs(3_600_000),
  }),
  /** These values, by relative weight. */
  z.strictObject({
    kind: z.literal('empirical'),
    values: z
      .array(z.strictObject({ ms: positiveMs(3_600_000), weight: number(0, 1_000_000).default(1) }))
      .min(1)
      .max(LIMITS.sizeValues),
  }),
]);

export const serviceSchema = z.discriminatedUnion('kind', [
  ...sizeSchema.options,
  /** From the token counts of a trace: those of the row that the request is, or of a row at random in a class of other arrivals. */
  z.strictObject({
    kind: z.literal('trace'),
    trace: id,
    baseMs: ms(3_600_000).default(0),
    msPerInputToken: number(0, 60_000),
    msPerOutputToken: number(0, 60_000),
  }),
]);

const ratePerS = number(0, LIMITS.ratePerS);
const traceMs = number(0, LIMITS.traceSpanMs);

/**
 * When requests come. `ratePerS` is what a change of traffic replaces, and all else of the kind moves with it.
 */
export const arrivalsSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('poisson'), ratePerS }),
  /** Independent gaps of this coefficient of variation: above 1 bursty, below 1 even. */
  z.strictObject({ kind: z.literal('gamma'), ratePerS, cv: number(0.01, 20) }),
  /** A request every 1 / rate. */
  z.strictObject({ kind: z.literal('deterministic'), ratePerS }),
  /** Several requests at one instant: a constant or geometric number with this mean. The rate is of requests. */
  z.strictObject({
    kind: z.literal('batch'),
    ratePerS,
    size: number(1, LIMITS.batch),
    sizes: z.enum(['constant', 'geometric']).default('constant'),
  }),
  /** Two phases of exponential length. `ratePerS` is the rate while on. */
  z.strictObject({
    kind: z.literal('on-off'),
    ratePerS,
    /** Mean lengths. */
    onMs: number(1, LIMITS.durationMs),
    offMs: number(1, LIMITS.durationMs),
    /** Rate while off over rate while on. */
    offFraction: fraction.default(0),
  }),
  /** `ratePerS` is the mean; it swings by `amplitude` of itself. `phase` in periods: 0 starts at the mean and rises. */
  z.strictObject({
    kind: z.literal('sinusoid'),
    ratePerS,
    amplitude: fraction.default(0.5),
    periodMs: number(1, LIMITS.periodMs),
    phase: fraction.default(0),
  }),
  /** A rate drawn by hand: ramps, steps, a day. The factors multiply `ratePerS`. */
  z.strictObject({
    kind: z.literal('curve'),
    ratePerS,
    /** In order of time; two at one instant make a jump. Before the first and after the last their factors hold. */
    points: z
      .array(z.strictObject({ atMs: number(0, LIMITS.periodMs), factor: number(0, 1_000) }))
      .min(1)
      .max(LIMITS.ratePoints),
    /** Straight from point to point, or each factor until the next. */
    between: z.enum(['line', 'step']).default('line'),
    /** The curve starts anew after this time; null: once. */
    repeatMs: number(1, LIMITS.periodMs).nullable().default(null),
  }),
  /** So many users, each of whom thinks, sends one request, waits for its end, and thinks again. */
  z.strictObject({ kind: z.literal('closed-loop'), users: integer(1, LIMITS.users), think: sizeSchema }),
  /** As recorded. A change of traffic replaces the trace's mean rate: requests come closer together, windows become busier. */
  z.strictObject({
    kind: z.literal('trace'),
    trace: id,
    /** The part of the trace's own time that is replayed: [fromMs, untilMs); null: to its end. The run begins at `fromMs`. */
    fromMs: traceMs.default(0),
    untilMs: traceMs.nullable().default(null),
    /** Run time over trace time: 0.5 replays twice as fast. */
    timeScale: number(0.000001, 1_000_000).default(1),
    /** Of windows: multiplies their rates. */
    rateScale: number(0, 1_000_000).default(1),
    /** Of requests: those of one instant are spread evenly over so much of the trace's time; 0: as recorded. */
    spreadMs: ms(600_000).default(0),
  }),
]);

/** A column by its name, or by its number from 1. */
const column = z.union([z.string().min(1).max(LIMITS.columnCharacters), integer(1, 1_000)], {
  error: `must be a column's name of at most ${LIMITS.columnCharacters} characters, or its number from 1`,
});

export const traceFormatSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('azure') }),
  z.strictObject({ kind: z.literal('mooncake') }),
  z.strictObject({ kind: z.literal('burst-gpt') }),
  z.strictObject({ kind: z.literal('servegen') }),
  z.strictObject({
    kind: z.literal('csv'),
    separator: z.enum([',', ';', '\t']).default(','),
    /** Whether the first line names the columns. */
    header: z.boolean().default(true),
    time: column,
    timeUnit: z.enum(['s', 'ms', 'timestamp']).default('s'),
    inputTokens: column.nullable().default(null),
    outputTokens: column.nullable().default(null),
    session: column.nullable().default(null),
  }),
]);

/** A file of recorded traffic. The document names it and says what is in it; the rows stay in the file. */
export const traceSchema = z.strictObject({
  id,
  name: z.string().min(1, 'must not be empty').max(LIMITS.traceNameCharacters),
  bytes: integer(1, LIMITS.traceBytes),
  sha256: z.string().regex(/^[0-9a-f]{64}$/, 'must be a SHA-256 as 64 hex digits in lower case'),
  format: traceFormatSchema,
  rows: integer(1, LIMITS.traceRows),
  /** In all; for windows the expected number. */
  requests: number(0, Number.MAX_SAFE_INTEGER),
  spanMs: traceMs,
});

export const workloadSchema = z.strictObject({
  id,
  capability: capability.default('generate'),
  /** Where requests, or users of a closed loop, come from, by relative weight. */
  origins: z
    .array(z.strictObject({ region: id, weight: number(0, 1_000_000) }))
    .min(1)
    .max(LIMITS.regions),
  arrivals: arrivalsSchema,
  /** Service demand of one attempt on a free slot of a node of speed 1. */
  service: serviceSchema,
  /** Drawn anew for every attempt, or once for the request. */
  demandPer: z.enum(['attempt', 'request']).default('attempt'),
  /** Number of sessions that requests, or users of a closed loop, are drawn from uniformly; null: every request stands alone. */
  sessions: integer(1, LIMITS.sessions).nullable().default(null),
  privacy: z.enum(PRIVACY_LEVELS).default('internal'),
  costTolerance: integer(0, 100).default(50),
  /** The longest that a node may be expected to take, for the max-latency policy; null: no bound. */
  maxLatencyMs: positiveMs(3_600_000).nullable().default(null),
  /** Requests per second that a node must be able to complete, for the throughput policy; null: no bound. */
  minThroughput: number(0.001, LIMITS.throughputPerS).nullable().default(null),
  /** Whether the gpu policy minds nodes without one. */
  preferGpu: z.boolean().default(true),
});

/** Terms of `scorer-sum`. */
export const SCORER_KINDS = ['queue', 'running', 'kv-cache', 'prefix', 'session'] as const;

const scorerSchema = z.strictObject({
  kind: z.enum(SCORER_KINDS),
  /** The endpoint picker's own default for a scorer without one. */
  weight: number(0, LIMITS.weight).default(1),
});

export const strategySchema = z.discriminatedUnion('id', [
  z.strictObject({ id: z.literal('least-latency') }),
  z.strictObject({ id: z.literal('least-connections') }),
  z.strictObject({ id: z.literal('round-robin') }),
  z.strictObject({ id: z.literal('weighted-random') }),
  z.strictObject({
    id: z.literal('consistent-hash'),
    form: z.enum(['ring', 'maglev']).default('ring'),
    /** Points on the ring per node. */
    virtualNodes: integer(1, 1_000).default(100),
    /** Slots of a Maglev table. */
    tableSize: integer(2, LIMITS.tableSize).refine(isPrime, 'must be a prime number').default(65_537),
    /** Most load of a node over the mean; null: no bound. */
    boundedLoad: number(1, 100).nullable().default(null),
  }),
  z.strictObject({
    id: z.literal('power-of-two'),
    /** Draws to a pick. */
    choices: integer(1, LIMITS.choices).default(2),
    /** Whether a node may be drawn twice for one pick. */
    replacement: z.boolean().default(false),
  }),
  z.strictObject({ id: z.literal('random') }),
  z.strictObject({ id: z.literal('join-idle-queue') }),
  z.strictObject({
    id: z.literal('peak-ewma'),
    /** The time in which a latency average falls to 1 / e without news. */
    decayMs: positiveMs(3_600_000).default(10_000),
    /** Load of a node that has attempts in flight and no data; Finagle's is 2^47 ns. */
    penaltyMs: number(0, LIMITS.penaltyMs).default(LIMITS.penaltyMs),
  }),
  z.strictObject({
    id: z.literal('least-request'),
    /** Draws to a pick, with replacement. */
    choices: integer(1, LIMITS.choices).default(2),
    /** The fewest in flight of those drawn, or of all; both for nodes of equal weight alone. */
    selection: z.enum(['choices', 'full-scan']).default('choices'),
    /** How much load takes from a node's weight, where weights differ: weight over (in flight + 1) to this power. */
    activeRequestBias: number(0, LIMITS.activeRequestBias).default(1),
  }),
  z.strictObject({
    id: z.literal('prequal'),
    /** Most probe answers kept; never more than half the nodes, or two. */
    poolSize: integer(2, LIMITS.probePool).default(16),
    /** Probes sent for each request; may be a fraction. */
    probes: number(0.01, LIMITS.choices).default(3),
    /** Probe answers removed for each request, oldest and worst in turn; may be a fraction. */
    removals: number(0, LIMITS.choices).default(1),
    /** Age at which a probe answer is thrown away. */
    maxAgeMs: positiveMs(3_600_000).default(1_000),
    /** Share of recent loads up to which a node is cold: 0 goes by load alone, 1 by latency alone. The default is 2 to the -1/4. */
    hotQuantile: fraction.default(0.8408964152537145),
    /** How much more use of an answer is allowed than new answers make up for. */
    delta: number(0, 100).default(1),
  }),
  z.strictObject({
    id: z.literal('prefix-cache'),
    /** Share of the prompt's blocks that a cached match must exceed; SGLang's cache_threshold. */
    matchFraction: fraction.default(0.3),
    /** Out of balance: loads further apart than this, in requests in flight from this router... */
    balanceAbs: integer(0, 1_000_000).default(64),
    /** ...and the highest more than this many times the lowest. */
    balanceRel: number(1, 1_000).default(1.5),
  }),
  z.strictObject({
    id: z.literal('kv-cost'),
    /** Blocks off the prefill for each cached block of the prompt. */
    overlapCredit: number(0, LIMITS.weight).default(1),
    /** Weight of the prefill beside the blocks of answers under way. */
    prefillScale: number(0, LIMITS.weight).default(1),
    /** 0: always the cheapest. */
    temperature: number(0, 1_000).default(0),
    /** How fast the credit fades with the backlog above the least loaded node's. */
    overlapDecay: number(0, LIMITS.weight).default(0),
    /** Blocks that a request in flight counts for. */
    activeRequestWeight: number(0, LIMITS.weight).default(0),
  }),
  z.strictObject({
    id: z.literal('scorer-sum'),
    /** Each kind at most once. The defaults are the endpoint picker's. */
    scorers: z
      .array(scorerSchema)
      .min(1, 'needs at least one scorer')
      .max(SCORER_KINDS.length)
      .default([
        { kind: 'queue', weight: 2 },
        { kind: 'kv-cache', weight: 2 },
        { kind: 'prefix', weight: 3 },
      ]),
    picker: z.enum(['max-score', 'weighted-random']).default('max-score'),
    /** How long a session's node is remembered after its last request, for the session scorer. */
    sessionTtlMs: positiveMs(LIMITS.sessionTtlMs).default(300_000),
  }),
]);

/** `reference`: scores and filters as the reference. `soft`: scores alone. `hard`: filters too, with an error that names the rule. */
const anyMode = z.enum(['reference', 'soft', 'hard']).default('reference');
const mode = z.enum(['soft', 'hard']).default('soft');

/** The composite's members, in order. The total is the sum of the weighted scores divided by their number. */
export const policySchema = z.discriminatedUnion('kind', [
  /** Hard: healthy nodes alone. */
  z.strictObject({ kind: z.literal('health'), weight: weight.default(2), mode: anyMode }),
  /** Refuses above `maxLatencyMs`, unless soft. */
  z.strictObject({
    kind: z.literal('latency'),
    weight: weight.default(1),
    maxLatencyMs: ms(3_600_000).default(5_000),
    mode: anyMode,
  }),
  /** The weight counts in modes soft and hard; in mode reference every node that may serve the request counts 1. */
  z.strictObject({ kind: z.literal('privacy'), weight: weight.default(1), mode: anyMode }),
  z.strictObject({
    kind: z.literal('locality'),
    weight: weight.default(1),
    boost: number(-LIMITS.weight, LIMITS.weight).default(0.3),
    /** `constant`: 0.5 whatever the regions, as the reference. `round-trip`: 1 at 0 ms, falling to 0 at `farMs`. */
    signal: z.enum(['constant', 'round-trip']).default('round-trip'),
    farMs: positiveMs(60_000).default(300),
  }),
  /** Hard: refuses nodes whose price is above the request's cost tolerance, as a share of 100. */
  z.strictObject({ kind: z.literal('cost'), weight: weight.default(1), mode }),
  /** Load over the node's slots: 1 when idle, 0 at `fullAt` times the slots. Hard: refuses from there on. */
  z.strictObject({
    kind: z.literal('load'),
    weight: weight.default(1),
    fullAt: number(0.01, 1_000).default(2),
    /** `in-flight`: what this router has under way there. `reported`: queued plus running as the node last said. */
    signal: z.enum(['in-flight', 'reported']).default('in-flight'),
    mode,
  }),
  /** What a node can complete each second, up to `fullPerS`. Hard: refuses below the class's minThroughput. */
  z.strictObject({
    kind: z.literal('throughput'),
    weight: weight.default(1),
    fullPerS: number(0.001, LIMITS.throughputPerS).default(1_000),
    mode,
  }),
  /** The latency to expect against the class's maxLatencyMs. Hard: refuses above it. */
  z.strictObject({ kind: z.literal('max-latency'), weight: weight.default(1), mode }),
  /** Hard: refuses nodes without a GPU where the class prefers one. */
  z.strictObject({ kind: z.literal('gpu'), weight: weight.default(1), mode }),
  /** The share of the prompt that a node has in its cache. */
  z.strictObject({
    kind: z.literal('cache'),
    weight: weight.default(1),
    mode: z.literal('soft', 'must be soft: a node without the prompt can serve it all the same').default('soft'),
  }),
]);

const POLICY_KINDS = policySchema.options.map((option) => option.shape.kind.value);

export const DEFAULT_POLICIES = [
  { kind: 'health' },
  { kind: 'latency' },
  { kind: 'privacy' },
  { kind: 'locality' },
  { kind: 'cost' },
] as const;

export const windowSchema = z.strictObject({
  /** The best so many candidates by total; null: all. */
  maxCandidates: integer(1, LIMITS.nodes).nullable().default(null),
  /** Least total; null: none. */
  minScore: number(-LIMITS.weight, LIMITS.weight).nullable().default(null),
});

export const signalsSchema = z.strictObject({
  /** Every so often the nodes report their load to the router; 0: at every change. */
  refreshMs: ms(60_000).default(0),
});

export const routerSchema = z.strictObject({
  strategy: strategySchema.prefault({ id: 'power-of-two' }),
  policies: z
    .array(policySchema)
    .max(20)
    .prefault([...DEFAULT_POLICIES]),
  window: windowSchema.prefault({}),
  signals: signalsSchema.prefault({}),
  /** Routers side by side; each request is one's, drawn at random, and each knows what it has sent and heard itself. */
  replicas: integer(1, 16).default(1),
});

export const healthSchema = z.strictObject({
  failureThreshold: integer(1, 1_000).default(3),
  recoveryThreshold: integer(1, 1_000).default(2),
  degradedLatencyMs: ms(3_600_000).default(1_000),
  /** Active probes on an interval; null: passive only, as the reference. */
  probes: z
    .strictObject({
      intervalMs: number(10, 3_600_000).default(1_000),
      timeoutMs: number(1, 3_600_000).default(500),
      /** Failed probes in a row that make a node unhealthy; null: each counts as a request's failure. */
      failureThreshold: integer(1, 1_000).nullable().default(null),
      /** Passed probes in a row that make it healthy again; null: each counts as a request's success. */
      recoveryThreshold: integer(1, 1_000).nullable().default(null),
    })
    .nullable()
    .prefault({}),
  /** Records start healthy with this smoothed latency; null: they start unknown at 0, as the reference. */
  warmLatencyMs: integer(0, 3_600_000).nullable().default(500),
  /** Latest successes of a node that its latency quantiles are over. */
  quantileSamples: integer(16, 4_096).default(256),
});

/** A share of calls that is a threshold: 0 would be met by every call. */
const share = number(0.001, 1);
const slowRuleSchema = z.strictObject({ ms: positiveMs(3_600_000), fraction: share.default(1) });

/** Opens a closed breaker by shares over its latest calls. */
export const rateSchema = z.strictObject({
  /** The last so many calls, or the calls of the last `ms` in ten slices. */
  window: z
    .discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('count'), calls: integer(1, LIMITS.windowCalls).default(100) }),
      z.strictObject({ kind: z.literal('time'), ms: number(10, 3_600_000).default(10_000) }),
    ])
    .prefault({ kind: 'time' }),
  /** Fewer calls in the window are not judged. */
  minimumCalls: integer(1, 1_000_000).default(20),
  /** Opens at this share of failures or above; null: failures are not judged. */
  failureFraction: share.nullable().default(0.5),
  /** Opens at this share of calls that take longer than `ms`. */
  slow: slowRuleSchema.nullable().default(null),
  /** The same of the time to the first token. */
  slowFirstToken: slowRuleSchema.nullable().default(null),
});

/** The open time of the k-th trip in a row: `openMs` times `factor` to the k - 1, or times 1 + `factor` (k - 1). */
export const growthSchema = z.strictObject({
  kind: z.enum(['exponential', 'linear']).default('exponential'),
  factor: number(1, 100).default(2),
  capMs: ms(LIMITS.durationMs).default(300_000),
  /** At most this share of the open time comes on top, drawn from seed, node and trip. */
  jitterFraction: fraction.default(0),
  /** While closed, the trips in a row count one less for each such time; null: a close starts them anew. */
  calmMs: positiveMs().nullable().default(null),
});

/** What looks at the fleet as a whole. A node is ejected while its breaker is not closed. */
export const ejectionSchema = z.strictObject({
  /** The largest share of nodes that trips may eject. */
  maxEjectedFraction: fraction.default(1),
  /** One may be ejected, whatever the share, while none is. */
  alwaysOne: z.boolean().default(false),
  /** Breakers and health records are overlooked while a smaller share of nodes is not ejected; 0: never. */
  panicFraction: fraction.default(0),
  /** Open breakers move at whole multiples of this time only, and nodes are compared then; null: no sweep. */
  sweepMs: number(10, 3_600_000).nullable().default(null),
  /** Ejects a node whose success rate is so many standard deviations below the mean. */
  successRate: z
    .strictObject({
      minimumNodes: integer(1, LIMITS.nodes).default(5),
      minimumCalls: integer(1, 1_000_000).default(100),
      deviations: number(0, 100).default(1.9),
    })
    .nullable()
    .default(null),
  /** Ejects a node with this share of failures or more. */
  failureShare: z
    .strictObject({
      minimumNodes: integer(1, LIMITS.nodes).default(5),
      minimumCalls: integer(1, 1_000_000).default(50),
      fraction: share.default(0.85),
    })
    .nullable()
    .default(null),
});

/** `trip`: opens at once. Health records hear of what is a failure or opens, and of answers. */
const verdict = z.enum(['failure', 'success', 'ignored', 'trip']);

/** What each way to end means to breakers; an answer is a success. */
export const outcomesSchema = z.strictObject({
  error: verdict.default('failure'),
  rejected: verdict.default('failure'),
  unreachable: verdict.default('failure'),
  'timed-out': verdict.default('failure'),
  cancelled: verdict.default('ignored'),
  'rate-limited': verdict.default('ignored'),
  'client-error': verdict.default('ignored'),
  'first-token-timeout': verdict.default('failure'),
  stalled: verdict.default('failure'),
});

export const breakerSchema = z.strictObject({
  /** Failures in a row that open; null: they do not. */
  failureThreshold: integer(1, 1_000).nullable().default(5),
  rate: rateSchema.nullable().default(null),
  openMs: ms(3_600_000).default(5_000),
  growth: growthSchema.nullable().default(null),
  /** What an open breaker becomes when its time is over. */
  afterOpen: z.enum(['half-open', 'closed']).default('half-open'),
  halfOpenSuccesses: integer(1, 1_000).default(3),
  /** Calls after which the fractions of `rate` judge a half-open breaker, in place of `halfOpenSuccesses`. */
  halfOpenCalls: integer(1, 1_000).nullable().default(null),
  /** Requests that a half-open breaker admits at once, each under a lease (null: until it ends); null: everyone, as the reference. */
  probes: z
    .strictObject({ max: integer(1, 1_000).default(3), leaseMs: number(1, 3_600_000).nullable().default(30_000) })
    .nullable()
    .prefault({}),
  /** Results of attempts that started before the trip change nothing. */
  ignoreLate: z.boolean().default(true),
  /** An open breaker closes at a success that it hears, and stays open anew at a failure; otherwise it hears nothing. */
  hearsWhileOpen: z.boolean().default(true),
  /** A close makes the node's health record healthy again. */
  resetHealthOnClose: z.boolean().default(true),
  outcomes: outcomesSchema.prefault({}),
  /** null: each breaker for itself. */
  ejection: ejectionSchema.nullable().default(null),
});

export const clientSchema = z.strictObject({
  /** Of one attempt. */
  timeoutMs: positiveMs(3_600_000).default(2_000),
  retries: integer(0, LIMITS.retries).default(2),
  backoff: z
    .discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('none') }),
      z.strictObject({ kind: z.literal('fixed'), ms: ms(600_000) }),
      /** `ms` times the number of attempts made, as the reference. */
      z.strictObject({ kind: z.literal('linear'), ms: ms(600_000) }),
    ])
    .default({ kind: 'linear', ms: 100 }),
  /** What a time-out takes back from the node: nothing, what still waits in its queue, or work in service too. */
  cancel: z.enum(['never', 'queued', 'always']).default('queued'),
});

export const sloSchema = z.strictObject({ id, latencyMs: positiveMs(3_600_000), targetFraction: fraction.default(0.99) });

export const targetSchema = z.strictObject({ kind: z.enum(['node', 'group', 'region']), id: z.string().min(1).max(64) });

/** How an attempt ends that a fault fails: with a 5xx, a 429, or another 4xx. */
const failedAs = z.enum(['error', 'rate-limited', 'client-error']).default('error');

export const faultSchema = z.discriminatedUnion('kind', [
  /** Fails everything on the node at once and refuses what comes; the queue is lost. */
  z.strictObject({ kind: z.literal('crash') }),
  /** Divides the node's speed, work in service included. */
  z.strictObject({ kind: z.literal('slow-down'), factor: number(1, 1_000_000) }),
  /** Added to the network round trip of every attempt and probe that leaves during the fault. */
  z.strictObject({ kind: z.literal('added-latency'), ms: ms(600_000) }),
  /** A share of attempts and probes fails `afterMs` after reaching the node, without taking a slot. */
  z.strictObject({ kind: z.literal('error-rate'), fraction, afterMs: ms(600_000).default(5), as: failedAs }),
  /** As error-rate, but probes pass. */
  z.strictObject({ kind: z.literal('grey'), fraction: fraction.default(1), afterMs: ms(600_000).default(5), as: failedAs }),
  /** Crashed for `downMs`, up for `upMs`, and again, starting down. */
  z.strictObject({ kind: z.literal('flapping'), downMs: positiveMs(), upMs: positiveMs() }),
]);

export const timelineSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    id,
    kind: z.literal('fault'),
    atMs: timeMs,
    /** The fault holds in [atMs, untilMs); null: to the end of the run. */
    untilMs: timeMs.nullable().default(null),
    target: targetSchema,
    fault: faultSchema,
  }),
  z.strictObject({ id, kind: z.literal('strategy'), atMs: timeMs, strategy: strategySchema }),
  z.strictObject({
    id,
    kind: z.literal('weights'),
    atMs: timeMs,
    weights: z
      .array(z.strictObject({ policy: z.enum(POLICY_KINDS), weight }))
      .min(1)
      .max(20),
  }),
  z.strictObject({ id, kind: z.literal('traffic'), atMs: timeMs, class: id, ratePerS }),
  /** No new requests from `atMs` on; gone when nothing is left on the node. */
  z.strictObject({ id, kind: z.literal('drain'), atMs: timeMs, target: targetSchema }),
  /** Loads from `atMs` on for `loadingMs`, then takes requests. A node whose first drain or join is a join is not there before. */
  z.strictObject({
    id,
    kind: z.literal('join'),
    atMs: timeMs,
    target: targetSchema,
    loadingMs: ms().default(10_000),
  }),
]);

/** The document without the rules that span fields; `parseScenario` in `parse.ts` adds those. */
export const scenarioSchema = z.strictObject({
  version: z.literal(SCENARIO_VERSION),
  title: z.string().min(1, 'must not be empty').max(LIMITS.titleCharacters).default('Untitled'),
  notes: z.string().max(LIMITS.notesCharacters).default(''),
  seed: integer(0, LIMITS.seed).default(42),
  durationMs: number(1, LIMITS.durationMs).default(40_000),
  /** Requests that arrive before this time are left out of the report's totals (the tracks show them). */
  warmUpMs: timeMs.default(0),
  regions: z.array(regionSchema).min(1, 'needs at least one region').max(LIMITS.regions),
  network: networkSchema.prefault({}),
  models: z.array(modelSchema).min(1, 'needs at least one model').max(LIMITS.models),
  groups: z.array(groupSchema).min(1, 'needs at least one node group').max(LIMITS.groups),
  /** Files that arrivals and sizes of kind trace take their rows from. */
  traces: z.array(traceSchema).max(LIMITS.traces).default([]),
  workload: z.array(workloadSchema).min(1, 'needs at least one class of requests').max(LIMITS.classes),
  router: routerSchema.prefault({}),
  health: healthSchema.prefault({}),
  breaker: breakerSchema.prefault({}),
  client: clientSchema.prefault({}),
  slos: z
    .array(sloSchema)
    .max(10)
    .default([{ id: 'latency', latencyMs: 1_500, targetFraction: 0.99 }]),
  timeline: z.array(timelineSchema).max(LIMITS.timeline).default([]),
});

/** A whole scenario, all defaults filled in. */
export type Scenario = z.output<typeof scenarioSchema>;
/** A scenario as a person or a link writes it: defaults may be left out. */
export type ScenarioInput = z.input<typeof scenarioSchema>;
export type Region = z.output<typeof regionSchema>;
export type Group = z.output<typeof groupSchema>;
export type Workload = z.output<typeof workloadSchema>;
export type Service = z.output<typeof serviceSchema>;
/** A service law that stands by itself. */
export type Sizes = z.output<typeof sizeSchema>;
export type TraceEntry = z.output<typeof traceSchema>;
export type ArrivalLaw = z.output<typeof arrivalsSchema>;
export type StrategySettings = z.output<typeof strategySchema>;
export type StrategyId = StrategySettings['id'];
export type ScorerKind = (typeof SCORER_KINDS)[number];
export type PolicySettings = z.output<typeof policySchema>;
export type PolicyKind = PolicySettings['kind'];
export type TimelineEntry = z.output<typeof timelineSchema>;
export type FaultEntry = Extract<TimelineEntry, { kind: 'fault' }>;
/** An entry that is about nodes. */
export type TargetedEntry = Extract<TimelineEntry, { target: unknown }>;
export type Fault = z.output<typeof faultSchema>;
export type FaultTarget = z.output<typeof targetSchema>;
export type BreakerSettings = z.output<typeof breakerSchema>;
export type ClientSettings = z.output<typeof clientSchema>;
