import { SETTINGS } from '@/lib/router/settings';
import type { Scenario } from '@/lib/scenario/schema';

/** How the builder calls the settings in which the named sets differ. */
const WORDS: Readonly<Record<string, string>> = {
  'health.probes': 'Active health probes',
  'health.warmLatencyMs': 'Warm records',
  'breaker.openMs': 'Open for',
  'breaker.probes': 'Bounded probes',
  'breaker.ignoreLate': 'Ignore late results',
  'breaker.outcomes': 'What counts as a failure',
  'breaker.resetHealthOnClose': 'A close makes the node healthy',
  'window.maxCandidates': 'Max candidates',
  'window.minScore': 'Min score',
};

export function settingWords(setting: string): string {
  return WORDS[setting] ?? setting;
}

/** Which named set a scenario follows in one setting. */
export function sideOf(
  setting: string,
  scenario: Pick<Scenario, 'health' | 'breaker' | 'router'>,
): keyof typeof SETTINGS | 'own' {
  const has = { health: scenario.health, breaker: scenario.breaker, window: scenario.router.window };
  const value = printed(has, setting);
  if (value === printed(SETTINGS.switchyard, setting)) return 'switchyard';
  return value === printed(SETTINGS.reference, setting) ? 'reference' : 'own';
}

function printed(of: object, setting: string): string {
  let value: unknown = of;
  for (const key of setting.split('.')) value = (value as Record<string, unknown> | null)?.[key];
  if (typeof value !== 'object' || value === null) return String(value);
  return Object.entries(value)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, field]) => `${key} ${String(field)}`)
    .join();
}
