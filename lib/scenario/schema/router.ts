/** The router: strategy, policies, window, signals, replicas. */
import { z } from 'zod';

import { LIMITS } from '../limits';
import { fraction, integer, ms, number, positiveMs, weight } from './fields';

export function isPrime(n: number): boolean {
  for (let divisor = 2; divisor * divisor <= n; divisor++) if (n % divisor === 0) return false;
  return n >= 2;
}

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
    /** Distinct draws to a pick; as many as there are nodes compare all of them. */
    choices: integer(1, LIMITS.choices).default(2),
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

export const POLICY_KINDS = policySchema.options.map((option) => option.shape.kind.value);

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

/** What each router lets in before it decides anything; the rest is refused at once. null: no bound. */
export const admissionSchema = z.strictObject({
  /** Attempts under way at once. */
  maxInFlight: integer(1, 10_000_000).nullable().default(null),
  /** Tries, in the long run. */
  ratePerS: number(0.001, LIMITS.ratePerS).nullable().default(null),
  /** Tries that may come at once, on top of the rate. */
  burst: integer(1, 10_000_000).default(1),
});

export const routerSchema = z.strictObject({
  strategy: strategySchema.prefault({ id: 'power-of-two' }),
  policies: z
    .array(policySchema)
    .max(20)
    .prefault([...DEFAULT_POLICIES]),
  window: windowSchema.prefault({}),
  signals: signalsSchema.prefault({}),
  admission: admissionSchema.nullable().default(null),
  /** Routers side by side; each request is one's, drawn at random, and each knows what it has sent and heard itself. */
  replicas: integer(1, 16).default(1),
});
