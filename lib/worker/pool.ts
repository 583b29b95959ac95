/** Replications on Web Workers. What comes out never depends on how many there are: experiments merge by index. */
import * as Comlink from 'comlink';

import type { Pool } from '@/lib/experiment/conduct';
import type { RunResult, Task } from '@/lib/experiment/replication';

import type { ReplicationDoor } from './replication.worker';
import type { TraceFile } from './traces';

export type { TraceFile };

export interface WorkerPool extends Pool {
  /** Ends all workers at once; runs under way are rejected with `PoolEnded`, and so is every later one. */
  end(): void;
}

/** Why a run that was under way, or was asked for later, has no result. */
export class PoolEnded extends Error {
  constructor() {
    super('the pool was ended');
  }
}

/** One worker, which runs one task at a time. */
export interface ReplicationWorker {
  run(task: Task): Promise<RunResult>;
  end(): void;
}

/** `died` is told a sentence when the worker ends by itself. */
export type StartWorker = (died: (sentence: string) => void) => ReplicationWorker;

/** As many workers as the machine has cores, at least one, and no more than there are runs. */
export function poolSize(cores: number, runs: number): number {
  return Math.max(1, Math.min(Math.floor(cores) || 1, runs));
}

/** A pool of `size` workers; each starts with its first task, and reads the traces then, once. Throws RangeError on a size below 1. */
export function startWorkerPool(
  size: number,
  traces: readonly TraceFile[],
  start: StartWorker = (died) => startReplicationWorker(traces, died),
): WorkerPool {
  if (!(size >= 1)) throw new RangeError(`a pool needs at least one worker, not ${size}`);
  const idle: Place[] = [];
  const all: Place[] = [];
  let ended = false;
  return {
    size,
    async run(task) {
      if (ended) throw new PoolEnded();
      const place = idle.pop() ?? new Place(start);
      if (!all.includes(place)) all.push(place);
      const result = await place.run(task);
      idle.push(place);
      return result;
    },
    end() {
      ended = true;
      for (const place of all) place.end();
    },
  };
}

/** A worker and what waits for it. A worker that has died answers nothing, so whoever waits is told by the place. */
class Place {
  private readonly worker: ReplicationWorker;
  private reject: ((cause: Error) => void) | null = null;
  private dead: Error | null = null;

  constructor(start: StartWorker) {
    this.worker = start((sentence) => this.stop(new Error(sentence)));
  }

  run(task: Task): Promise<RunResult> {
    return new Promise((resolve, reject) => {
      if (this.dead !== null) return reject(this.dead);
      this.reject = reject;
      this.worker.run(task).then(resolve, reject);
    });
  }

  end(): void {
    this.stop(new PoolEnded());
  }

  private stop(cause: Error): void {
    this.dead ??= cause;
    this.worker.end();
    this.reject?.(cause);
    this.reject = null;
  }
}

function startReplicationWorker(traces: readonly TraceFile[], died: (sentence: string) => void): ReplicationWorker {
  const worker = new Worker(new URL('./replication.worker.ts', import.meta.url), { type: 'module' });
  worker.onerror = ({ message }) => {
    // Where its script cannot be loaded the event has no message at all.
    const why = (message || 'it could not be started').replace(/\.$/, '');
    died(`A worker of the experiment stopped: ${why}.`);
  };
  const door = Comlink.wrap<ReplicationDoor>(worker);
  const holding = traces.length === 0 ? null : door.hold(traces);
  return {
    async run(task) {
      if (holding !== null) await holding;
      return door.run(task);
    },
    end: () => worker.terminate(),
  };
}
