import { expect, it } from 'vitest';

import { fixture } from './run.fixture';
import { sameSeries } from './same-series';

const make = (nowMs: number) =>
  fixture({ regions: ['a', 'b'], nodesPerRegion: [2, 3], nowMs, durationMs: 60_000, ratePerS: 50 }).series;

it('equal numbers are the same series, whatever the object', () => {
  expect(sameSeries(make(20_000), make(20_400))).toBe(true);
  expect(sameSeries(make(20_000), make(21_000))).toBe(false);
});

it('one number more or less tells them apart, NaN equals itself', () => {
  const series = make(20_000);
  const changed = { ...series, regionAttempts: [series.regionAttempts[0]!, series.regionAttempts[1]!.with(3, -1)] };
  expect(sameSeries(series, changed)).toBe(false);
  const unknown = { ...series, p99Ms: series.p99Ms.with(0, NaN) };
  expect(sameSeries(unknown, { ...unknown, p99Ms: [...unknown.p99Ms] })).toBe(true);
});
