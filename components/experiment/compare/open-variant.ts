import { patched } from '@/lib/experiment/patch';

import { bringToLab } from '@/components/run/lab';

import { trouble } from '../experiment';
import { useExperiment } from '../experiment-store';
import { variantName } from './variant-looks';

/** Puts the scenario as a variant has it into the lab. Answers whether that could be done. */
export function openVariantInLab(id: string): boolean {
  const { scenario, plans } = useExperiment.getState();
  const variant = plans.compare.variants.find((one) => one.id === id);
  if (variant === undefined) return false;
  const own = patched(scenario, variant.patch);
  if (!own.ok) {
    trouble('This variant could not be opened', own.problems);
    return false;
  }
  bringToLab(own.value, { kind: 'experiment', name: variantName(variant) });
  return true;
}
