import { describe, expect, it } from 'vitest';

import { atLoad } from './at-load';
import { conductHere } from './conduct';
import { experimentOf, scenarioOf, smallFleet } from './experiments.fixture';
import { loadFinding } from './findings';
import { capacityOf, kneeOf, LoadCurveRun } from './load-curve';

const estimate = (mean: number) => ({ count: 5, mean, sd: 0, low: mean, high: mean });

describe('a load curve', () => {
  const run = new LoadCurveRun(
    experimentOf({
      kind: 'load-curve',
      variants: [{ id: 'two' }, { id: 'random', patch: [{ path: 'router.strategy', value: 'random' }] }],
      loads: [0.5, 1, 1.5, 2, 2.5, 3],
      replications: 3,
    }),
  );
  conductHere(run);
  const report = run.report();

  it('rises with the load, and knows the load that it offered', () => {
    for (const { points } of report.curves) {
      expect(points.at(-1)!.metric!.mean).toBeGreaterThan(points[0]!.metric!.mean);
      points.forEach(({ load, offeredPerS }) => expect(offeredPerS! / (30 * load)).toBeCloseTo(1, 0));
    }
  });

  it('finds the load up to which the SLO is met, between two of those that were run', () => {
    for (const curve of report.curves) {
      const { capacity } = curve;
      expect(['between', 'below-all']).toContain(capacity.kind);
      if (capacity.kind !== 'between') continue;
      expect(capacity.load).toBeGreaterThanOrEqual(capacity.met);
      expect(capacity.load).toBeLessThan(capacity.missed);
      if (curve.certainUpTo !== null) expect(curve.certainUpTo).toBeLessThanOrEqual(capacity.met);
    }
    expect(loadFinding(report, report.curves[0]!)).toMatch(/99\.00 % within 250 ms/);
  });
});

describe('the knee', () => {
  const curve = (means: readonly number[]) => means.map((mean, i) => ({ load: 0.2 * (i + 1), metric: estimate(mean) }));

  it('is where a curve turns up', () => {
    expect(kneeOf(curve([10, 11, 12, 14, 60]))).toBeCloseTo(0.8, 12);
    expect(kneeOf(curve([10, 10, 40, 70, 100]))).toBeCloseTo(0.4, 12);
  });

  it('is none of a straight line, of a falling one, and of two points', () => {
    expect(kneeOf(curve([10, 20, 30, 40]))).toBeNull();
    expect(kneeOf(curve([40, 30, 20]))).toBeNull();
    expect(kneeOf(curve([10, 90]))).toBeNull();
  });
});

describe('capacity', () => {
  const points = (shares: readonly number[]) =>
    shares.map((share, i) => ({ load: i + 1, offeredPerS: 100 * (i + 1), withinSlo: estimate(share) }));

  it('lies where the straight line between two loads crosses the target', () => {
    const found = capacityOf(points([1, 0.995, 0.985, 0.5]), 0.99);
    expect(found).toMatchObject({ kind: 'between', met: 2, missed: 3 });
    if (found.kind !== 'between') return;
    expect(found.load).toBeCloseTo(2.5, 9);
    expect(found.offeredPerS).toBeCloseTo(250, 6);
  });

  it('may lie beyond what was run', () => {
    expect(capacityOf(points([1, 1]), 0.99)).toEqual({ kind: 'above-all', met: 2 });
    expect(capacityOf(points([0.9, 1]), 0.99)).toEqual({ kind: 'below-all', missed: 1 });
    expect(capacityOf([], 0.99)).toEqual({ kind: 'unknown' });
  });
});

it('load scales every kind of traffic and its changes', () => {
  const { workload } = smallFleet();
  const scenario = scenarioOf(
    smallFleet({
      workload: [
        ...workload,
        {
          ...workload[0]!,
          id: 'loop',
          arrivals: { kind: 'closed-loop', users: 5, think: { kind: 'constant', meanMs: 100 } },
        },
      ],
      timeline: [{ id: 't', kind: 'traffic', atMs: 1_000, class: 'users', ratePerS: 50 }],
    }),
  );
  const twice = atLoad(scenario, 1.5);
  expect(twice.ok && twice.value.workload.map(({ arrivals }) => arrivals)).toMatchObject([{ ratePerS: 45 }, { users: 8 }]);
  expect(twice.ok && twice.value.timeline).toMatchObject([{ ratePerS: 75 }]);
  expect(atLoad(scenario, 1)).toEqual({ ok: true, value: scenario });
});
