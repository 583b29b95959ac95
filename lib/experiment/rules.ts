/** What an experiment must keep beyond the form of its parts: names that are there, ranges that hold, and a size that can be run. */
import { problem, type Problem } from '@/lib/base/result';
import { expectedRequests } from '@/lib/scenario/expected';
import { nearest } from '@/lib/scenario/nearest';
import { nodesOf } from '@/lib/scenario/nodes';
import { pathText } from '@/lib/scenario/paths';
import { grouped, listed } from '@/lib/scenario/words';

import { EXPERIMENT_LIMITS } from './limits';
import { parameterAt } from './parameters';
import { patched, type Setting } from './patch';
import type { Experiment, PlanOf, Range, Searched, Variant } from './schema';
import { resolvePath } from './setting-path';

/** Empty where the experiment can be run. Problems of one kind first: a size is only judged where every part stands. */
export function brokenPlan(experiment: Experiment): Problem[] {
  const broken = brokenParts(experiment);
  return broken.length > 0 ? broken : brokenSize(experiment);
}

function brokenParts(experiment: Experiment): Problem[] {
  const { plan } = experiment;
  switch (plan.kind) {
    case 'compare':
      return [...brokenVariants(experiment, plan.variants), ...unknownBaseline(plan)];
    case 'load-curve':
      return [...brokenVariants(experiment, plan.variants), ...unevenLoads(plan), ...unknownSlo(experiment, plan)];
    case 'sweep':
      return [
        ...repeated(plan.axes, 'plan.axes'),
        ...plan.axes.flatMap((axis, a) => brokenValues(experiment, axis.paths, axis.values, `plan.axes[${a}]`)),
        ...movedTwice(
          experiment,
          plan.axes.flatMap(({ paths }, a) => paths.map((path, p) => ({ path, place: `plan.axes[${a}].paths[${p}]` }))),
        ),
      ];
    case 'sensitivity':
      return [
        ...repeated(plan.parameters, 'plan.parameters'),
        ...plan.parameters.flatMap((range, i) => brokenRange(experiment, range, `plan.parameters[${i}]`)),
        ...movedTwice(experiment, places(plan.parameters, 'plan.parameters')),
      ];
    case 'optimise':
      return [
        ...repeated(plan.space, 'plan.space'),
        ...repeated(plan.constraints, 'plan.constraints'),
        ...plan.space.flatMap((one, i) =>
          one.kind === 'number'
            ? brokenSearch(experiment, one, `plan.space[${i}]`)
            : brokenValues(experiment, [one.path], one.values, `plan.space[${i}]`),
        ),
        ...movedTwice(experiment, places(plan.space, 'plan.space')),
      ];
    case 'robustness':
      return [...brokenVariants(experiment, plan.variants), ...brokenFaults(experiment, plan)];
  }
}

/** At most: a search may end early, and so may a comparison that reaches its precision. */
export function runsOf(experiment: Experiment): number {
  const { plan } = experiment;
  return plan.kind === 'optimise' ? plan.budget + 2 * plan.validation : pointsOf(experiment) * plan.replications;
}

function pointsOf({ plan, scenario }: Experiment): number {
  switch (plan.kind) {
    case 'compare':
      return plan.variants.length;
    case 'load-curve':
      return plan.variants.length * plan.loads.length;
    case 'sweep':
      return 1 + cellsOf(plan);
    case 'sensitivity':
      return plan.method === 'morris' ? plan.parameters.length + 1 : 2 * plan.parameters.length + 1;
    case 'robustness':
      return plan.variants.length * (1 + scriptsOf(plan, scenario));
    case 'optimise':
      return 1;
  }
}

function cellsOf({ axes }: PlanOf<'sweep'>): number {
  return axes.reduce((cells, { values }) => cells * values.length, 1);
}

/** Fault scripts, the one without a fault left out. */
function scriptsOf({ each, random }: PlanOf<'robustness'>, scenario: Experiment['scenario']): number {
  const counts = { node: nodesOf(scenario).length, group: scenario.groups.length, region: scenario.regions.length };
  return [...new Set(each)].reduce((sum, kind) => sum + counts[kind], random?.scripts ?? 0);
}

function brokenSize(experiment: Experiment): Problem[] {
  const { plan, scenario } = experiment;
  if (plan.kind === 'sweep' && cellsOf(plan) > EXPERIMENT_LIMITS.cells) {
    return [problem('plan.axes', cellsOf(plan), `must make at most ${grouped(EXPERIMENT_LIMITS.cells)} cells together`)];
  }
  if (plan.kind === 'robustness' && scriptsOf(plan, scenario) > EXPERIMENT_LIMITS.scripts) {
    const rule = `must make at most ${grouped(EXPERIMENT_LIMITS.scripts)} fault scripts; leave "node" out, or make the fleet smaller`;
    return [problem('plan.each', scriptsOf(plan, scenario), rule)];
  }
  const runs = runsOf(experiment);
  if (runs > EXPERIMENT_LIMITS.runs) {
    const rule = `must make at most ${grouped(EXPERIMENT_LIMITS.runs)} runs: fewer points, or fewer replications`;
    return [problem('plan', runs, rule)];
  }
  const requests = runs * scenario.workload.reduce((sum, of) => sum + expectedRequests(scenario, of), 0);
  if (requests > EXPERIMENT_LIMITS.requests) {
    const rule = `must come to at most ${grouped(EXPERIMENT_LIMITS.requests)} requests in all its runs: shorten the scenario, or run it less often`;
    return [problem('plan', Math.round(requests), rule)];
  }
  return [];
}

function brokenVariants(experiment: Experiment, variants: readonly Variant[]): Problem[] {
  return [
    ...repeated(variants, 'plan.variants'),
    ...variants.flatMap(({ patch }, v) => brokenPatch(experiment, patch, `plan.variants[${v}].patch`)),
  ];
}

/** One problem for each rule that the patched scenario breaks, at the patch that broke it. */
function brokenPatch({ scenario }: Experiment, settings: readonly Setting[], place: string): Problem[] {
  const result = patched(scenario, settings);
  if (result.ok) return [];
  return result.problems.map((one) => {
    const rule = one.path === 'path' ? one.rule : `makes a scenario that is refused: ${one.path || 'the document'} ${one.rule}`;
    return { path: place, value: one.value, rule, message: `${place}: ${rule} (found ${one.value}).` };
  });
}

/**
 * Each value by itself; that two axes do not go together shows when their cell comes up. A path that leads nowhere does so for every
 * value, and is told once.
 */
function brokenValues(experiment: Experiment, paths: readonly string[], values: readonly unknown[], place: string): Problem[] {
  const texts = values.map((value) => JSON.stringify(value));
  const told = new Set<string>();
  return values.flatMap((value, i) => {
    const broken = brokenPatch(
      experiment,
      paths.map((path) => ({ path, value })),
      `${place}.values[${i}]`,
    );
    if (broken.length === 0) {
      return texts.indexOf(texts[i]!) < i ? [problem(`${place}.values[${i}]`, value, 'must not repeat another value')] : [];
    }
    return broken.filter(({ value: found, rule }) => {
      const text = `${rule} ${found}`;
      return !told.has(text) && told.add(text);
    });
  });
}

interface MovedPlace {
  readonly path: string;
  readonly place: string;
}

function places(list: readonly { readonly path: string }[], place: string): MovedPlace[] {
  return list.map(({ path }, i) => ({ path, place: `${place}[${i}].path` }));
}

/** Of two that move one setting, the later would win in silence. Paths that lead nowhere are told elsewhere. */
function movedTwice({ scenario }: Experiment, moved: readonly MovedPlace[]): Problem[] {
  const seen = new Map<string, string>();
  return moved.flatMap(({ path, place }) => {
    const found = resolvePath(scenario, path);
    if (!found.ok) return [];
    const text = pathText(found.value);
    const before = seen.get(text);
    if (before !== undefined) return [problem(place, path, `must not be the setting that ${before} moves too`)];
    seen.set(text, place);
    return [];
  });
}

function brokenRange(
  { scenario }: Experiment,
  { path, low, high }: Pick<Range, 'path' | 'low' | 'high'>,
  place: string,
): Problem[] {
  const parameter = parameterAt(scenario, path);
  if (!parameter.ok) return parameter.problems.map(({ value, rule }) => problemAt(`${place}.path`, value, rule));
  const found = parameter.value;
  if (found.kind !== 'number') return [problem(`${place}.path`, path, 'must name a number')];
  if (!(low < high)) return [problem(`${place}.high`, high, `must be above low, which is ${low}`)];
  return [
    ...(low < found.min ? [problem(`${place}.low`, low, `must be at least ${grouped(found.min)}`)] : []),
    ...(high > found.max ? [problem(`${place}.high`, high, `must be at most ${grouped(found.max)}`)] : []),
    ...(found.integer && !(Number.isInteger(low) && Number.isInteger(high))
      ? [problem(place, `${low} to ${high}`, 'must go from a whole number to a whole number')]
      : []),
  ];
}

function brokenSearch(experiment: Experiment, searched: Extract<Searched, { kind: 'number' }>, place: string): Problem[] {
  const { low, scale } = searched;
  const broken = brokenRange(experiment, searched, place);
  return broken.length === 0 && scale === 'log' && !(low > 0)
    ? [problem(`${place}.low`, low, 'must be above 0 on a logarithmic scale')]
    : broken;
}

function unknownBaseline({ baseline, variants }: PlanOf<'compare'>): Problem[] {
  const ids = variants.map(({ id }) => id);
  if (baseline === null || ids.includes(baseline)) return [];
  const meant = nearest(baseline, ids);
  const rule = `must be one of the variants ${listed(ids)}`;
  return [problem('plan.baseline', baseline, meant === undefined ? rule : `${rule}; did you mean "${meant}"?`)];
}

function unevenLoads({ loads }: PlanOf<'load-curve'>): Problem[] {
  const at = loads.findIndex((load, i) => i > 0 && load <= loads[i - 1]!);
  return at < 0 ? [] : [problem(`plan.loads[${at}]`, loads[at], 'must be above the load before it')];
}

function unknownSlo({ scenario }: Experiment, { slo }: PlanOf<'load-curve'>): Problem[] {
  const ids = scenario.slos.map(({ id }) => id);
  return slo === null || ids.includes(slo) ? [] : [problem('plan.slo', slo, `must be one of the SLOs ${listed(ids)}`)];
}

function brokenFaults({ scenario }: Experiment, plan: PlanOf<'robustness'>): Problem[] {
  const { fromMs, untilMs, random, each } = plan;
  const nodes = nodesOf(scenario).length;
  return [
    ...(untilMs > fromMs ? [] : [problem('plan.untilMs', untilMs, `must be after fromMs, which is ${fromMs}`)]),
    ...(untilMs < scenario.durationMs
      ? []
      : [
          problem(
            'plan.untilMs',
            untilMs,
            `must be before the run's end at ${scenario.durationMs} ms, so that recovery can be seen`,
          ),
        ]),
    ...(random !== null && random.nodes > nodes
      ? [problem('plan.random.nodes', random.nodes, `must be at most ${grouped(nodes)}, as many as the fleet has`)]
      : []),
    ...(each.length === 0 && random === null
      ? [problem('plan.each', each, 'must name a kind of target where random is null')]
      : []),
  ];
}

function repeated(list: readonly { readonly id: string }[], place: string): Problem[] {
  const seen = new Set<string>();
  return list.flatMap(({ id }, i) => {
    if (seen.has(id)) return [problem(`${place}[${i}].id`, id, 'must not repeat the id of another entry')];
    seen.add(id);
    return [];
  });
}

function problemAt(path: string, value: string, rule: string): Problem {
  return { path, value, rule, message: `${path}: ${rule} (found ${value}).` };
}
