import fc from 'fast-check';
import { expect, it } from 'vitest';

import { lawRuns } from '@/lib/base/law-runs';

import { conduct, conductHere, type Pool, type Run } from './conduct';
import { experimentOf, smallFleet } from './experiments.fixture';
import { replicate, type RunResult, type Task } from './replication';
import { SweepRun } from './sweep';

const MAP = experimentOf(
  {
    kind: 'sweep',
    axes: [
      { id: 'retries', paths: ['client.retries'], values: [0, 1, 2] },
      { id: 'timeout', paths: ['client.timeoutMs'], values: [60, 400, 2_000] },
    ],
    replications: 2,
  },
  { scenario: smallFleet({ durationMs: 1_000 }) },
);

/** Each run costs once, however often a law asks for it. */
const known = new Map<string, RunResult>();
function recalled(task: Task): RunResult {
  const { client } = task.scenario;
  const key = `${client.retries} ${client.timeoutMs} ${task.seed}`;
  const result = known.get(key) ?? replicate(task);
  known.set(key, result);
  return result;
}

function sequential(): SweepRun {
  const run = new SweepRun(MAP);
  conductHere(run, recalled);
  return run;
}

it('a sweep comes out the same on however many threads, in whatever order its runs come back', async () => {
  const report = sequential().report();
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 12 }), fc.scheduler(), async (size, scheduler) => {
      const run = new SweepRun(MAP);
      const pool: Pool = { size, run: (task) => scheduler.schedule(Promise.resolve(recalled(task))) };
      const ended = conduct(run, pool);
      await scheduler.waitFor(ended);
      expect(run.report()).toEqual(report);
    }),
    lawRuns(25),
  );
});

it('runs the scenario as it stands, then corners, then the middle, and every cell once before any runs again', () => {
  const run = new SweepRun(MAP);
  const given: Run[] = [];
  for (let next = run.next(); next !== null; next = run.next()) given.push(next);
  const order = given.map(({ task: { scenario } }) => `${scenario.client.retries} ${scenario.client.timeoutMs}`);
  const { retries, timeoutMs } = MAP.scenario.client;
  expect(order.slice(0, 6)).toEqual([`${retries} ${timeoutMs}`, '0 60', '2 2000', '0 2000', '2 60', '1 400']);
  expect(given.map(({ replication }) => replication)).toEqual([...Array<number>(10).fill(0), ...Array<number>(10).fill(1)]);
});
