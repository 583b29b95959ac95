/** Regions, the network between them, models, and groups of nodes. */
import { z } from 'zod';

import { PRIVACY_LEVELS } from '@/lib/fleet/request';

import { LIMITS } from '../limits';
import { capability, fraction, id, integer, ms, number, positiveMs } from './fields';

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
  /** How the time that a request or an answer is under way varies; null: not at all. */
  jitter: z
    .discriminatedUnion('kind', [
      /** Times 1 plus or minus at most `fraction`, uniformly. */
      z.strictObject({ kind: z.literal('uniform'), fraction }),
      /** Plus an exponential time, each way. */
      z.strictObject({ kind: z.literal('exponential'), meanMs: ms(60_000) }),
    ])
    .nullable()
    .default(null),
});

export const modelSchema = z.strictObject({ id, capabilities: z.array(capability).min(1).max(20) });

/** `speed` divides every service demand. */
const engineSchema = z.discriminatedUnion('kind', [
  /** c servers in parallel and one first-come-first-served queue. */
  z.strictObject({
    kind: z.literal('slots'),
    slots: integer(1, LIMITS.slotsPerNode).default(8),
    queueLimit: integer(0, LIMITS.queuePerNode).default(256),
    speed: number(0.001, 1_000).default(1),
  }),
  /** One processor that all requests in service share equally. */
  z.strictObject({
    kind: z.literal('processor-sharing'),
    /** How many are in service at once, the others wait first come first served; null: all of them. */
    limit: integer(1, LIMITS.slotsPerNode).nullable().default(null),
    /** How many may wait: beyond a limit, or while a fault lets nothing start. */
    queueLimit: integer(0, LIMITS.queuePerNode).default(256),
    speed: number(0.001, 1_000).default(1),
  }),
]);

/** After a join, and after a crash, a node starts at `speedFraction` of its speed and gains the rest in ten equal steps. */
const coldStartSchema = z.strictObject({ warmUpMs: positiveMs(3_600_000), speedFraction: number(0.001, 1) });

/** Quotas of each node; beyond them it answers 429 at once. null: none. A minute's worth may come at once. */
export const nodeLimitsSchema = z.strictObject({
  requestsPerMinute: integer(1, LIMITS.requestsPerMinute).nullable().default(null),
  /** Tokens in and out together. */
  tokensPerMinute: integer(1, LIMITS.tokensPerMinute).nullable().default(null),
  /** Queued and in service together. */
  concurrent: integer(1, LIMITS.queuePerNode).nullable().default(null),
});

export const groupSchema = z.strictObject({
  id,
  region: id,
  count: integer(1, LIMITS.nodesPerGroup),
  /** Models that every node of the group serves. */
  models: z.array(id).min(1).max(LIMITS.models),
  /** Share of traffic of each node, relative to others, for strategies that weigh nodes. */
  weight: number(LIMITS.leastNodeWeight, LIMITS.weight).default(1),
  engine: engineSchema,
  /** How each node begins to work; null: at full speed. */
  coldStart: coldStartSchema.nullable().default(null),
  /** Relative price of each node, 0 (free) to 1 (dearest); null: its region's cost. */
  price: fraction.nullable().default(null),
  gpu: z.boolean().default(true),
  limits: nodeLimitsSchema.nullable().default(null),
});
