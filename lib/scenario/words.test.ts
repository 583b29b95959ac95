import { describe, expect, it } from 'vitest';

import { describeEntry, describeFault } from './describe';
import { nearest } from './nearest';
import { pathOf, pathText, valueAt } from './paths';
import type { Fault } from './schema';
import { grouped, listed } from './words';

describe('a fault in few words', () => {
  it.each<[Fault, string]>([
    [{ kind: 'crash' }, 'Crash'],
    [{ kind: 'slow-down', factor: 10 }, 'Slow 10x'],
    [{ kind: 'added-latency', ms: 400 }, '+400 ms'],
    [{ kind: 'added-latency', ms: 1_250 }, '+1.25 s'],
    [{ kind: 'error-rate', fraction: 0.6, afterMs: 5 }, 'Errors 60%'],
    [{ kind: 'error-rate', fraction: 0.125, afterMs: 5 }, 'Errors 12.5%'],
    [{ kind: 'grey', fraction: 1, afterMs: 5 }, 'Grey 100%'],
    [{ kind: 'flapping', downMs: 500, upMs: 2_000 }, 'Flapping 500 ms down, 2 s up'],
  ])('%j is %s', (fault, words) => {
    expect(describeFault({ fault })).toBe(words);
  });
});

it('a timeline entry in one line says what happens and to what', () => {
  const at = { id: 'x', atMs: 1 };
  expect(
    describeEntry({ ...at, kind: 'fault', untilMs: null, target: { kind: 'region', id: 'eu-west' }, fault: { kind: 'crash' } }),
  ).toBe('Crash: eu-west');
  expect(describeEntry({ ...at, kind: 'strategy', strategy: { id: 'round-robin' } })).toBe('Strategy: round-robin');
  expect(
    describeEntry({
      ...at,
      kind: 'weights',
      weights: [
        { policy: 'health', weight: 2 },
        { policy: 'load', weight: -0.5 },
      ],
    }),
  ).toBe('Weights: health 2, load -0.5');
  expect(describeEntry({ ...at, kind: 'traffic', class: 'users', ratePerS: 1_500 })).toBe('Traffic of users: 1,500/s');
});

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
