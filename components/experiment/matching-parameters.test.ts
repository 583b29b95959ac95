import { expect, it } from 'vitest';

import { parametersOf } from '@/lib/experiment/parameters';

import { firstScenario } from '@/components/scenario/scenario-store';

import { matchingParameters } from './matching-parameters';
import { rangeText } from './range-text';

const ALL = parametersOf(firstScenario());
const paths = (text: string) => matchingParameters(ALL, text).map(({ path }) => path);

it('finds settings by words of their path, in any order and case, the shortest first', () => {
  expect(paths('RETRIES')[0]).toBe('client.retries');
  expect(paths('weight policies')).toEqual(paths('policies weight'));
  expect(paths('weight policies').every((path) => /policies.*weight/.test(path))).toBe(true);
  expect(paths('breaker.open')).toContain('breaker.openMs');
  expect(paths('nothing like it')).toEqual([]);
});

it('says what a setting may be, with its unit', () => {
  const text = (path: string) => rangeText(ALL.find((one) => one.path === path)!);
  expect(text('client.retries')).toMatch(/^0 to \d+, whole$/);
  expect(text('breaker.openMs')).toMatch(/ ms$/);
  expect(text('router.strategy')).toMatch(/ and \d+ more$/);
});
