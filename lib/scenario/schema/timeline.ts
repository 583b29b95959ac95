/** Timed changes: faults, and changes of strategy, weights, traffic, drains and joins. */
import { z } from 'zod';

import { fraction, id, ms, number, positiveMs, ratePerS, timeMs, weight } from './fields';
import { POLICY_KINDS, strategySchema } from './router';

const name = z.string().min(1).max(64);

/** Nodes by where they stand. */
export const placeSchema = z.strictObject({ kind: z.enum(['node', 'group', 'region']), id: name });

export const targetSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('node'), id: name }),
  z.strictObject({ kind: z.literal('group'), id: name }),
  z.strictObject({ kind: z.literal('region'), id: name }),
  /** Every node that serves the model; errors, added latency and lost messages hit the attempts on that model alone. */
  z.strictObject({ kind: z.literal('model'), id: name }),
  /** A random share of the nodes there, at least one; drawn from the seed and the entry's id. null: of all nodes. */
  z.strictObject({
    kind: z.literal('share'),
    fraction,
    of: z
      .strictObject({ kind: z.enum(['group', 'region']), id: name })
      .nullable()
      .default(null),
  }),
]);

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
  /** Nothing passes between the routers and the node, probes and reports of load included; work on it goes on. */
  z.strictObject({ kind: z.literal('partition') }),
  /** A share of messages is lost: requests, answers, and probes either way. Whoever waits for one waits for the time-out. */
  z.strictObject({ kind: z.literal('packet-loss'), fraction }),
  /** Nothing starts; what comes waits in the queue. Work in service goes on. */
  z.strictObject({ kind: z.literal('queue-stall') }),
  /** A share of the slots, rounded, takes no new work; a processor that is shared loses that share of its speed. */
  z.strictObject({ kind: z.literal('capacity-loss'), fraction }),
  /** A crash that is over after `downMs`. */
  z.strictObject({ kind: z.literal('cold-restart'), downMs: ms().default(0) }),
  /** Probes fail, requests pass. */
  z.strictObject({ kind: z.literal('probe-only') }),
  /** Each node fails and is repaired by itself, again and again, starting up. */
  z.strictObject({
    kind: z.literal('random-failures'),
    /** Means of the times up and down. */
    upMs: positiveMs(),
    downMs: ms(),
    /** fixed: each time is its mean, but the first up ends at a random point of it, so that nodes do not fail together. */
    law: z.enum(['exponential', 'fixed']).default('exponential'),
    /** When the time up runs. */
    clock: z.enum(['always', 'while-serving']).default('always'),
    /** Of what is on the node when it fails: paused until it is repaired, or lost, what waits too. */
    work: z.enum(['resumed', 'lost']).default('lost'),
    /** What comes while it is down: waits in its queue, or is refused. */
    arrivals: z.enum(['queued', 'refused']).default('refused'),
  }),
]);

/** Kinds that have a size, and so can grow. */
export const SIZED_FAULTS = ['slow-down', 'added-latency', 'error-rate', 'grey', 'packet-loss', 'capacity-loss'] as const;

export const timelineSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    id,
    kind: z.literal('fault'),
    atMs: timeMs,
    /** The fault holds in [atMs, untilMs); null: to the end of the run. */
    untilMs: timeMs.nullable().default(null),
    target: targetSchema,
    fault: faultSchema,
    /** A fault with a size grows evenly from nothing to all of it over this time, in twenty steps. */
    rampMs: ms().default(0),
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
  z.strictObject({ id, kind: z.literal('drain'), atMs: timeMs, target: placeSchema }),
  /** Loads from `atMs` on for `loadingMs`, then takes requests. A node whose first drain or join is a join is not there before. */
  z.strictObject({
    id,
    kind: z.literal('join'),
    atMs: timeMs,
    target: placeSchema,
    loadingMs: ms().default(10_000),
  }),
]);
