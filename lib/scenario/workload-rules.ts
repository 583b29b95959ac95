/** The rules that span the fields of one law of arrivals or of sizes. What else is judged may rely on them. */
import { problem, type Problem } from '@/lib/base/result';

import { LIMITS } from './limits';
import type { ArrivalLaw, Scenario, Service, Sizes } from './schema';
import { stagesOf } from './stages';
import { grouped } from './words';

export function brokenLaws(scenario: Pick<Scenario, 'workload'>): Problem[] {
  return scenario.workload.flatMap(({ arrivals, service }, w) => [
    ...brokenSizes(service, `workload[${w}].service`),
    ...(arrivals.kind === 'closed-loop' ? brokenSizes(arrivals.think, `workload[${w}].arrivals.think`) : []),
    ...brokenArrivals(arrivals, `workload[${w}].arrivals`),
  ]);
}

function brokenSizes(service: Service | Sizes, path: string): Problem[] {
  if (service.kind === 'bounded-pareto' && service.maxMs <= service.minMs) {
    return [problem(`${path}.maxMs`, service.maxMs, `must be greater than its minMs, ${grouped(service.minMs)}`)];
  }
  if (service.kind === 'empirical' && service.values.every(({ weight }) => weight === 0)) {
    return [problem(`${path}.values`, service.values, 'must have a weight above 0 somewhere')];
  }
  return [];
}

/** A quota of tokens needs to know how many there are: every class that may come to such a group says so. */
export function unknownTokens({ groups, models, workload }: Pick<Scenario, 'groups' | 'models' | 'workload'>): Problem[] {
  const capabilities = new Map(models.map((model) => [model.id, model.capabilities]));
  return workload.flatMap((of, w) => {
    const path = `workload[${w}].tokens`;
    if (of.tokens !== null) {
      return (['input', 'output'] as const).flatMap((side) => {
        const law = of.tokens![side];
        if (law.kind !== 'empirical' || law.values.some(({ weight }) => weight > 0)) return [];
        return [problem(`${path}.${side}.values`, law.values, 'must have a weight above 0 somewhere')];
      });
    }
    if (of.service.kind === 'trace') return [];
    const stages = stagesOf(of);
    const g = groups.findIndex(
      (group) =>
        (group.limits?.tokensPerMinute ?? null) !== null &&
        group.models.some((model) => stages.some((stage) => capabilities.get(model)?.includes(stage.capability) === true)),
    );
    if (g < 0) return [];
    const rule = `must say how many tokens a request has, because groups[${g}], which may serve it, has a quota of tokens`;
    return [problem(path, null, rule)];
  });
}

function brokenArrivals(arrivals: ArrivalLaw, path: string): Problem[] {
  const problems: Problem[] = [];
  if (arrivals.kind === 'batch' && arrivals.sizes === 'constant' && !Number.isInteger(arrivals.size)) {
    problems.push(problem(`${path}.size`, arrivals.size, 'must be a whole number where every batch has this size'));
  }
  if (arrivals.kind === 'curve') {
    const { points, repeatMs } = arrivals;
    points.forEach(({ atMs }, i) => {
      const before = points[i - 1]?.atMs ?? 0;
      if (atMs >= before) return;
      const rule = `must not be less than that of the point before it, ${grouped(before)}`;
      problems.push(problem(`${path}.points[${i}].atMs`, atMs, rule));
    });
    const lastMs = points[points.length - 1]!.atMs;
    if (repeatMs !== null && repeatMs <= lastMs) {
      problems.push(problem(`${path}.repeatMs`, repeatMs, `must be greater than the atMs of the last point, ${grouped(lastMs)}`));
    }
  }
  return problems;
}

/** On and off phases of the whole run, drawn one by one. */
export function tooManyPhases(scenario: Pick<Scenario, 'workload' | 'durationMs'>): Problem[] {
  const phases = scenario.workload.reduce(
    (sum, { arrivals }) =>
      arrivals.kind === 'on-off' ? sum + (2 * scenario.durationMs) / (arrivals.onMs + arrivals.offMs) : sum,
    0,
  );
  if (phases <= LIMITS.phases) return [];
  const rule = `must come to at most ${grouped(LIMITS.phases)} on and off phases, as two times duration over onMs plus offMs`;
  return [problem('workload', Math.round(phases), rule)];
}
