import { expect, it } from 'vitest';

import { CURVE_NAMES, CurveSums } from './over-time';
import type { Curves } from './replication';

const NAMES = CURVE_NAMES;

function curves(p99Ms: readonly number[]): Curves {
  return { ...Object.fromEntries(NAMES.map((name) => [name, p99Ms.map(() => 0)])), p99Ms, binMs: 250 } as unknown as Curves;
}

it('has no curves before the first replication', () => {
  expect(new CurveSums().overTime()).toBeNull();
});

it('gives mean, least, most and the middle nine tenths at each bin, whatever the order of values', () => {
  const sums = new CurveSums();
  // 0, 10, ..., 200, shuffled: 5 % and 95 % of 21 values lie at ranks 1 and 19.
  for (let i = 0; i <= 20; i++) sums.add(curves([10 * ((8 * i) % 21), 7]));
  const { p99Ms, binMs } = sums.overTime()!;
  expect(binMs).toBe(250);
  expect(p99Ms).toEqual({ mean: [100, 7], low: [10, 7], high: [190, 7], least: [0, 7], most: [200, 7] });
});

it('goes in a straight line between ranks', () => {
  const sums = new CurveSums();
  sums.add(curves([100]));
  sums.add(curves([300]));
  const { p99Ms } = sums.overTime()!;
  expect([p99Ms.low[0], p99Ms.high[0]]).toEqual([110, 290]);
});

it('leaves out replications without a value, and says nothing of a bin without any', () => {
  const sums = new CurveSums();
  sums.add(curves([NaN, NaN]));
  sums.add(curves([40, NaN]));
  expect(sums.overTime()!.p99Ms).toEqual({
    mean: [40, null],
    low: [40, null],
    high: [40, null],
    least: [40, null],
    most: [40, null],
  });
});
