/** Who asks, when, for how much: classes of requests, laws of sizes, arrivals, and traces. */
import { z } from 'zod';

import { PRIVACY_LEVELS } from '@/lib/fleet/request';

import { LIMITS } from '../limits';
import { capability, fraction, id, integer, ms, number, positiveMs, ratePerS } from './fields';

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

const meanTokens = number(1, LIMITS.tokensPerRequest);

/** A law of token counts, which are rounded to whole ones, at least 1. */
export const tokenLawSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('constant'), mean: meanTokens }),
  z.strictObject({ kind: z.literal('exponential'), mean: meanTokens }),
  z.strictObject({ kind: z.literal('lognormal'), mean: meanTokens, cv: number(0.01, 20) }),
  /** These counts, by relative weight. */
  z.strictObject({
    kind: z.literal('empirical'),
    values: z
      .array(z.strictObject({ tokens: integer(1, LIMITS.tokensPerRequest), weight: number(0, 1_000_000).default(1) }))
      .min(1)
      .max(LIMITS.sizeValues),
  }),
]);

/** Names of which one is asked for; empty: whichever. */
const regionsAsked = z.array(id).max(LIMITS.regions).default([]);
const modelsAsked = z.array(id).max(LIMITS.models).default([]);

/** Where a request starts over when its tries are used up, or no node is left to pick; null: as the class says. */
export const fallbackSchema = z.strictObject({
  id,
  capability: capability.nullable().default(null),
  privacy: z.enum(PRIVACY_LEVELS).nullable().default(null),
  costTolerance: integer(0, 100).nullable().default(null),
  regions: regionsAsked,
  models: modelsAsked,
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
  /** Of a request, drawn once; null: those of its trace's row where its service is of kind trace, otherwise unknown. */
  tokens: z.strictObject({ input: tokenLawSchema, output: tokenLawSchema }).nullable().default(null),
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
  /** Regions and models that it may be served by; a fallback has its own. */
  regions: regionsAsked,
  models: modelsAsked,
  /** In order; each has all tries of its own. */
  fallbacks: z.array(fallbackSchema).max(LIMITS.fallbacks).default([]),
});
