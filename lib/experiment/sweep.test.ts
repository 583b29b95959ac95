import { describe, expect, it } from 'vitest';

import { conductHere } from './conduct';
import { experimentOf, smallFleet } from './experiments.fixture';
import { settingsText, sweepFinding } from './findings';
import { guessesOf } from './nearest-cells';
import { replicate } from './replication';
import { sweepAhead, SweepRun, type Sweep } from './sweep';

function swept(...args: Parameters<typeof experimentOf<'sweep'>>): Sweep {
  const run = new SweepRun(experimentOf(...args));
  conductHere(run);
  expect(run.done).toBe(run.total);
  return run.report();
}

describe('a sweep', () => {
  const sweep = swept({
    kind: 'sweep',
    axes: [
      { id: 'strategy', paths: ['router.strategy'], values: ['random', 'power-of-two'] },
      { id: 'speed', paths: ['groups[west].engine.speed', 'groups[east].engine.speed'], values: [0.4, 0.8, 1.2] },
    ],
    metric: 'p95',
    replications: 4,
  });

  it('runs every cell, the last axis moving fastest', () => {
    expect(sweep.cells.map(({ at }) => at)).toEqual([
      [0, 0],
      [0, 1],
      [0, 2],
      [1, 0],
      [1, 1],
      [1, 2],
    ]);
    expect(sweep.cells.every(({ replications }) => replications === 4)).toBe(true);
    expect(settingsText(sweep.cells[1]!.settings)).toBe(
      'router.strategy = random, groups[west].engine.speed = 0.8, groups[east].engine.speed = 0.8',
    );
  });

  it('names the best cell, and all that are not told apart from it', () => {
    expect(sweep.cells[sweep.best!]!.at[1]).toBe(2);
    expect(sweep.tied).toContain(sweep.best);
    for (const slow of [0, 3]) expect(sweep.tied).not.toContain(slow);
    const means = sweep.cells.map(({ metrics }) => metrics.p95!.mean);
    expect(Math.min(...means)).toBe(means[sweep.best!]);
    expect(sweepFinding(sweep)).toMatch(
      /^The lowest p95 is .+ ms with router\.strategy = .+ below the scenario as it stands \(95 % interval of this one difference .+\)\. .+ The best of many cells looks better than it is/,
    );
  });

  it('compares every cell with the scenario as it stands, on the same requests', () => {
    const same = swept({
      kind: 'sweep',
      axes: [{ id: 'retries', paths: ['client.retries'], values: [1, 2] }],
      replications: 3,
    });
    expect(same.cells[1]!.differences.cost).toMatchObject({ mean: 0, identical: true });
    expect(same.cells[1]!.metrics.p99).toEqual(same.current.p99);
  });

  it('keeps apart what is refused and what fails', () => {
    const edge = swept(
      {
        kind: 'sweep',
        axes: [
          { id: 'count', paths: ['groups[west].count'], values: [1, 2] },
          { id: 'rate', paths: ['workload[0].arrivals.ratePerS'], values: [30, 400] },
        ],
        replications: 2,
      },
      { scenario: smallFleet({ client: { timeoutMs: 1_500, retries: 0 } }) },
    );
    expect(edge.cells.map(({ fails }) => fails)).toEqual([false, true, false, true]);
    expect(edge.cells.every(({ safe }) => !safe)).toBe(true);
    expect(edge.bestSafe).toBeNull();
    // The few answers of a cell that fails are no match for the best.
    expect(edge.tied.filter((i) => edge.cells[i]!.fails)).toEqual([]);
    expect(edge.compared).toBe(1);
    expect(sweepFinding(edge)).toContain('that answer');
    expect([0, 2]).toContain(edge.best);
    expect(sweepFinding(edge)).toContain('A cell within two steps of every good one fails.');
    const apart = swept({
      kind: 'sweep',
      axes: [
        { id: 'a', paths: ['router.strategy.choices'], values: [2, 4] },
        { id: 'b', paths: ['router.strategy.replacement'], values: [false, true] },
      ],
      replications: 2,
    });
    expect(apart.cells.every(({ refused }) => refused === null)).toBe(true);
  });
});

describe('a sweep that is under way', () => {
  const experiment = experimentOf(
    {
      kind: 'sweep',
      axes: [{ id: 'timeout', paths: ['client.timeoutMs'], values: [400, 800, 1_200, 1_600, 2_000] }],
      replications: 2,
    },
    { scenario: smallFleet({ durationMs: 1_000 }) },
  );
  const after = (runs: number): Sweep => {
    const run = new SweepRun(experiment);
    for (let n = 0; n < runs; n++) {
      const next = run.next()!;
      run.take(next, replicate(next.task));
    }
    return run.report();
  };

  it('starts as it was drawn ahead of its first run', () => {
    expect(sweepFinding(after(0))).toBe('Provisional: no cell has run yet to be judged by p99.');
    expect(after(0)).toEqual(sweepAhead(experiment));
  });

  it('says nothing of cells that have too few runs', () => {
    expect(sweepFinding(after(3))).toContain(' No other cell has enough runs yet. ');
    // Two runs of the scenario as it stands and of both ends, one of the three between.
    const partly = after(9);
    expect(partly.cells.map(({ replications }) => replications)).toEqual([2, 1, 1, 1, 2]);
    expect(sweepFinding(partly)).toMatch(/^Provisional: .+(cells have too few runs yet|No other cell has enough runs yet)\. /);
    expect(sweepFinding(after(12))).not.toContain('too few runs');
  });

  it('guesses of a cell that has not run what its nearest neighbours that have run say', () => {
    const { cells, axes, metric } = after(3);
    const [low, high] = [cells[0]!.metrics.p99!.mean, cells[4]!.metrics.p99!.mean];
    const guesses = guessesOf({ cells, axes, metric });
    expect(guesses).toEqual([null, { mean: low }, { mean: (low + high) / 2 }, { mean: high }, null]);
    const failing = cells.map((cell, i) => (i === 0 ? { ...cell, fails: true } : cell));
    expect(guessesOf({ cells: failing, axes, metric }).slice(1, 3)).toEqual([{ mean: null }, { mean: high }]);
    expect(guessesOf(sweepAhead(experiment))).toEqual([null, null, null, null, null]);
  });
});
