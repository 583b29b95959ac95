import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { lawRuns } from '@/lib/base/law-runs';

import { conduct, conductHere, type Pool } from './conduct';
import { experimentRun } from './experiment-run';
import { experimentOf, smallFleet, THREE_STRATEGIES } from './experiments.fixture';
import { replicate, type RunResult, type Task } from './replication';
import type { Experiment } from './schema';

const rest = { scenario: smallFleet({ durationMs: 1_000 }) };
const ranges = [
  { id: 'timeout', path: 'client.timeoutMs', low: 100, high: 2_000 },
  { id: 'retries', path: 'client.retries', low: 0, high: 3 },
];

const EXPERIMENTS: readonly (readonly [string, Experiment])[] = [
  ['a comparison', experimentOf({ kind: 'compare', variants: THREE_STRATEGIES, replications: 3 }, rest)],
  ['a load curve', experimentOf({ kind: 'load-curve', variants: THREE_STRATEGIES, loads: [0.5, 1, 2], replications: 3 }, rest)],
  ['settings one at a time', experimentOf({ kind: 'sensitivity', parameters: ranges, replications: 3 }, rest)],
  ['settings along paths', experimentOf({ kind: 'sensitivity', method: 'morris', parameters: ranges, replications: 3 }, rest)],
  [
    'fault scripts',
    experimentOf(
      {
        kind: 'robustness',
        variants: THREE_STRATEGIES.slice(0, 2),
        fromMs: 300,
        untilMs: 600,
        each: ['region'],
        replications: 3,
      },
      rest,
    ),
  ],
  [
    'a search',
    experimentOf(
      { kind: 'optimise', space: ranges.map((range) => ({ ...range, kind: 'number' as const })), budget: 50, validation: 5 },
      rest,
    ),
  ],
];

describe.each(EXPERIMENTS)('%s', (_name, experiment) => {
  /** Each run costs once, however often the law asks for it. */
  const known = new Map<string, RunResult>();
  const recalled = (task: Task): RunResult => {
    const key = JSON.stringify(task);
    const result = known.get(key) ?? replicate(task);
    known.set(key, result);
    return result;
  };

  it('can be read after any run, in whatever order they come back, and comes out the same', async () => {
    const whole = experimentRun(experiment);
    conductHere(whole, recalled);
    const report = whole.report();
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 7 }), fc.scheduler(), async (size, scheduler) => {
        const run = experimentRun(experiment);
        const pool: Pool = { size, run: (task) => scheduler.schedule(Promise.resolve(recalled(task))) };
        const ended = conduct(run, pool, () => {
          run.report();
          return true;
        });
        await scheduler.waitFor(ended);
        expect(run.report()).toEqual(report);
      }),
      lawRuns(10),
    );
  });
});
