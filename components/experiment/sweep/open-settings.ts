import { settingsText } from '@/lib/experiment/findings';
import { patched, type Setting } from '@/lib/experiment/patch';
import type { Scenario } from '@/lib/scenario/schema';

import { bringToLab } from '@/components/run/lab';

import { trouble } from '../experiment';

/** Puts a scenario with these settings in place of its own into the lab. Answers whether that could be done. */
export function openSettingsInLab(scenario: Scenario, settings: readonly Setting[]): boolean {
  const own = patched(scenario, [...settings]);
  if (!own.ok) {
    trouble('These settings could not be opened', own.problems);
    return false;
  }
  bringToLab(own.value, { kind: 'experiment', name: settingsText(settings) });
  return true;
}
