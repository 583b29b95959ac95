/**
 * From the text of a case file to what there is to run: cases in the order of the file, each left out with a reason or part of a run, and
 * runs that serve every case that asks the same of them.
 */
import { fail, ok, problem, type Problem, type Result } from '@/lib/base/result';
import { nearest } from '@/lib/scenario/nearest';

import { casesOf, nameOf, readCase, type TheoryCase } from './case-file';
import { largest, NO_EFFORT, type Effort } from './effort';
import { FAMILIES } from './families';
import type { Check, Experiment } from './harness';
import { LEFT_OUT_FAMILIES, whyLeftOut } from './left-out';
import { caseProblem } from './problems';
import { barOf } from './tolerance';

export interface PlanOptions {
  /** Cases of this family alone; null: all. */
  readonly only: string | null;
  /** Measured requests in place of those that cases state; null: theirs. */
  readonly requests: number | null;
  /** Whether a file beside the cases is there. */
  readonly has: (file: string) => boolean;
}

export interface Run {
  readonly experiment: Experiment;
  readonly effort: Effort;
  readonly metrics: readonly string[];
  /** Place in the file of one of its cases. */
  readonly of: number;
}

export type PlannedCase =
  | { readonly kind: 'left-out'; readonly id: string; readonly why: string }
  /** The product's limits do not let it run: a failure without a measurement. */
  | { readonly kind: 'too-much'; readonly id: string; readonly why: string }
  | {
      readonly kind: 'runs';
      readonly id: string;
      readonly theCase: TheoryCase;
      readonly most: number;
      readonly check: Check;
      readonly run: number;
    };

export interface Plan {
  readonly cases: readonly PlannedCase[];
  /** In the order in which cases first need them. */
  readonly runs: readonly Run[];
}

/** Problems shown of a file at most. */
const MOST_PROBLEMS = 20;

export function planOf(json: unknown, { only, requests, has }: PlanOptions): Result<Plan> {
  const raw = casesOf(json);
  if (!raw.ok) return raw;
  const problems: Problem[] = [];
  const cases: PlannedCase[] = [];
  const runs: { experiment: Experiment; effort: Effort; metrics: string[]; of: number }[] = [];
  const byKey = new Map<string, number>();
  const ids = new Map<string, number>();
  const families = new Set<string>();
  for (const [index, one] of raw.value.entries()) {
    const named = nameOf(one, index);
    if (!named.ok) {
      problems.push(...named.problems);
      continue;
    }
    const { id, family } = named.value;
    families.add(family);
    const earlier = ids.get(id);
    if (earlier !== undefined) problems.push(problem(`cases[${index}].id`, id, `must differ from that of cases[${earlier}]`));
    ids.set(id, index);
    if (only !== null && family !== only) continue;
    const left = whyLeftOut(named.value);
    if (left !== null) {
      cases.push({ kind: 'left-out', id, why: left });
      continue;
    }
    const prepared = prepare(one, id, family);
    if (!prepared.ok) {
      problems.push(...prepared.problems);
      continue;
    }
    const { theCase, experiment, check } = prepared.value;
    const missing = experiment.files.filter((file) => !has(file));
    if (missing.length > 0) {
      cases.push({ kind: 'left-out', id, why: `${missing.join(', ')} is not there` });
      continue;
    }
    const bar = barOf(theCase, requests);
    const tooMuch = experiment.tooMuch(bar.effort);
    if (tooMuch !== null) {
      cases.push({ kind: 'too-much', id, why: tooMuch });
      continue;
    }
    let run = byKey.get(experiment.key);
    if (run === undefined) {
      run = runs.push({ experiment, effort: NO_EFFORT, metrics: [], of: index }) - 1;
      byKey.set(experiment.key, run);
    }
    const shared = runs[run]!;
    shared.effort = largest(shared.effort, bar.effort);
    if (!shared.metrics.includes(theCase.metric)) shared.metrics.push(theCase.metric);
    cases.push({ kind: 'runs', id, theCase, most: bar.most, check, run });
  }
  if (only !== null && !families.has(only)) {
    const meant = nearest(only, families);
    const rule = `must be a family of the file (they are ${[...families].join(', ')})${meant === undefined ? '' : `; did you mean "${meant}"?`}`;
    problems.unshift(problem('--only', only, rule));
  }
  const [first, ...rest] = problems;
  return first === undefined ? ok({ cases, runs }) : fail(first, ...rest.slice(0, MOST_PROBLEMS - 1));
}

export function prepare(
  raw: unknown,
  id: string,
  family: string,
): Result<{ theCase: TheoryCase; experiment: Experiment; check: Check }> {
  const harness = Object.hasOwn(FAMILIES, family) ? FAMILIES[family] : undefined;
  if (harness === undefined) {
    const known = [...Object.keys(FAMILIES), ...LEFT_OUT_FAMILIES];
    return fail(caseProblem(id, 'family', family, `must be one of ${known.join(', ')}`));
  }
  const theCase = readCase(raw);
  if (!theCase.ok) return theCase;
  const prepared = harness(theCase.value);
  return prepared.ok ? ok({ theCase: theCase.value, ...prepared.value }) : prepared;
}
