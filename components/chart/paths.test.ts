import { describe, expect, it } from 'vitest';

import { barPaths, binsInView, columnsInView, highestRate, percentilePaths, ratePaths, sharePaths } from './paths';
import { timeScale } from './time-axis';

const scale = timeScale({ startMs: 0, endMs: 10_000 }, 100);
const up = (value: number) => 100 - value;

it('binsInView keeps one bin on either side', () => {
  expect(binsInView(timeScale({ startMs: 4_000, endMs: 6_000 }, 100), 1_000, 40)).toEqual([3, 7]);
  expect(binsInView(scale, 1_000, 3)).toEqual([0, 3]);
});

describe('percentilePaths', () => {
  it('draws a point at the end of each bin and leaves gaps', () => {
    const { solid, sparse } = percentilePaths(scale, 1_000, [10, 20, NaN, 30, 40], [9, 9, 0, 9, 9], 5, up);
    expect(solid).toBe('M10,90L20,80M40,70L50,60');
    expect(sparse).toBe('');
  });

  it('draws apart what rests on too few requests, joined to its neighbours', () => {
    const { solid, sparse } = percentilePaths(scale, 1_000, [10, 20, 30, 40], [2, 2, 9, 9], 5, up);
    expect(solid).toBe('M30,70L40,60');
    expect(sparse).toBe('M10,90L20,80L30,70');
  });
});

describe('columns', () => {
  const columns = columnsInView(timeScale({ startMs: 0, endMs: 10_000 }, 100), 200, 5);

  it('hold as many bins as make 3.5 px, and count only finished ones', () => {
    expect(columns.size).toBe(2);
    expect(columns.rate([1, 3, 2, 2, 6], 0)).toBe(10);
    expect(columns.rate([1, 3, 2, 2, 6], 2)).toBe(30);
    expect(
      highestRate(columns, 5, [
        [1, 3, 2, 2, 6],
        [0, 0, 0, 0, 1],
      ]),
    ).toBe(35);
  });

  it('stack bars in order and keep each visible', () => {
    const [first, second] = barPaths(
      scale,
      columnsInView(scale, 1_000, 2),
      [
        [20, 0],
        [0.01, 5],
      ],
      up,
    );
    expect(first).toBe('M0,100h9.2V80h-9.2z');
    expect(second).toBe('M0,80h9.2V79h-9.2zM10,100h9.2V95h-9.2z');
  });

  it('draw a rate through their middles', () => {
    expect(ratePaths(scale, columnsInView(scale, 1_000, 2), [20, 40], up).line).toBe('M5,80L15,60');
  });

  it('stack shares to the whole, with gaps where nothing happened', () => {
    const unit = (share: number) => 100 * (1 - share);
    const paths = sharePaths(
      scale,
      columnsInView(scale, 1_000, 3),
      [
        [1, 1, 0],
        [3, 1, 0],
      ],
      unit,
    );
    expect(paths[0]).toBe('M5,75L15,50L15,100L5,100Z');
    expect(paths[1]).toBe('M5,0L15,0L15,50L5,75Z');
  });
});
