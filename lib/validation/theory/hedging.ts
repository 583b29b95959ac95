/** A second copy of a request after a delay, where nobody waits for a slot: the product's client, on nodes with slots for all. */
import { z } from 'zod';

import { hashString } from '@/lib/base/hash';
import { fail, ok, type Result } from '@/lib/base/result';
import { LIMITS } from '@/lib/scenario/limits';
import { parseScenario } from '@/lib/scenario/parse';

import type { TheoryCase } from './case-file';
import type { Effort } from './effort';
import { nothingMore, type Ask, type Experiment, type Prepared, type Readings } from './harness';
import { caseProblem, firstProblems } from './problems';
import { isQueueMetric, measure, QUEUE_METRICS } from './queue-metrics';
import { meanOf, serviceSchema } from './queue-model';
import { group, neutral, sizeLaw, workload, type QueueRun } from './queue-scenario';
import { scenarioOf } from './queueing';
import { needs, statesNoMore } from './statements';
import { toTheEnd } from './to-the-end';

const modelSchema = z.strictObject({
  service: serviceSchema,
  servers: z.literal('unlimited (no queueing)'),
  hedge_after: z.number().positive(),
  copies: z.int().min(2).max(4),
  loser: z.literal('cancelled or ignored'),
});
type HedgeModel = z.output<typeof modelSchema>;

const EXTRA = 'extra_copies_per_request';
/** A node for each copy, as copies go to nodes that have none yet, each with room for far more than ever come. */
const IN_SERVICE = 64;

export function hedgingCases(theCase: TheoryCase): Result<Prepared> {
  const { id, metric } = theCase;
  const parsed = modelSchema.safeParse(theCase.model, { error: firstProblems.words });
  if (!parsed.success) return firstProblems.of(parsed.error.issues, theCase.model, id, 'model');
  if (metric !== EXTRA && !isQueueMetric(metric)) {
    return fail(caseProblem(id, 'metric', metric, `must be one of ${[EXTRA, ...QUEUE_METRICS].join(', ')}`));
  }
  const wrong = needs(theCase, ['requests']) ?? statesNoMore(theCase, []);
  if (wrong !== null) return fail(wrong);
  return ok({ experiment: hedging(parsed.data), check: nothingMore });
}

function hedging(model: HedgeModel): Experiment {
  const key = JSON.stringify({ hedging: model });
  const seed = hashString(key);
  return {
    key,
    files: [],
    tooMuch: (effort) => {
      const parsed = parseScenario(hedged(model, effort, seed).input);
      return parsed.ok ? null : `the product cannot hold it: ${parsed.problems[0]!.message}`;
    },
    run: ({ effort, metrics, onProgress }: Ask): Readings => {
      const run = hedged(model, effort, seed);
      const { report, simulation } = toTheEnd(scenarioOf(run), onProgress);
      const slots = simulation.scenario.groups.flatMap(({ count }) => Array.from({ length: count }, () => LIMITS.slotsPerNode));
      const measured = { simulation, report, run, slots, tails: null };
      const extra = report.attempts.started / report.requests.arrived - 1;
      const value = (metric: string): number => (metric === EXTRA ? extra : measure(metric, measured));
      const { rejected } = report.attempts.byOutcome;
      return {
        values: Object.fromEntries(metrics.map((metric) => [metric, value(metric)])),
        spoilt: rejected > 0 ? [`${rejected} copies were turned away: more came than the product's slots hold`] : [],
      };
    },
  };
}

function hedged(model: HedgeModel, { requests, warmup }: Effort, seed: number): QueueRun {
  const base = neutral(seed);
  const perMs = IN_SERVICE / meanOf(model.service);
  const warmUpMs = warmup / perMs;
  const durationMs = (requests + warmup) / perMs;
  return {
    unitMs: 1,
    warmUpMs,
    durationMs,
    input: {
      ...base,
      durationMs,
      warmUpMs,
      groups: [group('g', model.copies, { kind: 'slots', slots: LIMITS.slotsPerNode, queueLimit: 0 })],
      workload: [{ ...workload({ kind: 'poisson', ratePerS: perMs * 1_000 }, sizeLaw(model.service, 1)), demandPer: 'attempt' }],
      client: {
        ...base.client,
        hedge: { after: { kind: 'fixed', ms: model.hedge_after }, most: model.copies - 1, cancelLoser: true },
      },
    },
  };
}
