import { describe, expect, it } from 'vitest';

import { parseScenario } from '@/lib/scenario/parse';
import { preset } from '@/lib/scenario/presets';
import type { ScenarioInput } from '@/lib/scenario/schema';

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

describe('percentiles of classes', () => {
  const classOf = (id: string, meanMs: number): ScenarioInput['workload'][number] => ({
    id,
    origins: [{ region: 'home', weight: 1 }],
    arrivals: { kind: 'poisson', ratePerS: 40 },
    service: { kind: 'constant', meanMs },
  });
  const run = (...workload: ScenarioInput['workload']): Simulation => {
    const parsed = parseScenario({
      version: 1,

      title: 'classes',
      durationMs: 20_000,
      regions: [{ id: 'home' }],
      models: [{ id: 'm', capabilities: ['generate'] }],
      groups: [{ id: 'g', region: 'home', count: 10, models: ['m'], engine: { kind: 'slots', slots: 8 } }],
      workload,
    });
    if (!parsed.ok) throw new Error(parsed.problems[0]!.message);
    const simulation = new Simulation(parsed.value);
    simulation.runUntil(20_000);
    return simulation;
  };

  it('are of their own answers, and of so many as the window saw answered', () => {
    const simulation = run(classOf('short', 20), classOf('long', 700));
    const { classes, windowMs, binMs } = simulation.tracks();
    const [short, long] = classes.map(({ columns }) => columns);
    // The round trip of 2 ms on top, and 0.2 % of the sketch.
    expect(short!.p50Ms.at(-1)! / 22).toBeCloseTo(1, 2);
    expect(long!.p50Ms.at(-1)! / 702).toBeCloseTo(1, 2);
    const bins = windowMs / binMs;
    for (const one of [short!, long!]) {
      expect(one.windowCount.at(-1)).toBe(one.completed.slice(-bins).reduce((sum, n) => sum + n, 0));
    }
    const { windowCount } = simulation.series();
    expect(Array.from(short!.windowCount, (n, bin) => n + long!.windowCount[bin]!)).toEqual(windowCount);
  });

  it('are the run’s own where there is but one class', () => {
    const simulation = run(classOf('only', 30));
    const { columns } = simulation.tracks().classes[0]!;
    const { p50Ms, p99Ms, windowCount } = simulation.series();
    expect([Array.from(columns.p50Ms), Array.from(columns.p99Ms), Array.from(columns.windowCount)]).toEqual([
      p50Ms,
      p99Ms,
      windowCount,
    ]);
  });
});
