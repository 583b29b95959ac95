/**
 * What variants look like: colour and marker are those of the strategy that a variant has, fixed for life. Where several have the same
 * strategy, the later ones are told apart by dashes and by a hollow marker; their names say the rest.
 */
import { patched } from '@/lib/experiment/patch';
import type { Variant } from '@/lib/experiment/schema';
import type { Scenario, StrategyId } from '@/lib/scenario/schema';

import { STRATEGIES } from '@/components/chart/theme';

export interface VariantLook {
  readonly id: string;
  readonly name: string;
  readonly strategy: StrategyId;
  /** A CSS colour. */
  readonly colour: string;
  /** Of an SVG stroke; undefined: solid. */
  readonly dash: string | undefined;
  readonly hollow: boolean;
}

/** What a person calls a variant: its title, or its id where it has none. */
export function variantName({ id, title }: Pick<Variant, 'id' | 'title'>): string {
  return title || id;
}

const DASHES = [undefined, '6 3', '2 2.5', '9 3 2 3', '4 2 1 2 1 2', '12 4'] as const;

/** In the order of the variants, which have been through the door. */
export function variantLooks(scenario: Scenario, variants: readonly Variant[]): VariantLook[] {
  const seen = new Map<StrategyId, number>();
  return variants.map((variant) => {
    const own = patched(scenario, variant.patch);
    const strategy = (own.ok ? own.value : scenario).router.strategy.id;
    const before = seen.get(strategy) ?? 0;
    seen.set(strategy, before + 1);
    return {
      id: variant.id,
      name: variantName(variant),
      strategy,
      colour: STRATEGIES[strategy].colour,
      dash: DASHES[before % DASHES.length],
      hollow: before > 0,
    };
  });
}
