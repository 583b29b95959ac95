/**
 * Metastable failure: a backend that is down for a while, clients that give up after a time-out and try again while their first tries are
 * still being worked on. The highest load that always recovers is found by bisection; a load recovers when, some time after the
 * outage, as many requests are answered in time as come. Source: Bronson et al., HotOS 2021.
 */
import { z } from 'zod';

import { hashString } from '@/lib/base/hash';
import { fail, ok, type Result } from '@/lib/base/result';
import { LIMITS } from '@/lib/scenario/limits';
import { parseScenario } from '@/lib/scenario/parse';
import type { ScenarioInput } from '@/lib/scenario/schema';
import { Simulation } from '@/lib/sim/simulate';

import type { TheoryCase } from './case-file';
import { nothingMore, type Ask, type Experiment, type Prepared, type Readings } from './harness';
import { firstProblems } from './problems';
import { group, neutral, workload } from './queue-scenario';
import { scenarioOf } from './queueing';
import { metricIn, statesNoMore } from './statements';

const modelSchema = z.strictObject({
  capacity_per_second: z.number().positive(),
  timeout_seconds: z.number().positive().max(3_600),
  max_retries: z.int().min(0).max(LIMITS.retries),
  outage_seconds: z.number().positive(),
});
type MetastableModel = z.output<typeof modelSchema>;

/** Loads are told apart to this share of the capacity. */
const RESOLUTION = 1 / 256;
/** A load just below the edge works off its backlog at a rate of `RESOLUTION` of the capacity; it is given so many outages' time. */
const PATIENCE = 150;
/** Recovered: this share of what comes is answered, over so many time-outs. */
const ANSWERED = 0.95;
const OVER_TIMEOUTS = 10;
/** A node that works a million times slower does not work. */
const STALLED = 1_000_000;

export function metastableCases(theCase: TheoryCase): Result<Prepared> {
  const parsed = modelSchema.safeParse(theCase.model, { error: firstProblems.words });
  if (!parsed.success) return firstProblems.of(parsed.error.issues, theCase.model, theCase.id, 'model');
  const wrong = metricIn(theCase, ['highest_always_recovering_load_per_second']) ?? statesNoMore(theCase, []);
  if (wrong !== null) return fail(wrong);
  return ok({ experiment: metastable(parsed.data), check: nothingMore });
}

function metastable(model: MetastableModel): Experiment {
  const key = JSON.stringify({ metastable: model });
  const seed = hashString(key);
  return {
    key,
    files: [],
    tooMuch: () => {
      const parsed = parseScenario(outage(model, model.capacity_per_second, seed));
      return parsed.ok ? null : `the product cannot hold it: ${parsed.problems[0]!.message}`;
    },
    run: ({ onProgress }: Ask): Readings => {
      let [recovers, stays] = [0, model.capacity_per_second];
      const steps = Math.ceil(-Math.log2(RESOLUTION));
      for (let step = 0; step < steps; step++) {
        const load = (recovers + stays) / 2;
        if (recoversAt(model, load, seed)) recovers = load;
        else stays = load;
        onProgress((step + 1) / steps);
      }
      return { values: { highest_always_recovering_load_per_second: (recovers + stays) / 2 } };
    },
  };
}

function times({ timeout_seconds: timeout, outage_seconds: outage }: MetastableModel) {
  const timeoutMs = timeout * 1_000;
  const fromMs = 10 * timeoutMs;
  const untilMs = fromMs + outage * 1_000;
  return { timeoutMs, fromMs, untilMs, endMs: untilMs + PATIENCE * Math.max(outage * 1_000, timeoutMs) };
}

function outage(model: MetastableModel, perS: number, seed: number): ScenarioInput {
  const { timeoutMs, fromMs, untilMs, endMs } = times(model);
  const base = neutral(seed);
  return {
    ...base,
    durationMs: endMs,
    groups: [group('g', 1, { kind: 'slots', slots: 1, queueLimit: LIMITS.queuePerNode })],
    workload: [workload({ kind: 'poisson', ratePerS: perS }, { kind: 'constant', meanMs: 1_000 / model.capacity_per_second })],
    client: { ...base.client, timeoutMs, retries: model.max_retries },
    timeline: [
      {
        id: 'outage',
        kind: 'fault',
        atMs: fromMs,
        untilMs,
        target: { kind: 'group', id: 'g' },
        fault: { kind: 'slow-down', factor: STALLED },
      },
    ],
  };
}

function recoversAt(model: MetastableModel, perS: number, seed: number): boolean {
  const simulation = new Simulation(scenarioOf({ input: outage(model, perS, seed) }));
  const { timeoutMs, untilMs, endMs } = times(model);
  const spanMs = OVER_TIMEOUTS * timeoutMs;
  let answered = Infinity;
  for (let atMs = untilMs; atMs <= endMs; atMs += spanMs) {
    simulation.runUntil(atMs);
    const { finished } = simulation.requestsNow();
    if (finished - answered >= (ANSWERED * perS * spanMs) / 1_000) return true;
    answered = finished;
  }
  return false;
}
