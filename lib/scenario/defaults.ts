/**
 * A scenario without what the schema would fill in by itself. Walks schema and value together, so a new field with a
 * default is left out of links without a word here; a law holds that parsing the answer gives the scenario back.
 */
import { z } from 'zod';

import { scenarioSchema, type Scenario, type ScenarioInput } from './schema';

export function withoutDefaults(scenario: Scenario): ScenarioInput {
  return leanBy(scenarioSchema, scenario) as ScenarioInput;
}

/** The same of any document and its schema. */
export function leanBy(schema: z.ZodType, document: unknown): unknown {
  return lean(schema, document);
}

function lean(schema: unknown, value: unknown): unknown {
  if (schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault || schema instanceof z.ZodNullable) {
    return value === null ? null : lean(schema.unwrap(), value);
  }
  if (schema instanceof z.ZodArray) return (value as readonly unknown[]).map((one) => lean(schema.element, one));
  if (schema instanceof z.ZodDiscriminatedUnion) return lean(optionFor(schema, value as Fields), value);
  if (schema instanceof z.ZodObject) return leanFields(schema, value as Fields);
  return value;
}

type Fields = Readonly<Record<string, unknown>>;

function leanFields(schema: z.ZodObject, value: Fields): Fields {
  const left: Record<string, unknown> = {};
  const fields: Readonly<Record<string, z.ZodType>> = schema.shape;
  for (const [key, field] of Object.entries(fields)) {
    const absent = field.safeParse(undefined);
    if (!absent.success || !same(absent.data, value[key])) left[key] = lean(field, value[key]);
  }
  return left;
}

function optionFor(schema: z.ZodDiscriminatedUnion, value: Fields): unknown {
  const { discriminator } = schema.def;
  const fits = schema.options.find((option) => {
    const tag = option instanceof z.ZodObject ? (option.shape[discriminator] as unknown) : undefined;
    return tag instanceof z.ZodLiteral && tag.values.has(value[discriminator] as string);
  });
  if (fits === undefined) throw new Error(`no form of kind ${String(value[discriminator])} in the schema`);
  return fits;
}

/** Equal as JSON, whatever the order of keys. */
function same(a: unknown, b: unknown): boolean {
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return a === b;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const keys = Object.keys(a);
  return (
    keys.length === Object.keys(b).length &&
    keys.every((key) => Object.hasOwn(b, key) && same((a as Fields)[key], (b as Fields)[key]))
  );
}
