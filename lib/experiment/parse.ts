/** The one door to an experiment: outside data in, a whole and valid experiment out, with every variant tried. Never throws. */
import { fail, ok, problem, type Problem, type Result } from '@/lib/base/result';
import { parseJsonText } from '@/lib/scenario/json-text';
import { MOST_PROBLEMS, parseScenario } from '@/lib/scenario/parse';
import { valueAt } from '@/lib/scenario/paths';
import { plainCopy } from '@/lib/scenario/plain';
import { problemsOf, ruleOf } from '@/lib/scenario/problems';

import { brokenPlan } from './rules';
import { EXPERIMENT_VERSION, experimentSchema, type Experiment } from './schema';

/** Problems in the scenario stand under `scenario.`, those that a variant brings under the variant's own place. */
export function parseExperiment(raw: unknown): Result<Experiment> {
  const copy = plainCopy(raw);
  if (!copy.ok) return copy;
  const version = valueAt(copy.value.value, ['version']);
  if (typeof version === 'number' && version > EXPERIMENT_VERSION) {
    return fail(
      problem(
        'version',
        version,
        `was made by a newer version of Switchyard; this one reads experiments up to version ${EXPERIMENT_VERSION}`,
      ),
    );
  }
  const parsed = experimentSchema.safeParse(copy.value.value, { error: ruleOf });
  if (!parsed.success) return refused(problemsOf(parsed.error.issues, copy.value));
  const scenario = parseScenario(parsed.data.scenario);
  if (!scenario.ok) {
    return refused(scenario.problems.map((one) => moved(one, one.path === '' ? 'scenario' : `scenario.${one.path}`)));
  }
  const experiment: Experiment = { ...parsed.data, scenario: scenario.value };
  const broken = brokenPlan(experiment);
  return broken.length > 0 ? refused(broken) : ok(experiment);
}

export function parseExperimentText(text: string): Result<Experiment> {
  const json = parseJsonText(text);
  return json.ok ? parseExperiment(json.value) : json;
}

/** The same problem at another place. */
export function moved({ value, rule }: Problem, path: string): Problem {
  return { path, value, rule, message: `${path}: ${rule} (found ${value}).` };
}

function refused(problems: readonly Problem[]): Result<Experiment> {
  const [first, ...rest] = problems;
  if (first === undefined) throw new Error('a refused experiment without a problem');
  return fail(first, ...rest.slice(0, MOST_PROBLEMS - 1));
}
