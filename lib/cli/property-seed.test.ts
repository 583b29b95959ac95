import { expect, inject, it } from 'vitest';

import { lawRuns } from '@/lib/base/law-runs';

import { seedFrom } from './property-seed';

it('keeps the fixed seed unless asked', () => {
  expect(seedFrom(undefined)).toBeNull();
  expect(seedFrom('')).toBeNull();
});

it('takes a number, or draws one', () => {
  expect(seedFrom('-71')).toBe(-71);
  expect(seedFrom('random', () => 0.5)).toBe(1_073_741_823);
});

it.each(['ramdom', '1.5', '1e3', '99999999999', ' '])('refuses %j', (wish) => {
  expect(() => seedFrom(wish)).toThrow('FAST_CHECK_SEED must be');
});

it('reaches the property tests of this very run', () => {
  const seed = inject('propertySeed');
  expect(lawRuns(7)).toEqual({ seed: seed ?? 20_261_123, numRuns: 7 });
});
