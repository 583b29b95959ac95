import { expect, it } from 'vitest';
import { nextTrip, openTimeMs } from './open-time';
import type { GrowthRule } from './settings';

const growth: GrowthRule = { kind: 'exponential', factor: 2, capMs: 100_000, jitterFraction: 0, calmMs: null };
const times = (of: Partial<GrowthRule>, openMs = 30_000): number[] =>
  [1, 2, 3, 4, 5].map((k) => openTimeMs({ openMs, growth: { ...growth, ...of } }, k, 0));

it('an open time doubles up to its cap, or grows by as much each time', () => {
  expect(times({})).toEqual([30_000, 60_000, 100_000, 100_000, 100_000]);
  expect(times({ kind: 'linear', factor: 1 })).toEqual([30_000, 60_000, 90_000, 100_000, 100_000]);
  expect(times({ factor: 1 })).toEqual([30_000, 30_000, 30_000, 30_000, 30_000]);
  expect(openTimeMs({ openMs: 7, growth: null }, 9, 0.5)).toBe(7);
});

it('jitter comes on top, of the cap too', () => {
  const rules = { openMs: 80_000, growth: { ...growth, jitterFraction: 0.5 } };
  expect([openTimeMs(rules, 1, 0.25), openTimeMs(rules, 2, 0.5)]).toEqual([90_000, 125_000]);
});

it('trips in a row count up to the cap, and down by one for each calm time while closed', () => {
  const rules = { openMs: 30_000, growth: { ...growth, calmMs: 10_000 } };
  expect([0, 1, 2, 3].map((trips) => nextTrip(rules, trips, null))).toEqual([1, 2, 3, 3]);
  expect([0, 9_999, 10_000, 29_999, 1e9].map((closedMs) => nextTrip(rules, 3, closedMs))).toEqual([3, 3, 3, 2, 1]);
  expect(nextTrip({ openMs: 30_000, growth }, 2, 1e9)).toBe(3);
});
