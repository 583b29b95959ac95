/** Timed changes: faults, and changes of strategy, weights, traffic, drains and joins. */
import { z } from 'zod';

import { fraction, id, ms, number, positiveMs, ratePerS, timeMs, weight } from './fields';
import { POLICY_KINDS, strategySchema } from './router';

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
