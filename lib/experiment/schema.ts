/**
 * The experiment: one versioned document that holds a scenario, what is done with it, and a seed. It gives the same answer wherever and
 * on however many threads it is run. Variants are patches of the one scenario, so what they share is shared by construction.
 * As in a scenario, lists are of `{ id, ... }` and defaults are frozen per version.
 */
import { z } from 'zod';

import { LIMITS } from '@/lib/scenario/limits';
import { scenarioSchema } from '@/lib/scenario/schema';
import { fraction, id, integer, number, timeMs } from '@/lib/scenario/schema/fields';
import { faultSchema } from '@/lib/scenario/schema/timeline';

import { EXPERIMENT_LIMITS } from './limits';
import { METRIC_NAMES } from './metrics';

export const EXPERIMENT_VERSION = 1;

const path = z.string().min(1, 'must not be empty').max(EXPERIMENT_LIMITS.pathCharacters);
const metricName = z.enum(METRIC_NAMES);

export const settingSchema = z.strictObject({ path, value: z.json() });

export const variantSchema = z.strictObject({
  id,
  /** What a person reads; empty: the id. */
  title: z.string().max(EXPERIMENT_LIMITS.titleCharacters).default(''),
  /** In which it differs from the scenario; none: the scenario itself. */
  patch: z.array(settingSchema).max(EXPERIMENT_LIMITS.settings).default([]),
});

const variants = z.array(variantSchema).min(1, 'needs at least one variant').max(EXPERIMENT_LIMITS.variants);

const replications = integer(EXPERIMENT_LIMITS.fewestReplications, EXPERIMENT_LIMITS.replications);

export const precisionSchema = z.strictObject({
  metric: metricName.default('p99'),
  /** Half an interval over the baseline's mean that is wanted, of every variant's own mean, or of its difference to the baseline. */
  fraction: number(0.0001, 1).default(0.05),
  of: z.enum(['mean', 'difference']).default('difference'),
});

export const comparePlanSchema = z.strictObject({
  kind: z.literal('compare'),
  variants,
  /** null: the first. */
  baseline: id.nullable().default(null),
  /** Whether all variants meet the same requests in a replication, or each has seeds of its own. */
  numbers: z.enum(['common', 'independent']).default('common'),
  /** At most so many. */
  replications: replications.default(20),
  /** Stops before that when reached; looked at after every `batch` replications. null: all are run. */
  precision: precisionSchema.nullable().default(null),
  batch: integer(2, 100).default(5),
});

export const loadCurvePlanSchema = z.strictObject({
  kind: z.literal('load-curve'),
  variants,
  /** What every class's rate (or number of users) is multiplied by; ascending. */
  loads: z
    .array(number(0.01, 100))
    .min(2, 'needs at least two loads')
    .max(EXPERIMENT_LIMITS.loads)
    .default([0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1, 1.1, 1.2, 1.3]),
  metric: metricName.default('p99'),
  /** Whose target fraction marks the capacity; null: the first. */
  slo: id.nullable().default(null),
  replications: replications.default(5),
});

export const axisSchema = z.strictObject({
  id,
  /** Settings that move together. */
  paths: z.array(path).min(1).max(10),
  values: z.array(z.json()).min(2, 'needs at least two values').max(EXPERIMENT_LIMITS.axisValues),
});

export const sweepPlanSchema = z.strictObject({
  kind: z.literal('sweep'),
  axes: z.array(axisSchema).min(1, 'needs at least one axis').max(2),
  metric: metricName.default('p99'),
  replications: replications.default(3),
});

export const rangeSchema = z.strictObject({ id, path, low: z.number(), high: z.number() });

export const sensitivityPlanSchema = z.strictObject({
  kind: z.literal('sensitivity'),
  /** One setting at a time from where the scenario stands, or Morris's paths through the whole box of ranges. */
  method: z.enum(['one-at-a-time', 'morris']).default('one-at-a-time'),
  parameters: z.array(rangeSchema).min(1, 'needs at least one parameter').max(EXPERIMENT_LIMITS.parameters),
  metric: metricName.default('p99'),
  /** Runs of each point, or paths. */
  replications: replications.default(10),
});

export const searchedSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    id,
    kind: z.literal('number'),
    path,
    low: z.number(),
    high: z.number(),
    scale: z.enum(['linear', 'log']).default('linear'),
  }),
  z.strictObject({
    id,
    kind: z.literal('choice'),
    path,
    values: z.array(z.json()).min(2, 'needs at least two values').max(EXPERIMENT_LIMITS.axisValues),
  }),
]);

export const constraintSchema = z.strictObject({
  id,
  metric: metricName,
  bound: z.enum(['at-most', 'at-least']),
  value: z.number(),
});

export const optimisePlanSchema = z.strictObject({
  kind: z.literal('optimise'),
  space: z.array(searchedSchema).min(1, 'needs at least one setting to search').max(EXPERIMENT_LIMITS.searched),
  objective: metricName.default('p99'),
  /** For a front of two; it does not steer the search. */
  second: metricName.nullable().default(null),
  constraints: z.array(constraintSchema).max(EXPERIMENT_LIMITS.constraints).default([]),
  /** Runs of the search. */
  budget: integer(EXPERIMENT_LIMITS.smallestBudget, EXPERIMENT_LIMITS.runs).default(400),
  /** Runs of the winner and of the scenario as it stands, on seeds that the search has not seen. */
  validation: replications.default(20),
});

export const robustnessPlanSchema = z.strictObject({
  kind: z.literal('robustness'),
  variants,
  /** What befalls each target in its turn. */
  fault: faultSchema.default({ kind: 'crash' }),
  fromMs: timeMs,
  untilMs: timeMs,
  /** One script for each of these. */
  each: z
    .array(z.enum(['node', 'group', 'region']))
    .max(3)
    .default(['node', 'region']),
  /** So many scripts more, each of `nodes` nodes at random at once. */
  random: z
    .strictObject({ scripts: integer(1, 100), nodes: integer(1, LIMITS.nodes) })
    .nullable()
    .default(null),
  metric: metricName.default('p99'),
  /** The share by which a run's latency may lie above the one without the fault and count as recovered. */
  tolerance: fraction.default(0.25),
  replications: replications.default(5),
});

export const experimentSchema = z.strictObject({
  version: z.literal(EXPERIMENT_VERSION),
  title: z.string().max(EXPERIMENT_LIMITS.titleCharacters).default(''),
  notes: z.string().max(LIMITS.notesCharacters).default(''),
  /** Of the whole experiment; the scenario's own seed is not used. */
  seed: integer(0, LIMITS.seed).default(1),
  scenario: scenarioSchema,
  plan: z.discriminatedUnion('kind', [
    comparePlanSchema,
    loadCurvePlanSchema,
    sweepPlanSchema,
    sensitivityPlanSchema,
    optimisePlanSchema,
    robustnessPlanSchema,
  ]),
});

/** A whole experiment, all defaults filled in. */
export type Experiment = z.output<typeof experimentSchema>;
/** As a person or a link writes it. */
export type ExperimentInput = z.input<typeof experimentSchema>;
export type Plan = Experiment['plan'];
export type PlanKind = Plan['kind'];
export type PlanOf<K extends PlanKind> = Extract<Plan, { kind: K }>;
/** An experiment of one kind. */
export type ExperimentOf<K extends PlanKind> = Omit<Experiment, 'plan'> & { readonly plan: PlanOf<K> };
export type Variant = z.output<typeof variantSchema>;
export type Axis = z.output<typeof axisSchema>;
export type Range = z.output<typeof rangeSchema>;
export type Searched = z.output<typeof searchedSchema>;
export type Constraint = z.output<typeof constraintSchema>;

/** JSON Schema (draft 2020-12) of an experiment as a person writes it. */
export function experimentJsonSchema(): z.core.JSONSchema.BaseSchema {
  return z.toJSONSchema(experimentSchema, { io: 'input', target: 'draft-2020-12' });
}
