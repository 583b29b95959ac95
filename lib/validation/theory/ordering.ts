/** Several routers before the same fleet and load: their mean times must come out in the listed order. */
import { z } from 'zod';

import { fail, ok, type Result } from '@/lib/base/result';
import { LIMITS } from '@/lib/scenario/limits';

import type { TheoryCase } from './case-file';
import type { Ask, Check, Experiment, Prepared, Readings } from './harness';
import { caseProblem, firstProblems } from './problems';
import { arrivalsSchema, fleetSchema, serviceSchema, type Fleet, type QueueModel } from './queue-model';
import { namedRouter, type StrategyInput } from './queue-router';
import { queueExperiment } from './queueing';
import { metricIn, needs, statesNoMore } from './statements';

const modelSchema = z.strictObject({
  arrivals: arrivalsSchema,
  service: serviceSchema,
  fleet: fleetSchema,
  router: z.array(z.string()).min(2, 'must list at least two routers').max(20),
});

export function orderingCases(theCase: TheoryCase): Result<Prepared> {
  const { id, expectedValues: values } = theCase;
  const parsed = modelSchema.safeParse(theCase.model, { error: firstProblems.words });
  if (!parsed.success) return firstProblems.of(parsed.error.issues, theCase.model, id, 'model');
  const { router: names, ...model } = parsed.data;
  const wrong =
    metricIn(theCase, ['order_of_mean_sojourn']) ?? needs(theCase, ['requests']) ?? statesNoMore(theCase, ['expectedValues']);
  if (wrong !== null) return fail(wrong);
  if (values !== null && values.length !== names.length) {
    return fail(caseProblem(id, 'expected_values', values, `must have one value for each of the ${names.length} routers`));
  }
  const members: Experiment[] = [];
  for (const [i, name] of names.entries()) {
    const strategy = namedRouter(name, id, `model.router[${i}]`);
    if (!strategy.ok) return strategy;
    const member = memberOf(model, strategy.value);
    if (typeof member === 'string') return fail(caseProblem(id, `model.router[${i}]`, name, member));
    members.push(member);
  }
  return ok({ experiment: ordering(members), check: values === null ? () => [] : nearestTo(values, names) });
}

function memberOf(model: QueueModel, strategy: StrategyInput | null): Experiment | string {
  if (strategy !== null) return queueExperiment({ model, router: { strategy, bySpeed: false } });
  const shared = sharedQueue(model.fleet);
  return typeof shared === 'string'
    ? shared
    : queueExperiment({ model: { ...model, fleet: [shared] }, router: { strategy: { id: 'random' }, bySpeed: false } });
}

/** One server that has the slots of all; or why there is none. */
function sharedQueue(fleet: Fleet): Fleet[number] | string {
  const [first] = fleet;
  if (first === undefined || fleet.some(({ speed, discipline }) => speed !== first.speed || discipline !== first.discipline)) {
    return 'must be a router for servers of unequal speed; they have no one queue';
  }
  const slots = fleet.reduce((sum, { count, slots: each }) => sum + count * (each ?? Infinity), 0);
  if (slots > LIMITS.slotsPerNode)
    return `must have at most ${LIMITS.slotsPerNode} slots in all, as a single node of the product`;
  return { ...first, count: 1, slots, capacity: null };
}

/** 1 where each mean is above the one before it, else 0. */
function ordering(members: readonly Experiment[]): Experiment {
  return {
    key: JSON.stringify({ ordering: members.map(({ key }) => key) }),
    files: [],
    tooMuch: (effort) => members.map((member) => member.tooMuch(effort)).find((why) => why !== null) ?? null,
    run: ({ effort, files, onProgress }: Ask): Readings => {
      const spoilt: string[] = [];
      const means = members.map((member, i) => {
        const readings = member.run({
          effort,
          files,
          metrics: ['mean_sojourn'],
          onProgress: (fraction) => onProgress((i + fraction) / members.length),
        });
        spoilt.push(...(readings.spoilt ?? []));
        return readings.values['mean_sojourn']!;
      });
      const rises = means.every((mean, i) => i === 0 || mean > means[i - 1]!);
      return { values: { order_of_mean_sojourn: rises ? 1 : 0 }, lists: { means }, spoilt };
    },
  };
}

/**
 * Listed values have no tolerance of their own. Each measured mean must be nearer to its own than to any other that differs from it, and
 * where nothing else is near, within a tenth of it.
 */
function nearestTo(values: readonly number[], names: readonly string[]): Check {
  return ({ lists }) =>
    (lists?.['means'] ?? []).map(Number).flatMap((mean, i) => {
      const own = Math.abs(mean - values[i]!);
      const nearer = values.some((value) => value !== values[i] && Math.abs(mean - value) <= own);
      return nearer || !(own <= 0.1 * Math.abs(values[i]!))
        ? [`the mean with ${names[i]} is ${mean.toFixed(5)}, not ${values[i]}`]
        : [];
    });
}
