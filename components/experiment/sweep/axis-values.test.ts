import { describe, expect, it } from 'vitest';

import { scenarioOf } from '@/lib/experiment/experiments.fixture';
import { namedParametersOf, type Parameter } from '@/lib/experiment/parameters';

import { THIN } from '@/components/chart/format';

import { shortName, withAxis } from './axis-edits';
import { firstValues, valuesFrom, valuesText, valueText } from './axis-values';
import { withRange, withSearched } from './range-edits';

const ALL = namedParametersOf(scenarioOf());
const at = (path: string): Parameter => ALL.find((parameter) => parameter.path === path)!;
const read = (path: string, text: string): unknown => {
  const found = valuesFrom(at(path), text);
  return found.ok ? found.value : found.problems[0]!.rule;
};

describe('values of an axis', () => {
  it('are read from lists and from ranges in steps, whole where the setting is', () => {
    expect(read('client.timeoutMs', '300, 600; 1200')).toEqual([300, 600, 1_200]);
    expect(read('client.timeoutMs', '100 to 500 in 5 steps')).toEqual([100, 200, 300, 400, 500]);
    expect(read('client.timeoutMs', '1..1000 in 4 steps, log')).toEqual([1, 10, 100, 1_000]);
    expect(read('client.retries', '0 to 3 in 7 steps')).toEqual([0, 1, 2, 3]);
    expect(read('client.cancel', 'never always')).toEqual(['never', 'always']);
  });

  it('say what is wrong', () => {
    expect(read('client.timeoutMs', 'soon')).toMatch(/^must be numbers/);
    expect(read('client.timeoutMs', '1 to 5 in 101 steps')).toBe('must have 2 to 100 steps');
    expect(read('client.timeoutMs', '0 to 5 in 3 steps, log')).toMatch(/^must lie above 0/);
    expect(read('client.cancel', 'sometimes')).toMatch(/^must be of never/);
  });

  it('begin around where the setting stands, and are read back as they are written', () => {
    for (const parameter of ALL) {
      const values = firstValues(parameter);
      expect(values.length, parameter.path).toBeGreaterThanOrEqual(2);
      const again = valuesFrom(parameter, valuesText(values));
      expect(again.ok && again.value, parameter.path).toEqual(values);
      if (parameter.kind !== 'number') continue;
      for (const value of values) {
        expect(value, parameter.path).toBeGreaterThanOrEqual(parameter.min);
        expect(value, parameter.path).toBeLessThanOrEqual(parameter.max);
      }
    }
  });

  it('are shown with their unit', () => {
    expect(['ms', 'share', '/s', null].map((unit) => valueText(0.5, unit as never))).toEqual([
      `0.5${THIN}ms`,
      `50${THIN}%`,
      `0.5${THIN}/s`,
      '0.5',
    ]);
    expect([valueText(true, null), valueText('random', null)]).toEqual(['on', 'random']);
  });
});

it('a third axis takes the place of the second, and a path without brackets is its name', () => {
  const two = withAxis(withAxis([], at('client.retries')), at('client.timeoutMs'));
  expect(withAxis(two, at('router.policies[locality].weight')).map(({ id }) => id)).toEqual([
    'client.retries',
    'weight.locality',
  ]);
  expect(shortName('groups[east].engine.slots')).toBe('groups.east.engine.slots');
});

it('a range and a searched setting start again where they are there already', () => {
  const ranges = withRange(withRange([], at('client.retries')), at('client.retries'));
  expect(ranges).toHaveLength(1);
  expect(withRange(ranges, at('client.cancel'))).toEqual(ranges);
  const space = withSearched(withSearched([], at('client.cancel')), at('client.timeoutMs'));
  expect(space.map(({ kind }) => kind)).toEqual(['choice', 'number']);
});
