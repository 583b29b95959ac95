import { describe, expect, it } from 'vitest';

import { CalibrationRun, TRUE_MEAN_MS } from './calibration';
import { CompareRun } from './compare';
import { conductHere } from './conduct';
import { experimentOf, THREE_STRATEGIES } from './experiments.fixture';
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
