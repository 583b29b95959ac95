/**
 * The named sets of router settings, seen from a scenario: which one it has, and how to give it one. A set is the whole of
 * `health`, `breaker` and `router.window`; anything in between is the scenario's own.
 */
import { BREAKER_SETS, type BreakerSetName } from '@/lib/router/breaker-sets';
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
    health: copied(health),
    breaker: copied(breaker),
    router: { ...scenario.router, window: { ...window } },
  };
}

/** Which known system a scenario's breaker behaves like. */
export function breakerSetOf(scenario: Pick<Scenario, 'breaker'>): BreakerSetName | 'own' {
  const names = Object.keys(BREAKER_SETS) as BreakerSetName[];
  return names.find((name) => equal(scenario.breaker, BREAKER_SETS[name].breaker)) ?? 'own';
}

/** Changes the breaker alone; health and window stay. */
export function withBreakerSet(scenario: Scenario, name: BreakerSetName): Scenario {
  return { ...scenario, breaker: copied(BREAKER_SETS[name].breaker) };
}

/** Settings that nobody else holds: numbers, texts, booleans and nulls, nested. */
function copied<T>(settings: unknown): T {
  if (typeof settings !== 'object' || settings === null) return settings as T;
  return Object.fromEntries(Object.entries(settings).map(([key, value]) => [key, copied(value)])) as T;
}

/** Equal settings: numbers, texts, booleans and nulls, nested, whatever the order of keys. */
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
