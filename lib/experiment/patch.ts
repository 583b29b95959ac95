/**
 * A variant of a scenario as the few values in which it differs. The patched document goes through the scenario's own door, so whatever
 * a scenario may not be, a variant may not be either.
 */
import { z } from 'zod';

import { fail, ok, problem, type Problem, type Result } from '@/lib/base/result';
import { parseScenario } from '@/lib/scenario/parse';
import { pathText } from '@/lib/scenario/paths';
import type { Scenario } from '@/lib/scenario/schema';

import { shapeAt } from './scenario-shape';
import { resolvePath, withValueAt } from './setting-path';

export interface Setting {
  readonly path: string;
  readonly value: unknown;
}

/** What a run's own place in the experiment decides, or what says which document this is. */
const NOT_SET = new Set(['version', 'seed']);

/** Sets one value after another. Problems carry the setting's path, or the place in the patched scenario that broke a rule. */
export function patched(scenario: Scenario, settings: readonly Setting[]): Result<Scenario> {
  if (settings.length === 0) return ok(scenario);
  const raw = withSettings(scenario, settings);
  if (!raw.ok) return raw;
  const parsed = parseScenario(raw.value);
  return parsed.ok ? parsed : fail(...(parsed.problems as [Problem, ...Problem[]]));
}

function withSettings(scenario: Scenario, settings: readonly Setting[]): Result<unknown> {
  let raw: unknown = scenario;
  for (const { path: text, value } of settings) {
    const path = resolvePath(raw, text);
    if (!path.ok) return path;
    if (typeof path.value[0] === 'string' && NOT_SET.has(path.value[0])) {
      return fail(problem(pathText(path.value), value, 'cannot be set: it is the experiment that gives every run its seed'));
    }
    raw = withValueAt(raw, path.value, whole(raw as Scenario, path.value, value));
  }
  return ok(raw);
}

/** A form of a union may be given by its name alone: `router.strategy` = `random`. All else stands as it is. */
function whole(scenario: Scenario, path: readonly (string | number)[], value: unknown): unknown {
  if (typeof value !== 'string') return value;
  const shape = shapeAt(scenario, path);
  return shape?.schema instanceof z.ZodDiscriminatedUnion ? { [shape.schema.def.discriminator]: value } : value;
}
