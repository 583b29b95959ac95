/**
 * The scenario: one versioned document that holds everything a run depends on. The types, the defaults, the limits and
 * the JSON Schema all come from here. Every list is of `{ id, ... }`, never an object keyed by a user's names.
 * Defaults are frozen per version: changing one makes a new version whose migration writes the old value.
 * All times and durations are ms, all rates per second of simulated time, all fractions 0 to 1.
 */
import { z } from 'zod';

import { LIMITS } from './limits';
import { breakerSchema } from './schema/breaker';
import { clientSchema } from './schema/client';
import { fraction, id, integer, number, positiveMs, timeMs } from './schema/fields';
import { groupSchema, modelSchema, networkSchema, regionSchema } from './schema/fleet';
import { healthSchema } from './schema/health';
import type { SCORER_KINDS, policySchema, strategySchema } from './schema/router';
import { routerSchema } from './schema/router';
import type { faultSchema, placeSchema, targetSchema } from './schema/timeline';
import { timelineSchema } from './schema/timeline';
import type { arrivalsSchema, serviceSchema, sizeSchema } from './schema/workload';
import { traceSchema, workloadSchema } from './schema/workload';

export const SCENARIO_VERSION = 1;

export const sloSchema = z.strictObject({ id, latencyMs: positiveMs(3_600_000), targetFraction: fraction.default(0.99) });

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
export type Fallback = Workload['fallbacks'][number];
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
/** Nodes by where they stand. */
export type PlaceTarget = z.output<typeof placeSchema>;
export type BreakerSettings = z.output<typeof breakerSchema>;
export type ClientSettings = z.output<typeof clientSchema>;
