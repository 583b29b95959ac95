import { describe, expect, it } from 'vitest';

import { conductHere } from './conduct';
import { experimentOf, smallFleet } from './experiments.fixture';
import { settingsText, sweepFinding } from './findings';
import { SweepRun, type Sweep } from './sweep';

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
      /^The lowest p95 is .+ ms with router\.strategy = .+ below the scenario as it stands \(95 % interval of this one difference .+\); .+ The best of many cells looks better than it is/,
    );
  });

  it('compares every cell with the scenario as it stands, on the same requests', () => {
    const same = swept({
      kind: 'sweep',
      axes: [{ id: 'retries', paths: ['client.retries'], values: [1, 2] }],
      replications: 3,
    });
    expect(same.cells[1]!.difference).toMatchObject({ mean: 0, identical: true });
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
