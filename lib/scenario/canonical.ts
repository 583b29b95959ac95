import { hashString } from '@/lib/base/hash';

import { scenarioSchema, type Scenario } from './schema';

/**
 * The one text of a scenario: compact JSON, every default written, keys in the schema's order whatever order the object was
 * built in. Two scenarios mean the same exactly when these texts are equal. Throws on what is not a valid scenario.
 */
export function canonicalText(scenario: Scenario): string {
  return JSON.stringify(scenarioSchema.parse(scenario));
}

const SEEDS = [0x5c3ea710, 0x2b7e1516] as const;

/** 64 bits of the canonical text as 16 hex digits: a name for the scenario, not a proof against forgery. */
export function scenarioHash(scenario: Scenario): string {
  const text = canonicalText(scenario);
  return SEEDS.map((seed) => hashString(text, seed).toString(16).padStart(8, '0')).join('');
}
