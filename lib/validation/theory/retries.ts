/** Attempts that fail at random, and clients that try again: with so many retries, or with a budget for them. */
import { z } from 'zod';

import { hashString } from '@/lib/base/hash';
import { fail, ok, type Result } from '@/lib/base/result';
import { LIMITS } from '@/lib/scenario/limits';
import { parseScenario } from '@/lib/scenario/parse';
import type { ScenarioInput } from '@/lib/scenario/schema';

import type { TheoryCase } from './case-file';
import type { Effort } from './effort';
import { nothingMore, type Ask, type Experiment, type Prepared, type Readings } from './harness';
import { firstProblems } from './problems';
import { group, neutral, workload } from './queue-scenario';
import { scenarioOf } from './queueing';
import { metricIn, needs, statesNoMore } from './statements';
import { toTheEnd } from './to-the-end';

const probability = z.number().min(0).max(1);
const countedSchema = z.strictObject({
  failure_probability_per_attempt: probability,
  max_retries: z.int().min(0).max(LIMITS.retries),
  backoff: z.literal('any'),
  budget: z.null(),
});
const budgetSchema = z.strictObject({
  failure_probability_per_attempt: probability,
  retry_budget_ratio: probability,
  minimum_per_second: z.number().min(0),
});

/** Any will do: nobody waits for anybody. */
const RATE_PER_S = 10_000;

export function retryCases(theCase: TheoryCase): Result<Prepared> {
  const budgeted = 'retry_budget_ratio' in theCase.model;
  const parsed = (budgeted ? budgetSchema : countedSchema).safeParse(theCase.model, { error: firstProblems.words });
  if (!parsed.success) return firstProblems.of(parsed.error.issues, theCase.model, theCase.id, 'model');
  const wrong =
    metricIn(theCase, ['attempts_per_request', 'success_fraction']) ?? needs(theCase, ['requests']) ?? statesNoMore(theCase, []);
  if (wrong !== null) return fail(wrong);
  return ok({ experiment: retrying(parsed.data), check: nothingMore });
}

type RetryModel = z.output<typeof countedSchema> | z.output<typeof budgetSchema>;

function retrying(model: RetryModel): Experiment {
  const key = JSON.stringify({ retries: model });
  const seed = hashString(key);
  const input = (effort: Effort): ScenarioInput => failing(model, effort, seed);
  return {
    key,
    files: [],
    tooMuch: (effort) => {
      const parsed = parseScenario(input(effort));
      return parsed.ok ? null : `the product cannot hold it: ${parsed.problems[0]!.message}`;
    },
    run: ({ effort, onProgress }: Ask): Readings => {
      const { report } = toTheEnd(scenarioOf({ input: input(effort) }), onProgress);
      const { arrived, finished } = report.requests;
      return { values: { attempts_per_request: report.attempts.started / arrived, success_fraction: finished / arrived } };
    },
  };
}

/** A node with room for everybody, on which each attempt fails with the given probability. Tried nodes may be tried again: there is one. */
function failing(model: RetryModel, effort: Effort, seed: number): ScenarioInput {
  const base = neutral(seed);
  const retrying =
    'max_retries' in model
      ? { retries: model.max_retries }
      : { retries: LIMITS.retries, budget: { fraction: model.retry_budget_ratio, minPerS: model.minimum_per_second } };
  const afterMs = 0;
  return {
    ...base,
    durationMs: (effort.requests / RATE_PER_S) * 1_000,
    groups: [group('g', 1, { kind: 'slots', slots: LIMITS.slotsPerNode })],
    workload: [workload({ kind: 'poisson', ratePerS: RATE_PER_S }, { kind: 'constant', meanMs: 0.001 })],
    client: { ...base.client, ...retrying, excludeTried: false },
    timeline: [
      {
        id: 'failures',
        kind: 'fault',
        atMs: 0,
        target: { kind: 'group', id: 'g' },
        fault: { kind: 'grey', fraction: model.failure_probability_per_attempt, afterMs },
      },
    ],
  };
}
