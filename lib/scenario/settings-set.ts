/**
 * The named sets of router settings, seen from a scenario: which one it has, and how to give it one. A set is the whole of
 * `health`, `breaker` and `router.window`; anything in between is the scenario's own.
 */
import { SETTINGS } from '@/lib/router/settings';

import type { Scenario } from './schema';

export type SettingsSetName = keyof typeof SETTINGS;

export function settingsSetOf(scenario: Pick<Scenario, 'health' | 'breaker' | 'router'>): SettingsSetName | 'own' {
  for (const name of ['switchyard', 'reference'] as const) {
    const { health, breaker, window } = SETTINGS[name];
    const has = scenario.router.window;
    if (equal(scenario.health, health) && equal(scenario.breaker, breaker) && equal(has, window)) return name;
  }
  return 'own';
}

export function withSettingsSet(scenario: Scenario, name: SettingsSetName): Scenario {
  const { health, breaker, window } = SETTINGS[name];
  return {
    ...scenario,
    health: { ...health, probes: health.probes === null ? null : { ...health.probes } },
    breaker: { ...breaker, probes: breaker.probes === null ? null : { ...breaker.probes } },
    router: { ...scenario.router, window: { ...window } },
  };
}

/** Equal settings: numbers, booleans and nulls, one level of nesting, whatever the order of keys. */
function equal(a: object, b: object): boolean {
  const left = Object.entries(a) as [string, unknown][];
  return (
    left.length === Object.keys(b).length &&
    left.every(([key, value]) => {
      const other = (b as Record<string, unknown>)[key];
      return typeof value === 'object' && value !== null && typeof other === 'object' && other !== null
        ? equal(value, other)
        : value === other;
    })
  );
}
