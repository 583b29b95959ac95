import { describe, expect, it } from 'vitest';

import { conduct, conductHere, type Pool } from './conduct';
import { experimentOf, scenarioOf, smallFleet } from './experiments.fixture';
import { optimisationFinding } from './findings';
import { METRIC_NAMES } from './metrics';
import { OptimiseRun, type Optimisation } from './optimise';
import { paretoFront } from './pareto';
import type { RunResult, Task, Values } from './replication';
import { SearchSpace } from './search-space';
import { CounterStream, SUBSYSTEM } from '@/lib/base/random';
import { normalQuantile } from '@/lib/base/math';

const SPACE = [
  { id: 'timeout', kind: 'number', path: 'client.timeoutMs', low: 100, high: 1_000 },
  { id: 'open', kind: 'number', path: 'breaker.openMs', low: 100, high: 10_000, scale: 'log' },
  { id: 'cancel', kind: 'choice', path: 'client.cancel', values: ['never', 'queued', 'always'] },
] as const;

/**
 * A world whose optimum is known: p99 is least, 50 ms, at a time-out of 700 ms, an open time of 1,000 ms and cancel always; the noise of a seed is
 * shared by all candidates but for a tenth of it. Cost falls with the time-out.
 */
function known({ scenario, seed }: Task): RunResult {
  const chance = new CounterStream(seed).aim(SUBSYSTEM.experiment, 0);
  const shared = normalQuantile(chance.nextUnit() || 0.5);
  const own = normalQuantile(chance.aim(SUBSYSTEM.experiment, Math.round(scenario.client.timeoutMs * 7)).nextUnit() || 0.5);
  const off = (scenario.client.timeoutMs - 700) / 100;
  const open = Math.log2(scenario.breaker.openMs / 1_000);
  const p99 = 50 + off * off + open * open + (scenario.client.cancel === 'always' ? 0 : 8) + 5 * shared + 0.5 * own;
  const values = Object.fromEntries(METRIC_NAMES.map((name) => [name, 1])) as Record<string, number>;
  return {
    kind: 'measured',
    seed,
    digest: '',
    trafficHash: '',
    values: { ...values, p99, cost: 100 - scenario.client.timeoutMs / 20 } as unknown as Values,
    latencies: null,
    curves: null,
  };
}

function experiment(rest: object = {}) {
  return experimentOf({ kind: 'optimise', space: SPACE.map((one) => ({ ...one })) as never, budget: 1_500, ...rest });
}

function searched(rest: object = {}, run: (task: Task) => RunResult = known): Optimisation {
  const search = new OptimiseRun(experiment(rest));
  conductHere(search, run);
  return search.report();
}

it('a search can be read before its first run, after each and at its end, and its best is always a candidate', () => {
  const search = new OptimiseRun(experiment({ budget: 120, second: 'cost' }));
  const read = (): void => {
    const report = search.report();
    expect(report.best === null || report.candidates[report.best] !== undefined).toBe(true);
    expect(optimisationFinding(report).length).toBeGreaterThan(10);
  };
  read();
  for (let next = search.next(); next !== null; next = search.next()) {
    search.take(next, known(next.task));
    read();
  }
  expect(search.finished).toBe(true);
});

describe('a search', () => {
  const found = searched();

  it('finds the known optimum', () => {
    const best = found.candidates[found.best!]!;
    const [timeout, open, cancel] = best.settings.map(({ value }) => value);
    expect(Math.abs((timeout as number) - 700)).toBeLessThan(100);
    expect(Math.abs(Math.log2((open as number) / 1_000))).toBeLessThan(1);
    expect(cancel).toBe('always');
    expect(found.stage).toBe('validated');
  });

  it('keeps its budget, and races more than once', () => {
    expect(found.runsUsed).toBeLessThanOrEqual(1_500 + 40);
    expect(found.races).toBeGreaterThan(3);
    expect(found.candidates[0]!.settings).toEqual([]);
    const replications = found.candidates.map((one) => one.replications);
    expect(Math.max(...replications)).toBeGreaterThan(Math.min(...replications));
  });

  it('claims nothing before fresh seeds have spoken, and then by their interval', () => {
    const search = new OptimiseRun(experiment());
    for (let i = 0; i < 300; i++) {
      const next = search.next()!;
      search.take(next, known(next.task));
    }
    expect(search.report().validation).toBeNull();
    expect(optimisationFinding(search.report())).toMatch(/^Provisional, best so far: .+ until it is run on fresh seeds\.$/);
    expect(found.validation).toMatchObject({ replications: 20, verdict: { kind: 'lower' } });
    expect(optimisationFinding(found)).toMatch(
      /^Validated: with client\.timeoutMs = \d+.*lower than the scenario as it stands, on 20 fresh seeds\.$/,
    );
  });

  it('keeps constraints, and says when nothing does', () => {
    const bound = searched({ budget: 700, constraints: [{ id: 'cheap', metric: 'cost', bound: 'at-least', value: 75 }] });
    const best = bound.candidates[bound.best!]!;
    expect(best.feasible).toBe(true);
    expect(best.settings[0]!.value as number).toBeLessThanOrEqual(500);
    expect(best.settings[0]!.value as number).toBeGreaterThan(300);
    expect(bound.validation!.constraints[0]).toMatchObject({ kept: 'kept' });
    const never = searched({ budget: 200, constraints: [{ id: 'fast', metric: 'p99', bound: 'at-most', value: 10 }] });
    expect(never.best).toBeNull();
    expect(optimisationFinding(never)).toMatch(
      /^None of \d+ candidates keeps all constraints on average in \d+ runs; loosen a constraint/,
    );
  });

  it('draws the front of two metrics', () => {
    const two = searched({ second: 'cost', budget: 400 });
    const front = two.candidates.filter(({ onFront }) => onFront);
    expect(front.length).toBeGreaterThan(1);
    for (const one of front) {
      expect(
        two.candidates.some(
          ({ means }) =>
            means.p99! <= one.means.p99! &&
            means.cost! <= one.means.cost! &&
            (means.p99! < one.means.p99! || means.cost! < one.means.cost!),
        ),
      ).toBe(false);
    }
  });

  it('does not depend on threads', async () => {
    let n = 0;
    const pool: Pool = {
      size: 7,
      run: async (task) => {
        const turns = (++n * 11) % 7;
        for (let i = 0; i < turns; i++) await Promise.resolve();
        return known(task);
      },
    };
    const search = new OptimiseRun(experiment({ budget: 300 }));
    expect(await conduct(search, pool)).toBe(true);
    expect(search.report()).toEqual(searched({ budget: 300 }));
  });

  it('calls the scenario as it stands the best where it is', () => {
    const best = { client: { timeoutMs: 700, cancel: 'always' }, breaker: { openMs: 1_000 } } as const;
    const search = new OptimiseRun(
      experimentOf(
        { kind: 'optimise', space: SPACE.map((one) => ({ ...one })) as never, budget: 100 },
        { scenario: smallFleet(best) },
      ),
    );
    conductHere(search, known);
    expect(search.report().best).toBe(0);
    expect(optimisationFinding(search.report())).toContain('Nothing better than the scenario as it stands was found');
  });
});

it('of real runs prefers fast nodes', () => {
  const search = new OptimiseRun(
    experimentOf(
      {
        kind: 'optimise',
        space: [{ id: 'speed', kind: 'number', path: 'groups[west].engine.speed', low: 0.25, high: 1 }],
        objective: 'mean',
        budget: 120,
        validation: 5,
      },
      { scenario: smallFleet({ durationMs: 2_000 }) },
    ),
  );
  conductHere(search);
  const report = search.report();
  expect(report.candidates[report.best!]!.settings[0]!.value as number).toBeGreaterThan(0.8);
  expect(report.validation!.verdict).toEqual({ kind: 'lower' });
});

it('a front holds what nothing beats in both', () => {
  expect(paretoFront([[3, 1], [1, 3], [2, 2], [2, 3], [3, 3], null, [1, 3], [Infinity, 0]])).toEqual([0, 1, 2, 6]);
  expect(paretoFront([])).toEqual([]);
});

it('places of a search space stay in their ranges, and whole numbers whole', () => {
  const space = [...SPACE, { id: 'retries', kind: 'number', path: 'client.retries', low: 0, high: 5, scale: 'linear' }] as const;
  const search = new SearchSpace(
    experimentOf({ kind: 'optimise', space: space.map((one) => ({ ...one })) as never }).plan.space,
    scenarioOf(),
    9,
  );
  const start = search.placeOf(scenarioOf());
  const choices = new Set<unknown>();
  for (let i = 0; i < 500; i++) {
    const place = i % 2 === 0 ? search.anywhere() : search.around(start, 1 + (i % 8));
    const [timeout, open, cancel, retries] = search.settingsOf(place).map(({ value }) => value) as [
      number,
      number,
      string,
      number,
    ];
    expect(timeout >= 100 && timeout <= 1_000).toBe(true);
    expect(open >= 100 && open <= 10_000).toBe(true);
    expect(Number.isInteger(retries) && retries >= 0 && retries <= 5).toBe(true);
    choices.add(cancel);
  }
  expect(choices).toEqual(new Set(['never', 'queued', 'always']));
});
