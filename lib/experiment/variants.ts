import type { Scenario } from '@/lib/scenario/schema';

import { patched } from './patch';
import type { Variant } from './schema';

/** The scenarios of variants that were checked at the door. Throws on one that was not. */
export function variantScenarios(scenario: Scenario, variants: readonly Pick<Variant, 'id' | 'patch'>[]): Scenario[] {
  return variants.map(({ id, patch }) => {
    const result = patched(scenario, patch);
    if (!result.ok) throw new Error(`variant ${id} was not checked: ${result.problems[0]!.message}`);
    return result.value;
  });
}
