import { describe, expect, it } from 'vitest';

import { CompareRun } from '@/lib/experiment/compare';
import { conduct, conductHere } from '@/lib/experiment/conduct';
import { experimentOf, THREE_STRATEGIES } from '@/lib/experiment/experiments.fixture';
import { replicate, type RunResult, type Task } from '@/lib/experiment/replication';

import { PoolEnded, poolSize, startWorkerPool, type StartWorker } from './pool';

const EXPERIMENT = experimentOf({ kind: 'compare', variants: THREE_STRATEGIES, replications: 3 });

/** Workers that simulate in this thread, the later ones faster, so that results come out of order. */
function startHere(started: { count: number; ended: number }): StartWorker {
  return () => {
    const turns = Math.max(0, 3 - started.count++);
    return {
      async run(task) {
        for (let i = 0; i < turns; i++) await new Promise((resolve) => setTimeout(resolve));
        return replicate(task);
      },
      end: () => started.ended++,
    };
  };
}

function firstTask(): Task {
  return new CompareRun(EXPERIMENT).next()!.task;
}

describe('a pool of workers', () => {
  it('gives the same comparison whatever its size', async () => {
    const here = new CompareRun(EXPERIMENT);
    conductHere(here);
    for (const size of [1, 2, 5]) {
      const run = new CompareRun(EXPERIMENT);
      const pool = startWorkerPool(size, [], startHere({ count: 0, ended: 0 }));
      expect(await conduct(run, pool)).toBe(true);
      expect(run.report()).toEqual(here.report());
    }
  });

  it('starts no worker before there is work for it, and uses each again', async () => {
    const started = { count: 0, ended: 0 };
    const pool = startWorkerPool(4, [], startHere(started));
    expect(started.count).toBe(0);
    await pool.run(firstTask());
    await pool.run(firstTask());
    expect(started.count).toBe(1);
    await Promise.all([pool.run(firstTask()), pool.run(firstTask())]);
    expect(started.count).toBe(2);
    pool.end();
    expect(started.ended).toBe(2);
  });

  it('rejects what is under way when it is ended, and all that comes later', async () => {
    const pool = startWorkerPool(1, [], () => ({ run: () => new Promise<RunResult>(() => {}), end: () => {} }));
    const waiting = pool.run(firstTask());
    pool.end();
    await expect(waiting).rejects.toBeInstanceOf(PoolEnded);
    await expect(pool.run(firstTask())).rejects.toBeInstanceOf(PoolEnded);
  });

  it('rejects with the sentence of a worker that died', async () => {
    let die: (sentence: string) => void = () => {};
    const pool = startWorkerPool(1, [], (died) => {
      die = died;
      return { run: () => new Promise<RunResult>(() => {}), end: () => {} };
    });
    const waiting = pool.run(firstTask());
    die('A worker of the experiment stopped: out of memory.');
    await expect(waiting).rejects.toThrow('A worker of the experiment stopped: out of memory.');
  });

  it('is as large as the machine has cores, and no larger than there are runs', () => {
    expect([poolSize(8, 100), poolSize(8, 3), poolSize(0, 5), poolSize(NaN, 5)]).toEqual([8, 3, 1, 1]);
  });
});
