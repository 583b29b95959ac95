import { describe, expect, it } from 'vitest';

import { conductHere } from './conduct';
import { experimentOf, scenarioOf, smallFleet } from './experiments.fixture';
import { sensitivityFinding } from './findings';
import { morrisPath } from './morris-path';
import { CombinationRefused, SensitivityRun, type Sensitivity } from './sensitivity';
import { termSpreads } from './term-spread';
import { usualRanges } from './usual-ranges';

const PARAMETERS = [
  { id: 'speed', path: 'groups[west].engine.speed', low: 0.4, high: 0.9 },
  { id: 'weight', path: 'router.policies[cost].weight', low: 0, high: 5 },
  { id: 'close', path: 'breaker.halfOpenSuccesses', low: 1, high: 6 },
];

function found(...args: Parameters<typeof experimentOf<'sensitivity'>>): Sensitivity {
  const run = new SensitivityRun(experimentOf(...args));
  conductHere(run);
  return run.report();
}

describe('one setting at a time', () => {
  const report = found({ kind: 'sensitivity', parameters: PARAMETERS, metric: 'p95', replications: 5 });

  it('tells what moves the metric from what cannot', () => {
    expect(report.parameters.map(({ id, influence }) => [id, influence])).toEqual([
      ['speed', 'moves'],
      // Power of two picks by what is in flight, with an open window: no weight matters.
      ['weight', 'identical'],
      ['close', 'identical'],
    ]);
    if (report.method !== 'one-at-a-time') throw new Error(report.method);
    const [speed, weight] = report.parameters;
    expect(speed!.current).toBe(0.5);
    expect(speed!.low.difference!.mean).toBeGreaterThan(0);
    expect(speed!.high.difference!.mean).toBeLessThan(0);
    expect(speed!.swing).toBeCloseTo(speed!.low.difference!.mean - speed!.high.difference!.mean, 9);
    expect(weight!.swing).toBe(0);
    expect(sensitivityFinding(report)).toBe(
      'Speed moves p95 here; weight, close cannot matter here within these ranges: every run went the very same way.',
    );
  });
});

describe('elementary effects', () => {
  it('tell the same, along paths', () => {
    const report = found({ kind: 'sensitivity', method: 'morris', parameters: PARAMETERS, metric: 'p95', replications: 8 });
    if (report.method !== 'morris') throw new Error(report.method);
    const [first, ...others] = report.parameters;
    expect(first).toMatchObject({ id: 'speed', influence: 'moves' });
    expect(first!.mu!.mean).toBeLessThan(0);
    expect(first!.muStar).toBeGreaterThanOrEqual(Math.abs(first!.mu!.mean));
    expect(others.map(({ influence, muStar }) => [influence, muStar])).toEqual([
      ['identical', 0],
      ['identical', 0],
    ]);
  });

  it('walk paths that move every setting once, by half the grid, within the ranges', () => {
    for (let r = 0; r < 50; r++) {
      const { points, moved } = morrisPath(PARAMETERS, [false, false, true], 3, r);
      expect(moved.toSorted()).toEqual([0, 1, 2]);
      moved.forEach((i, step) => {
        PARAMETERS.forEach(({ low, high }, j) => {
          const [from, to] = [points[step]![j]!, points[step + 1]![j]!];
          expect(to).toBeGreaterThanOrEqual(low);
          expect(to).toBeLessThanOrEqual(high);
          if (j !== i) expect(to).toBe(from);
          else if (j < 2) expect(Math.abs(to - from)).toBeCloseTo(((high - low) * 2) / 3, 9);
        });
      });
      expect(points.every((values) => Number.isInteger(values[2]))).toBe(true);
    }
    const starts = Array.from({ length: 400 }, (_, r) => morrisPath(PARAMETERS, [false, false, false], 3, r).points[0]![1]!);
    expect(new Set(starts).size).toBe(4);
  });
});

it('ranges that are each allowed and not together are refused with the rule', () => {
  const run = new SensitivityRun(
    experimentOf({
      kind: 'sensitivity',
      method: 'morris',
      parameters: [
        { id: 'long', path: 'durationMs', low: 6_000, high: 3_000_000 },
        { id: 'busy', path: 'workload[0].arrivals.ratePerS', low: 1, high: 200_000 },
      ],
      replications: 20,
    }),
  );
  expect(() => {
    while (run.next() !== null);
  }).toThrow(CombinationRefused);
});

describe('the spread of terms', () => {
  const base = smallFleet({ router: { strategy: { id: 'least-latency' } } });

  it('is none where a term is equal on all nodes', () => {
    const spreads = termSpreads(
      scenarioOf({
        ...base,
        regions: [
          { id: 'east', cost: 0.5 },
          { id: 'west', cost: 0.5 },
        ],
      }),
      60,
    );
    expect(spreads.decisions).toBe(60);
    expect(spreads.terms.map(({ policy }) => policy)).toEqual(['health', 'latency', 'privacy', 'locality', 'cost']);
    const cost = spreads.terms[4]!;
    expect(cost).toMatchObject({ weight: 1, differsIn: 0, effectiveWeight: 0 });
    expect(spreads.terms[3]!.differsIn).toBe(1);
    expect(spreads.terms.reduce((sum, { effectiveWeight }) => sum + effectiveWeight!, 0)).toBeCloseTo(1, 12);
    expect(spreads.correlations[4]).toEqual([null, null, null, null, null]);
    expect(spreads.correlations[3]![3]).toBeCloseTo(1, 9);
  });

  it('grows with the weight', () => {
    const share = (weight: number): number =>
      termSpreads(
        scenarioOf({
          ...base,
          router: { ...base.router, policies: [{ kind: 'latency' }, { kind: 'cost', weight }] },
        }),
        60,
      ).terms[1]!.effectiveWeight!;
    expect(share(4)).toBeGreaterThan(share(0.5));
    expect(share(0)).toBe(0);
  });
});

it('usual ranges lie around what the scenario has, within its limits', () => {
  const ranges = usualRanges(scenarioOf());
  expect(ranges.find(({ id }) => id === 'weight.health')).toEqual({
    id: 'weight.health',
    path: 'router.policies[health].weight',
    low: 1,
    high: 4,
  });
  expect(ranges.find(({ id }) => id === 'client.retries')).toMatchObject({ low: 1, high: 4 });
  expect(ranges.find(({ id }) => id === 'router.strategy.choices')).toMatchObject({ low: 1, high: 4 });
  const experiment = experimentOf({ kind: 'sensitivity', parameters: ranges, replications: 2 });
  expect(experiment.plan.parameters).toHaveLength(ranges.length);
});
