/**
 * The door of case files, format `fleet-sim-theory-cases/1`: known results of queueing and hashing, each with a model, a metric, the
 * expected value and a tolerance. Everything that cases of all families have is read here; their models and what they state beside
 * the expected value belong to the families. No key is overlooked: one that nobody knows is a problem.
 */
import { z } from 'zod';

import { fail, ok, problem, type Problem, type Result } from '@/lib/base/result';
import { firstProblems } from './problems';
import { EFFORTS, NO_EFFORT, type Effort, type EffortKind } from './effort';

export const FORMAT = 'fleet-sim-theory-cases/1';
/** A case takes about a kilobyte. */
export const MOST_CASES = 10_000;

const KINDS = ['exact', 'numeric', 'asymptotic', 'published', 'simulated', 'bound', 'ordering', 'invariant'] as const;

const UNITS = [
  '1',
  'mean service times',
  'mean service times at speed 1',
  'time units',
  'requests per mean service time',
  'requests per second',
  'requests',
  'seconds',
  'tokens',
  'attempts',
  'calls',
  'slots',
  'picks',
] as const;

const count = z.int().min(1).max(1_000_000_000);
const counts = z.strictObject({ ...(Object.fromEntries(EFFORTS.map((kind) => [kind, count.optional()])) as Counts) }).shape;
type Counts = Record<EffortKind, z.ZodOptional<z.ZodInt>>;
const allowance = z.number().min(0);

const toleranceSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('relative'), value: allowance, ...counts }),
  z.strictObject({ type: z.literal('absolute'), value: allowance, ...counts }),
  /** Below the expected value plus `value`, or above it less `value`. */
  z.strictObject({ type: z.literal('at_most'), value: allowance, ...counts }),
  z.strictObject({ type: z.literal('at_least'), value: allowance, ...counts }),
  z.strictObject({ type: z.literal('sequence'), ...counts }),
  z.strictObject({ type: z.literal('ordering'), ...counts }),
]);
export type Tolerance = z.output<typeof toleranceSchema>;

/** What some cases state beside their expected value. */
const EXTRAS = {
  invariant: z.string(),
  expected_shares: z.array(z.number().min(0).max(1)).min(1),
  expected_sequence: z.array(z.string()).min(1),
  expected_values: z.array(z.number()).min(1),
  lag: z.number(),
};
/** `expected_sequence_after_<name>_leaves`. */
const AFTER_LEAVING = /^expected_sequence_after_(.+)_leaves$/;

const text = z.string();
const caseSchema = z.looseObject({
  id: text.min(1).max(200),
  family: text.min(1),
  description: text.default(''),
  source: text.default(''),
  kind: z.enum(KINDS),
  model: z.record(text, z.unknown()),
  metric: text.min(1),
  unit: z.enum(UNITS),
  expected: z.number(),
  tolerance: toleranceSchema,
  sd_at_1e6_requests: z.number().positive().optional(),
  evidence: z.array(z.unknown()).default([]),
  invariant: EXTRAS.invariant.optional(),
  expected_shares: EXTRAS.expected_shares.optional(),
  expected_sequence: EXTRAS.expected_sequence.optional(),
  expected_values: EXTRAS.expected_values.optional(),
  lag: EXTRAS.lag.optional(),
});

export type ExtraKind = keyof typeof EXTRAS;

export interface TheoryCase {
  readonly id: string;
  readonly family: string;
  readonly model: Readonly<Record<string, unknown>>;
  readonly metric: string;
  readonly unit: string;
  readonly expected: number;
  readonly tolerance: Tolerance;
  readonly effort: Effort;
  /** Standard deviation of the estimate from a million measured requests; null: not stated. */
  readonly sd: number | null;
  readonly invariant: string | null;
  readonly expectedShares: readonly number[] | null;
  readonly expectedSequence: readonly string[] | null;
  /** By the name of who leaves. */
  readonly sequenceAfterLeaving: { readonly who: string; readonly sequence: readonly string[] } | null;
  readonly expectedValues: readonly number[] | null;
  readonly lag: number | null;
}

const headSchema = z.object({
  format: z.literal(FORMAT),
  count: z.int().min(0).optional(),
  cases: z.array(z.unknown()).min(1, 'needs at least one case').max(MOST_CASES),
});

/** The cases of a parsed JSON text, as they stand. Whoever leaves some out does so before `readCase`. */
export function casesOf(json: unknown): Result<readonly unknown[]> {
  const head = headSchema.safeParse(json, { error: firstProblems.words });
  if (!head.success) return firstProblems.of(head.error.issues, json, '');
  const { count: said, cases } = head.data;
  if (said !== undefined && said !== cases.length) {
    return fail(problem('count', said, `must be the number of cases, ${cases.length}: the file was cut or changed`));
  }
  return ok(cases);
}

/** What is needed of a case to know whether it is wanted. */
export function nameOf(raw: unknown, index: number): Result<{ readonly id: string; readonly family: string }> {
  const named = z.object({ id: text.min(1), family: text.min(1) }).safeParse(raw, { error: firstProblems.words });
  return named.success ? ok(named.data) : firstProblems.of(named.error.issues, raw, `cases[${index}]`);
}

export function readCase(raw: unknown): Result<TheoryCase> {
  const parsed = caseSchema.safeParse(raw, { error: firstProblems.words });
  const id = typeof raw === 'object' && raw !== null && 'id' in raw ? String(raw.id) : '';
  if (!parsed.success) return firstProblems.of(parsed.error.issues, raw, id);
  const of = parsed.data;
  const after: { who: string; sequence: string[] }[] = [];
  const problems: Problem[] = [];
  for (const key of Object.keys(of)) {
    if (Object.hasOwn(caseSchema.shape, key)) continue;
    const who = AFTER_LEAVING.exec(key)?.[1];
    const sequence = z.array(text).min(1).safeParse(of[key]);
    if (who !== undefined && sequence.success) after.push({ who, sequence: sequence.data });
    else if (who !== undefined) problems.push(problem(`${id}: ${key}`, of[key], 'must be a list of names'));
    else problems.push(problem(`${id}: ${key}`, of[key], `is an unknown key; a case knows only ${KNOWN_KEYS}`));
  }
  if (after.length > 1) problems.push(problem(`${id}: ${Object.keys(of).at(-1)}`, after.length, 'must be one: who leaves'));
  const [first, ...rest] = problems;
  if (first !== undefined) return fail(first, ...rest);
  const effort = { ...NO_EFFORT };
  for (const kind of EFFORTS) effort[kind] = of.tolerance[kind] ?? 0;
  return ok({
    id: of.id,
    family: of.family,
    model: of.model,
    metric: of.metric,
    unit: of.unit,
    expected: of.expected,
    tolerance: of.tolerance,
    effort,
    sd: of.sd_at_1e6_requests ?? null,
    invariant: of.invariant ?? null,
    expectedShares: of.expected_shares ?? null,
    expectedSequence: of.expected_sequence ?? null,
    sequenceAfterLeaving: after[0] ?? null,
    expectedValues: of.expected_values ?? null,
    lag: of.lag ?? null,
  });
}

const KNOWN_KEYS = `${Object.keys(caseSchema.shape).join(', ')} and expected_sequence_after_<name>_leaves`;
