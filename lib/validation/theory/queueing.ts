/** Families of queueing models: one or many servers, a router in front of them, and what the report says of a long run. */
import { hashString } from '@/lib/base/hash';
import { fail, ok, type Result } from '@/lib/base/result';
import { parseScenario } from '@/lib/scenario/parse';
import type { Scenario } from '@/lib/scenario/schema';
import { Simulation } from '@/lib/sim/simulate';

import type { TheoryCase } from './case-file';
import type { Effort } from './effort';
import { nothingMore, type Ask, type Experiment, type Prepared, type Readings } from './harness';
import { caseProblem, firstProblems } from './problems';
import { isQueueMetric, measure, QUEUE_METRICS, tailOf } from './queue-metrics';
import { queueSchema } from './queue-model';
import { routerOf } from './queue-router';
import { queueRun, type QueuePlan, type QueueRun } from './queue-scenario';
import { TailCounts } from './queue-tails';
import { needs, statesNoMore } from './statements';

export function queueing(theCase: TheoryCase): Result<Prepared> {
  const { id } = theCase;
  const parsed = queueSchema.safeParse(theCase.model, { error: firstProblems.words });
  if (!parsed.success) return firstProblems.of(parsed.error.issues, theCase.model, id, 'model');
  const { router: rawRouter, ...model } = parsed.data;
  const router = routerOf(rawRouter, model.fleet, id);
  if (!router.ok) return router;
  if (!isQueueMetric(theCase.metric)) {
    return fail(caseProblem(id, 'metric', theCase.metric, `must be one of ${QUEUE_METRICS.join(', ')}`));
  }
  const stated = needs(theCase, ['requests']) ?? statesNoMore(theCase, []);
  if (stated !== null) return fail(stated);
  return ok({ experiment: queueExperiment({ model, router: router.value }), check: nothingMore });
}

export function queueExperiment(plan: QueuePlan): Experiment {
  const key = keyOf(plan);
  const seed = hashString(key);
  return {
    key,
    files: [],
    tooMuch: (effort) => {
      const parsed = parseScenario(queueRun(plan, effort, seed).input);
      return parsed.ok ? null : `the product cannot hold it: ${parsed.problems[0]!.message}`;
    },
    run: (ask) => runQueue(plan, seed, ask),
  };
}

/** What the run depends on, as scenario text, so that two wordings of one thing are one thing. */
function keyOf(plan: QueuePlan): string {
  const { input } = queueRun(plan, { ...NO_LENGTH, requests: 1_000 }, 0);
  const { groups, workload, router, client, timeline } = input;
  return JSON.stringify({ groups, workload, router, client, timeline });
}
const NO_LENGTH: Effort = { requests: 0, warmup: 0, rings: 0, keys: 0, tables: 0, rounds: 0, openings: 0, cycles: 0 };

/** Told so often of a run. */
const STEPS = 200;

function runQueue(plan: QueuePlan, seed: number, { effort, metrics, onProgress }: Ask): Readings {
  const run = queueRun(plan, effort, seed);
  const scenario = scenarioOf(run);
  const simulation = new Simulation(scenario);
  const slots = scenario.groups.flatMap(({ count, engine }) => Array.from({ length: count }, () => slotsOf(engine)));
  const tails = metrics.some((name) => tailOf(name) !== null)
    ? new TailCounts(seed, run.warmUpMs, gapMs(run, effort, slots.length))
    : null;
  for (let step = 1; step <= STEPS; step++) {
    const untilMs = step === STEPS ? run.durationMs : (run.durationMs * step) / STEPS;
    while (tails !== null && tails.nextMs <= untilMs) {
      simulation.runUntil(tails.nextMs);
      tails.look(simulation, slots.length);
    }
    simulation.runUntil(untilMs);
    onProgress(step / STEPS);
  }
  const report = simulation.report();
  const measured = { simulation, report, run, slots, tails };
  return {
    values: Object.fromEntries(metrics.map((name) => [name, measure(name, measured)])),
    spoilt: spoiltBy(plan, report),
  };
}

/** A look at every server about as often as each gets four requests. */
function gapMs({ durationMs, warmUpMs }: QueueRun, { requests }: Effort, nodes: number): number {
  return ((durationMs - warmUpMs) / requests) * 4 * nodes;
}

export function scenarioOf({ input }: Pick<QueueRun, 'input'>): Scenario {
  const parsed = parseScenario(input);
  if (!parsed.ok) throw new Error(parsed.problems[0]!.message);
  return parsed.value;
}

function slotsOf(engine: Scenario['groups'][number]['engine']): number {
  return engine.kind === 'slots' ? engine.slots : (engine.limit ?? 1);
}

/** What must not happen to a model that does not have it. */
function spoiltBy({ model }: QueuePlan, report: ReturnType<Simulation['report']>): string[] {
  const { rejected, 'timed-out': timedOut, unreachable, error } = report.attempts.byOutcome;
  const spoilt: string[] = [];
  if (rejected > 0 && model.fleet.every(({ capacity }) => capacity === null)) {
    spoilt.push(`${rejected} requests were turned away, though the model has no limit: it outgrew the product's queues or slots`);
  }
  if (timedOut > 0 && model.timeout === undefined) spoilt.push(`${timedOut} requests timed out after an hour`);
  if ((unreachable > 0 && model.failures === undefined) || error > 0) spoilt.push(`${unreachable + error} requests failed`);
  return spoilt;
}
