/** The piece of the scenario's schema that stands at a path, with what wraps it taken off, and whether null may stand there. */
import { z } from 'zod';

import type { Path } from '@/lib/scenario/paths';
import { scenarioSchema, type Scenario } from '@/lib/scenario/schema';

export interface Shape {
  readonly schema: unknown;
  readonly nullable: boolean;
}

/** null where the schema knows no such place. Of a union the form that the scenario has is followed. */
export function shapeAt(scenario: Scenario, path: Path): Shape | null {
  let shape = unwrapped(scenarioSchema);
  let value: unknown = scenario;
  for (const part of path) {
    const inside = inner(shape.schema, value, part);
    if (inside === undefined) return null;
    shape = unwrapped(inside);
    value = typeof value === 'object' && value !== null ? (value as Record<string | number, unknown>)[part] : undefined;
  }
  return shape;
}

function inner(schema: unknown, value: unknown, part: string | number): unknown {
  if (schema instanceof z.ZodArray) return schema.element;
  if (schema instanceof z.ZodObject) return (schema.shape as Readonly<Record<string, unknown>>)[part];
  if (schema instanceof z.ZodDiscriminatedUnion) {
    const form = formOf(schema, value);
    return form === undefined ? undefined : inner(form, value, part);
  }
  return undefined;
}

export function unwrapped(schema: unknown): Shape {
  let nullable = false;
  let inside = schema;
  while (inside instanceof z.ZodDefault || inside instanceof z.ZodPrefault || inside instanceof z.ZodNullable) {
    if (inside instanceof z.ZodNullable) nullable = true;
    inside = inside.unwrap();
  }
  return { schema: inside, nullable };
}

/** The names that tell a union's forms apart, in the schema's order. */
export function formNames(schema: z.ZodDiscriminatedUnion): string[] {
  return schema.options.flatMap((option) => tagsOf(schema, option));
}

function formOf(schema: z.ZodDiscriminatedUnion, value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  const tag = (value as Readonly<Record<string, unknown>>)[schema.def.discriminator];
  return schema.options.find((option) => tagsOf(schema, option).includes(String(tag)));
}

function tagsOf(schema: z.ZodDiscriminatedUnion, option: unknown): string[] {
  const tag = option instanceof z.ZodObject ? (option.shape[schema.def.discriminator] as unknown) : undefined;
  return tag instanceof z.ZodLiteral ? [...tag.values].map(String) : [];
}
