/**
 * The scenario: one versioned document that holds everything a run depends on. The types, the defaults, the limits and
 * the JSON Schema all come from here. Every list is of `{ id, ... }`, never an object keyed by a user's names.
 * Defaults are frozen per version: changing one makes a new version whose migration writes the old value.
 * All times and durations are ms, all rates per second of simulated time, all fractions 0 to 1.
 */
import { z } from 'zod';

import { isCapability } from '@/lib/fleet/model';
import { PRIVACY_LEVELS } from '@/lib/fleet/request';

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
  /** Expected first attempts of a whole run: the sum over classes of rate times time. */
  requests: 20_000_000,
  sessions: 10_000_000,
  timeline: 500,
  /** Crash and recovery edges that all flapping faults of a scenario may make, each counted once for its whole target. */
  flaps: 20_000,
  /** The same edges, each counted once for every node of its target. */
  nodeFlaps: 5_000_000,
  /** Tries times nodes, where the window looks at every node for every try: expected requests x (1 + retries) x nodes. */
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
  retries: 10,
  weight: 1_000,
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
  engine: slotsEngine,
});

export const serviceSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('constant'), meanMs: positiveMs(3_600_000) }),
  z.strictObject({ kind: z.literal('exponential'), meanMs: positiveMs(3_600_000) }),
  z.strictObject({
    kind: z.literal('lognormal'),
    meanMs: positiveMs(3_600_000),
    /** Coefficient of variation: standard deviation over mean. */
    cv: number(0.01, 20),
  }),
]);

export const workloadSchema = z.strictObject({
  id,
  capability: capability.default('generate'),
  /** Where requests come from, by relative weight. */
  origins: z
    .array(z.strictObject({ region: id, weight: number(0, 1_000_000) }))
    .min(1)
    .max(LIMITS.regions),
  arrivals: z.strictObject({ kind: z.literal('poisson'), ratePerS: number(0, LIMITS.ratePerS) }),
  /** Service demand of one attempt on a free slot of a node of speed 1. */
  service: serviceSchema,
  /** Drawn anew for every attempt, or once for the request. */
  demandPer: z.enum(['attempt', 'request']).default('attempt'),
  /** Number of sessions that requests are drawn from uniformly; null: every request stands alone. */
  sessions: integer(1, LIMITS.sessions).nullable().default(null),
  privacy: z.enum(PRIVACY_LEVELS).default('internal'),
  costTolerance: integer(0, 100).default(50),
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
]);

/** The composite's members, in order. The total is the sum of the weighted scores divided by their number. */
export const policySchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('health'), weight: weight.default(2) }),
  z.strictObject({ kind: z.literal('latency'), weight: weight.default(1), maxLatencyMs: ms(3_600_000).default(5_000) }),
  z.strictObject({ kind: z.literal('privacy') }),
  z.strictObject({
    kind: z.literal('locality'),
    weight: weight.default(1),
    boost: number(-LIMITS.weight, LIMITS.weight).default(0.3),
    /** `constant`: 0.5 whatever the regions, as the reference. `round-trip`: 1 at 0 ms, falling to 0 at `farMs`. */
    signal: z.enum(['constant', 'round-trip']).default('round-trip'),
    farMs: positiveMs(60_000).default(300),
  }),
  z.strictObject({ kind: z.literal('cost'), weight: weight.default(1) }),
  /** In flight from this router over the node's slots: 1 when idle, 0 at `fullAt` times the slots. */
  z.strictObject({ kind: z.literal('load'), weight: weight.default(1), fullAt: number(0.01, 1_000).default(2) }),
]);

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

export const breakerSchema = z.strictObject({
  failureThreshold: integer(1, 1_000).default(5),
  openMs: ms(3_600_000).default(5_000),
  halfOpenSuccesses: integer(1, 1_000).default(3),
  /** Requests that a half-open breaker admits at once, each under a lease; null: everyone, as the reference. */
  probes: z
    .strictObject({ max: integer(1, 1_000).default(3), leaseMs: number(1, 3_600_000).default(30_000) })
    .nullable()
    .prefault({}),
  /** Results of attempts that started before the trip change nothing. */
  ignoreLate: z.boolean().default(true),
  /** A close makes the node's health record healthy again. */
  resetHealthOnClose: z.boolean().default(true),
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

export const faultSchema = z.discriminatedUnion('kind', [
  /** Fails everything on the node at once and refuses what comes; the queue is lost. */
  z.strictObject({ kind: z.literal('crash') }),
  /** Divides the node's speed, work in service included. */
  z.strictObject({ kind: z.literal('slow-down'), factor: number(1, 1_000_000) }),
  /** Added to the network round trip of every attempt and probe that leaves during the fault. */
  z.strictObject({ kind: z.literal('added-latency'), ms: ms(600_000) }),
  /** A share of attempts and probes fails `afterMs` after reaching the node, without taking a slot. */
  z.strictObject({ kind: z.literal('error-rate'), fraction, afterMs: ms(600_000).default(5) }),
  /** As error-rate, but probes pass. */
  z.strictObject({ kind: z.literal('grey'), fraction: fraction.default(1), afterMs: ms(600_000).default(5) }),
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
      .array(z.strictObject({ policy: z.enum(['health', 'latency', 'locality', 'cost', 'load']), weight }))
      .min(1)
      .max(20),
  }),
  z.strictObject({ id, kind: z.literal('traffic'), atMs: timeMs, class: id, ratePerS: number(0, LIMITS.ratePerS) }),
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
export type StrategySettings = z.output<typeof strategySchema>;
export type StrategyId = StrategySettings['id'];
export type PolicySettings = z.output<typeof policySchema>;
export type PolicyKind = PolicySettings['kind'];
export type TimelineEntry = z.output<typeof timelineSchema>;
export type FaultEntry = Extract<TimelineEntry, { kind: 'fault' }>;
/** An entry that is about nodes. */
export type TargetedEntry = Extract<TimelineEntry, { target: unknown }>;
export type Fault = z.output<typeof faultSchema>;
export type FaultTarget = z.output<typeof targetSchema>;
export type ClientSettings = z.output<typeof clientSchema>;
