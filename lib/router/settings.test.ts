import { expect, it } from 'vitest';
import { DIFFERENCES, SETTINGS, type SettingsSet } from './settings';

/** `health.probes` -> JSON of its value. */
function flat(set: SettingsSet): Map<string, string> {
  return new Map(
    Object.entries(set).flatMap(([group, settings]) =>
      Object.entries(settings as object).map(([name, value]) => [`${group}.${name}`, JSON.stringify(value)] as const),
    ),
  );
}

it('DIFFERENCES names every setting in which the two sets differ, and no other', () => {
  const [reference, switchyard] = [flat(SETTINGS.reference), flat(SETTINGS.switchyard)];
  const different = [...reference].filter(([path, value]) => switchyard.get(path) !== value).map(([path]) => path);
  expect(DIFFERENCES.map(({ setting }) => setting).sort()).toEqual(different.sort());
  expect(different.length).toBe(9);
});

it('every difference says what it does in one sentence', () => {
  for (const { effect } of DIFFERENCES) expect(effect).toMatch(/^[A-Z].*\.$/);
});
