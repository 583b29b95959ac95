/**
 * How experiments are run: they say which runs may start, take results in whatever order they come, and merge them in the order of
 * their index, so that nothing depends on how many threads there are or how fast each is.
 */
import { replicate, type RunResult, type Task } from './replication';

/** One run that may start now. */
export interface Run {
  /** Of the experiment; a run is named by these two. */
  readonly point: number;
  readonly replication: number;
  readonly task: Task;
}

export interface Conducted {
  /** The next run to start; null when none may start before others have ended, or all is done. Each is given once. */
  next(): Run | null;
  take(run: Run, result: RunResult): void;
  readonly finished: boolean;
  /** Runs taken, and how many there will be: at most, where the experiment may end early. */
  readonly done: number;
  readonly total: number;
}

/** Whatever runs tasks beside each other: threads, web workers, or this thread itself. */
export interface Pool {
  readonly size: number;
  run(task: Task): Promise<RunResult>;
}

/** Runs all here and now. */
export function conductHere(experiment: Conducted, run: (task: Task) => RunResult = replicate): void {
  for (let next = experiment.next(); next !== null; next = experiment.next()) experiment.take(next, run(next.task));
  if (!experiment.finished) throw new Error(`an experiment has no next run after ${experiment.done} of ${experiment.total}`);
}

/**
 * Keeps every place of the pool busy until the experiment is finished; answers whether it is, which it is not when it was cancelled.
 * `taken` is told after every result; after it has answered false no further run starts, and those under way are not waited for.
 */
export async function conduct(experiment: Conducted, pool: Pool, taken: () => boolean = () => true): Promise<boolean> {
  const underWay = new Set<Promise<void>>();
  let going = true;
  const start = (run: Run): void => {
    const ended: Promise<void> = pool.run(run.task).then((result) => {
      underWay.delete(ended);
      if (!going) return;
      experiment.take(run, result);
      going = taken();
    });
    underWay.add(ended);
  };
  while (going && !experiment.finished) {
    for (let next = underWay.size < pool.size ? experiment.next() : null; next !== null;) {
      start(next);
      next = underWay.size < pool.size ? experiment.next() : null;
    }
    if (underWay.size === 0) throw new Error(`an experiment has no next run after ${experiment.done} of ${experiment.total}`);
    await Promise.race(underWay);
  }
  // Runs that were started ahead and are not needed may fail unheard.
  for (const left of underWay) left.catch(() => undefined);
  return experiment.finished;
}
