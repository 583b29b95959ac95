import { fail, ok, problem, type Problem, type Result } from '@/lib/base/result';

import { parseJsonText, utf8Bytes } from './json-text';
import { valueAt } from './paths';
import { plainCopy } from './plain';
import { problemsOf, ruleOf } from './problems';
import { brokenRules } from './rules';
import { LIMITS } from './limits';
import { SCENARIO_VERSION, scenarioSchema, type Scenario } from './schema';
import { reportedBy, type Reported } from './signals';
import { tooMuch } from './too-much';
import { grouped } from './words';

/** Problems listed at most; the rest shows once these are mended. */
export const MOST_PROBLEMS = 20;

/**
 * The one door to a scenario: outside data in, a whole and valid scenario out, all defaults written. Never throws, and its
 * cost is bounded whatever comes in. The answer shares nothing with `raw`. `reported`: what its nodes report, where that is known
 * otherwise than from their engines.
 */
export function parseScenario(raw: unknown, reported?: Reported): Result<Scenario> {
  const copy = plainCopy(raw);
  if (!copy.ok) return copy;
  const version = valueAt(copy.value.value, ['version']);
  if (typeof version === 'number' && version > SCENARIO_VERSION) {
    return fail(
      problem(
        'version',
        version,
        `was made by a newer version of Switchyard; this one reads scenarios up to version ${SCENARIO_VERSION}`,
      ),
    );
  }
  const parsed = scenarioSchema.safeParse(copy.value.value, { error: ruleOf });
  if (!parsed.success) return refused(problemsOf(parsed.error.issues, copy.value));
  const broken = brokenRules(parsed.data, reported ?? reportedBy(parsed.data.groups));
  if (broken.length > 0) return refused(broken);
  const bytes = utf8Bytes(JSON.stringify(parsed.data), LIMITS.documentBytes);
  if (bytes > LIMITS.documentBytes) {
    return fail(tooMuch(`must take at most ${grouped(LIMITS.documentBytes)} bytes as JSON text with all defaults written`));
  }
  return ok(parsed.data);
}

/** A scenario from JSON text: a file, a request body, an editor. */
export function parseScenarioText(text: string): Result<Scenario> {
  const json = parseJsonText(text);
  return json.ok ? parseScenario(json.value) : json;
}

function refused(problems: readonly Problem[]): Result<Scenario> {
  const [first, ...rest] = problems;
  if (first === undefined) throw new Error('a refused scenario without a problem');
  return fail(first, ...rest.slice(0, MOST_PROBLEMS - 1));
}
