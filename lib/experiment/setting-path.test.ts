import { expect, it } from 'vitest';

import { PRESETS } from '@/lib/scenario/presets';

import { scenarioOf } from './experiments.fixture';
import { namedParametersOf, parametersOf } from './parameters';
import { namedPath, resolvePath } from './setting-path';

it('names entries of lists by id or kind, and leads to the same place', () => {
  for (const { scenario: input } of PRESETS) {
    const scenario = scenarioOf(input);
    const named = namedParametersOf(scenario);
    expect(new Set(named.map(({ path }) => path)).size).toBe(named.length);
    parametersOf(scenario).forEach(({ path }, i) => {
      expect(resolvePath(scenario, named[i]!.path)).toEqual(resolvePath(scenario, path));
    });
    expect(named.map(({ path }) => path)).toContain('router.policies[locality].weight');
  }
});

it('keeps the position where a name fits several entries, or is none that a path can have', () => {
  const root = { list: [{ kind: 'a' }, { kind: 'a' }, { id: 'b' }, { id: '1 c' }, 7] };
  const paths = [0, 1, 2, 3, 4].map((i) => namedPath(root, ['list', i]));
  expect(paths).toEqual(['list[0]', 'list[1]', 'list[b]', 'list[3]', 'list[4]']);
});
