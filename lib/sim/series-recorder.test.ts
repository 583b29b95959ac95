import { describe, expect, it } from 'vitest';

import { preset } from '@/lib/scenario/presets';

import { Simulation } from './simulate';

describe('the trailing window', () => {
  it.each([250, 2_999, 3_000, 9_000, 9_100, 40_000])('at %d ms is the last of the series', (timeMs) => {
    const simulation = new Simulation(preset('brown-out')!);
    simulation.runUntil(timeMs);
    const { latency, success } = simulation.recent();
    const series = simulation.series();
    expect(latency.count).toBe(series.windowCount.at(-1));
    // A summary never says more than the largest value; with so few the series may, by its 0.2 %.
    if (latency.count > 10) {
      expect([latency.p50Ms, latency.p95Ms, latency.p99Ms]).toEqual([
        series.p50Ms.at(-1),
        series.p95Ms.at(-1),
        series.p99Ms.at(-1),
      ]);
      expect(success).toBe(1);
    }
    const bins = series.windowMs / series.binMs;
    expect(latency.count).toBe(series.completed.slice(-bins).reduce((sum, n) => sum + n, 0));
  });
});
