import { describe, expect, it } from 'vitest';

import { CalibrationRun, TRUE_MEAN_MS } from './calibration';
import { CompareRun } from './compare';
import { conductHere } from './conduct';
import { experimentOf, smallFleet, THREE_STRATEGIES } from './experiments.fixture';
import { pairingGains } from './pairing';

describe('on a queue whose mean is known', () => {
  const run = new CalibrationRun(40, 500);
  conductHere(run);
  const report = run.report();

  // The full count of 1,000 experiments is a command: here a miss of 3 or more of 40 beyond the bounds would be a change of the method.
  it('intervals hold the truth about as often as they say', () => {
    expect(report.coverage).toBeGreaterThanOrEqual(0.85);
    expect(Math.abs(report.meanMs / TRUE_MEAN_MS - 1)).toBeLessThan(0.05);
  });

  it('equal experiments on seeds of their own are seldom called different', () => {
    expect(report.falseCalls).toBeLessThanOrEqual(0.15);
  });
});

it('pairing narrows the interval of a small change threefold and more, and makes none wider beyond noise', () => {
  const run = new CompareRun(
    experimentOf({
      kind: 'compare',
      variants: [...THREE_STRATEGIES, { id: 'slower', patch: [{ path: 'groups[west].engine.speed', value: 0.495 }] }],
      replications: 12,
    }),
  );
  conductHere(run);
  const gains = pairingGains(run.report(), 'mean');
  expect(gains).toHaveLength(6);
  expect(gains.every(({ worse }) => !worse)).toBe(true);
  const small = gains.find(({ a, b }) => a === 'two' && b === 'slower')!;
  expect(small.gain!).toBeGreaterThan(3);
});

it('pairing narrows a small change of one weight threefold where choices are drawn in proportion to the totals', () => {
  const weighted = (value: number): { path: string; value: string | number }[] => [
    { path: 'router.strategy', value: 'weighted-random' },
    { path: 'router.policies[latency].weight', value },
  ];
  const run = new CompareRun(
    experimentOf(
      {
        kind: 'compare',
        variants: [
          { id: 'before', patch: weighted(1) },
          { id: 'after', patch: weighted(1.05) },
        ],
        replications: 12,
      },
      { scenario: smallFleet({ durationMs: 20_000 }) },
    ),
  );
  conductHere(run);
  const report = run.report();
  expect(report.variants[0]!.values.mean).not.toEqual(report.variants[1]!.values.mean);
  expect(pairingGains(report, 'mean')[0]!.gain!).toBeGreaterThan(3);
});
