import { z } from 'zod';

import { scenarioSchema } from './schema';

/**
 * JSON Schema (draft 2020-12) of a scenario as a person writes it: what has a default may be left out. It holds the rules
 * of single fields; those that span fields are `parseScenario`'s alone.
 */
export function scenarioJsonSchema(): z.core.JSONSchema.BaseSchema {
  return z.toJSONSchema(scenarioSchema, { io: 'input', target: 'draft-2020-12' });
}
