import { describe, expect, it } from 'vitest';

import { latencyAxis, rateAxis, shareAxis } from './y-axis';

const labels = (axis: { ticks: readonly { label: string }[] }) => axis.ticks.map(({ label }) => label.replaceAll('\u2009', ' '));

describe('latencyAxis', () => {
  it('runs from 250 ms to 4 s in doublings while nothing is known', () => {
    expect(labels(latencyAxis(Infinity, -Infinity, 10, 150))).toEqual(['4 s', '2 s', '1 s', '500 ms', '250 ms']);
  });

  it('covers the data and gives equal ratios equal heights', () => {
    const axis = latencyAxis(300, 3_900, 0, 100);
    expect(axis.y(250)).toBeCloseTo(100);
    expect(axis.y(1_000)).toBeCloseTo(50);
    expect(axis.y(4_000)).toBeCloseTo(0);
  });

  it('keeps to six ticks over a wide range, and draws what lies outside at the edge', () => {
    const axis = latencyAxis(3, 90_000, 0, 100);
    expect(axis.ticks.length).toBeLessThanOrEqual(6);
    expect(axis.y(0)).toBe(100);
    expect(latencyAxis(0.2, 0.5, 0, 100).y(0.2)).toBe(100);
  });
});

it('rateAxis starts at zero and ends on a round value', () => {
  const axis = rateAxis(792, 0, 100);
  expect(labels(axis)[0]).toBe('0');
  expect(labels(axis).at(-1)).toMatch(/ \/s$/);
  expect(axis.ticks.length).toBeLessThanOrEqual(4);
  expect(axis.y(0)).toBe(100);
  expect(labels(rateAxis(1_700, 0, 100))).toEqual(['0', '1k /s', '2k /s']);
  expect(rateAxis(0, 0, 100).y(0)).toBe(100);
});

it('shareAxis runs from 0 to 100 %', () => expect(labels(shareAxis(0, 50))).toEqual(['0 %', '50 %', '100 %']));
