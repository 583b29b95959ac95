import { describe, expect, it } from 'vitest';

import { Sketch } from '@/lib/base/sketch';

import { gridOf } from './grid';
import { summaryOf } from './summary';

describe('gridOf', () => {
  it('takes the finest step of at most 400 bins', () => {
    expect(gridOf(40_000)).toEqual({ binMs: 250, bins: 160, windowMs: 3_000 });
    expect(gridOf(100_000)).toEqual({ binMs: 250, bins: 400, windowMs: 3_000 });
    expect(gridOf(100_001)).toEqual({ binMs: 500, bins: 201, windowMs: 3_000 });
    expect(gridOf(86_400_000)).toEqual({ binMs: 300_000, bins: 288, windowMs: 1_200_000 });
    expect(gridOf(1)).toEqual({ binMs: 250, bins: 1, windowMs: 3_000 });
  });
});

describe('summaryOf', () => {
  it('answers quantiles, mean and largest value', () => {
    const sketch = new Sketch();
    for (let i = 1; i <= 1_000; i++) sketch.add(i);
    const summary = summaryOf(sketch, 500_500, 1_000);
    expect(summary.count).toBe(1_000);
    expect(summary.meanMs).toBe(500.5);
    for (const [got, exact] of [
      [summary.p50Ms, 500],
      [summary.p95Ms, 950],
      [summary.p99Ms, 990],
      [summary.p999Ms, 999],
    ] as const) {
      expect(Math.abs(got! - exact)).toBeLessThanOrEqual(0.002 * exact);
    }
    expect(summary.maxMs).toBe(1_000);
  });

  it('has no numbers where there was nothing, and none above the largest', () => {
    expect(summaryOf(new Sketch(), 0, 0).p50Ms).toBeNull();
    const one = new Sketch();
    one.add(300);
    expect(summaryOf(one, 300, 300).p999Ms).toBe(300);
  });
});
