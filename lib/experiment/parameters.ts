/**
 * Everything in a scenario that an experiment can move, read off the schema: path, kind, range, unit, present value. What names things,
 * tells traces, or is the experiment's own to decide is left out.
 */
import { z } from 'zod';

import { fail, ok, problem, type Result } from '@/lib/base/result';
import { pathText, valueAt, type Path } from '@/lib/scenario/paths';
import type { Scenario } from '@/lib/scenario/schema';

import { formNames, shapeAt } from './scenario-shape';
import { namedPath, resolvePath } from './setting-path';

export type Unit = 'ms' | '/s' | 'share' | null;

export type Parameter =
  | {
      readonly kind: 'number';
      readonly path: string;
      readonly unit: Unit;
      readonly integer: boolean;
      readonly min: number;
      readonly max: number;
      readonly nullable: boolean;
      readonly value: number | null;
    }
  | {
      readonly kind: 'choice';
      readonly path: string;
      /** A union's forms go by their names. */
      readonly options: readonly string[];
      readonly nullable: boolean;
      readonly value: string | null;
    }
  | { readonly kind: 'switch'; readonly path: string; readonly nullable: boolean; readonly value: boolean | null };

const LEFT_OUT = new Set(['version', 'title', 'notes', 'seed', 'traces', 'id', 'name', 'trace', 'sha256']);

/** In the order of the document. Places inside what is null are not listed: there is nothing to move. O(values). */
export function parametersOf(scenario: Scenario): Parameter[] {
  const found: Parameter[] = [];
  const walk = (value: unknown, path: Path): void => {
    const parameter = path.length === 0 ? null : parameterOf(scenario, path);
    if (parameter !== null) found.push(parameter);
    if (Array.isArray(value)) value.forEach((one, i) => walk(one, [...path, i]));
    else if (typeof value === 'object' && value !== null) {
      for (const [key, one] of Object.entries(value)) {
        if (LEFT_OUT.has(key) || (typeof one === 'string' && key === 'kind')) continue;
        walk(one, [...path, key]);
      }
    }
  };
  walk(scenario, []);
  return found;
}

/** As `parametersOf`, under paths that name entries of lists by id or kind: `router.policies[locality].weight`. */
export function namedParametersOf(scenario: Scenario): Parameter[] {
  return parametersOf(scenario).map((parameter) => {
    const path = resolvePath(scenario, parameter.path);
    return path.ok ? { ...parameter, path: namedPath(scenario, path.value) } : parameter;
  });
}

/** The one parameter at a path that a person has written. */
export function parameterAt(scenario: Scenario, text: string): Result<Parameter> {
  const path = resolvePath(scenario, text);
  if (!path.ok) return path;
  const parameter = parameterOf(scenario, path.value);
  if (parameter !== null) return ok(parameter);
  return fail(problem('path', text, 'must be a number, a choice or a switch; it is a part that holds others'));
}

function parameterOf(scenario: Scenario, path: Path): Parameter | null {
  const shape = shapeAt(scenario, path);
  if (shape === null) return null;
  const { schema, nullable } = shape;
  const value = valueAt(scenario, path);
  const text = pathText(path);
  if (schema instanceof z.ZodNumber) {
    return {
      kind: 'number',
      path: text,
      unit: unitOf(path),
      integer: schema.isInt,
      min: schema.minValue ?? -Infinity,
      max: schema.maxValue ?? Infinity,
      nullable,
      value: value as number | null,
    };
  }
  if (schema instanceof z.ZodBoolean) return { kind: 'switch', path: text, nullable, value: value as boolean | null };
  if (schema instanceof z.ZodEnum) {
    return { kind: 'choice', path: text, options: schema.options.map(String), nullable, value: value as string | null };
  }
  // What an entry of a list is, says the entry itself.
  if (schema instanceof z.ZodDiscriminatedUnion && typeof path[path.length - 1] === 'string') {
    const tag = valueAt(value, [schema.def.discriminator]);
    const options = formNames(schema);
    // A union with a single form is no choice.
    return options.length < 2 ? null : { kind: 'choice', path: text, options, nullable, value: (tag as string) ?? null };
  }
  return null;
}

/** From the name, which ends in its unit: `timeoutMs`, `ratePerS`, `targetFraction`. */
function unitOf(path: Path): Unit {
  const key = String(path.findLast((part) => typeof part === 'string') ?? '');
  if (key === 'ms' || key.endsWith('Ms')) return 'ms';
  if (key.endsWith('PerS')) return '/s';
  return key.endsWith('raction') ? 'share' : null;
}
