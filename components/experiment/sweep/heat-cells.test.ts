import { describe, expect, it } from 'vitest';

import { experimentOf } from '@/lib/experiment/experiments.fixture';
import { sweepAhead, type Cell, type Sweep } from '@/lib/experiment/sweep';

import { cellsText, heatCells, STEPS } from './heat-cells';

const AHEAD = sweepAhead(
  experimentOf({
    kind: 'sweep',
    axes: [
      { id: 'retries', paths: ['client.retries'], values: [0, 1] },
      { id: 'timeout', paths: ['client.timeoutMs'], values: [400, 800, 1_200] },
    ],
    replications: 3,
  }),
);

/** The sweep in which these cells have run, by index: p99 in ms, and how often. */
function withRuns(
  of: Readonly<Record<number, readonly [p99Ms: number, replications: number]>>,
  rest: Partial<Sweep> = {},
): Sweep {
  const cells = AHEAD.cells.map((cell, i): Cell => {
    const found = of[i];
    if (found === undefined) return cell;
    const [mean, replications] = found;
    const p99 = { count: replications, mean, sd: 10, low: mean - 20, high: mean + 20 };
    return { ...cell, replications, metrics: { ...cell.metrics, p99 } };
  });
  return { ...AHEAD, cells, ...rest };
}

const names = (sweep: Sweep): string[] => heatCells(sweep, [null, 'ms'], null).map(({ name }) => name);
const steps = (sweep: Sweep): (number | null)[] => heatCells(sweep, [null, 'ms'], null).map(({ step }) => step);

describe('cells of the map', () => {
  it('say that they have not run, and what their nearest neighbours say, once any has', () => {
    expect(names(AHEAD)[4]).toBe('retries 1, timeout 800\u2009ms: not run yet');
    const [first, second] = names(withRuns({ 0: [300, 1], 2: [500, 1] }));
    expect(first).toContain('p99 300 ms, 95 % interval 280 to 320 ms');
    expect(second).toContain(': not run yet, about 400 ms by the nearest cells that have run');
  });

  it('say whether they are told apart from the best', () => {
    const sweep = withRuns({ 0: [300, 3], 1: [310, 3], 2: [900, 3] }, { best: 0, bestSafe: 0, tied: [0, 1] });
    expect(names(sweep)[0]).toMatch(/, best, best safe$/);
    expect(names(sweep)[1]).toMatch(/, not told apart from the best$/);
    expect(names(sweep)[2]).not.toContain('best');
  });

  it('take even steps of what lies close together, and steps of one ratio where latencies lie far apart', () => {
    const even = withRuns({ 0: [400, 1], 1: [500, 1], 2: [600, 1], 3: [700, 1], 4: [750, 1], 5: [800, 1] });
    expect(steps(even)).toEqual([0, 2, 4, 6, 7, STEPS - 1]);
    const apart = withRuns({ 0: [100, 1], 1: [250, 1], 2: [500, 1], 3: [1_100, 1], 4: [5_000, 1], 5: [25_600, 1] });
    expect(steps(apart)).toEqual([0, 1, 2, 3, 5, STEPS - 1]);
  });
});

it('says how many cells have run, and how many of them as often as they will', () => {
  expect(cellsText(AHEAD, 3)).toBe('0 of 6 cells run');
  expect(cellsText(withRuns({ 0: [1, 3], 5: [1, 1] }), 3)).toBe('2 of 6 cells run');
  const once = { 0: [1, 1], 1: [1, 1], 2: [1, 1], 3: [1, 1], 4: [1, 1], 5: [1, 3] } as const;
  expect(cellsText(withRuns(once), 3)).toBe('6 of 6 cells run, 1 of them all 3 times');
  const refused = withRuns({ 0: [1, 3], 1: [1, 3], 2: [1, 3], 3: [1, 3], 4: [1, 3] });
  const cells = refused.cells.map((cell, i) => (i === 5 ? { ...cell, refused: 'It cannot be.' } : cell));
  expect(cellsText({ ...refused, cells }, 3)).toBe('5 of 5 cells run, each 3 times, 1 refused');
});
