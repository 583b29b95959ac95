import { describe, expect, it } from 'vitest';

import { nearest } from './nearest';
import { pathOf, pathText, valueAt } from './paths';
import { grouped, listed, sentenceCase } from './words';

describe('the nearest word', () => {
  const words = ['retries', 'timeoutMs', 'backoff', 'cancel'];

  it.each([
    ['retrys', 'retries'],
    ['timeoutms', 'timeoutMs'],
    ['canel', 'cancel'],
    ['elephants', undefined],
    ['', undefined],
    ['x'.repeat(1_000), undefined],
  ])('to %s is %s', (typed, meant) => {
    expect(nearest(typed, words)).toBe(meant);
  });
});

describe('numbers and lists in words', () => {
  it('are grouped by thousands', () => {
    expect([0, 999, 1_000, 1_234_567, -12_345.5, 0.25].map(grouped)).toEqual([
      '0',
      '999',
      '1,000',
      '1,234,567',
      '-12,345.5',
      '0.25',
    ]);
  });

  it('say how many they leave out', () => {
    expect(listed(['a', 'b', 'c'], 3)).toBe('a, b, c');
    expect(listed(['a', 'b', 'c', 'd'], 2)).toBe('a, b and 2 more');
  });
});

describe('a path', () => {
  it('is written as in code and read back', () => {
    for (const text of ['workload[0].arrivals.ratePerS', 'regions[2].id', 'title', '']) {
      const path = pathOf(text);
      expect(path.ok && pathText(path.value)).toBe(text);
    }
    expect(pathText(['regions', 0, 'two words'])).toBe('regions[0]["two words"]');
  });

  it('follows own keys only', () => {
    expect(valueAt({ a: [{ b: 7 }] }, ['a', 0, 'b'])).toBe(7);
    expect(valueAt({}, ['constructor', 'name'])).toBeUndefined();
    expect(valueAt('text', ['length'])).toBeUndefined();
  });
});

it('words begin a line with a capital, names of percentiles do not', () => {
  expect(['mean wait', 'p99.9', '429'].map(sentenceCase)).toEqual(['Mean wait', 'p99.9', '429']);
});
