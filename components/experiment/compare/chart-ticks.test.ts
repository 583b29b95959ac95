import { expect, it } from 'vitest';

import { decadeTicks, logTicks, timeTicks } from './chart-ticks';

it('divides a run into at most five ticks of round length', () => {
  expect(timeTicks(40_000)).toEqual([0, 10_000, 20_000, 30_000, 40_000]);
  expect(timeTicks(45_000)).toEqual([0, 15_000, 30_000, 45_000]);
  expect(timeTicks(6_000)).toEqual([0, 2_000, 4_000, 6_000]);
  for (const durationMs of [1, 999, 86_400_000, 36_000_000, 1e9]) expect(timeTicks(durationMs).length).toBeLessThanOrEqual(5);
});

it('steps latency in doublings', () => {
  expect(logTicks(250, 4_000)).toEqual([250, 500, 1_000, 2_000, 4_000]);
  expect(logTicks(125, 16_000)).toEqual([125, 500, 2_000, 8_000]);
});

it('steps a wide axis in 1, 2 and 5', () => {
  expect(decadeTicks(300, 6_000)).toEqual([500, 1_000, 2_000, 5_000]);
  expect(decadeTicks(10, 100_000)).toEqual([10, 100, 1_000, 10_000, 100_000]);
});
