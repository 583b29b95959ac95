/** Replications on worker threads. What comes out never depends on how many there are: experiments merge by index. */
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';

import type { Pool } from '@/lib/experiment/conduct';
import { replicate, type RunResult, type Task } from '@/lib/experiment/replication';
import type { Traces } from '@/lib/scenario/trace-supply';

export const MOST_THREADS = 256;

export interface ThreadPool extends Pool {
  end(): Promise<void>;
}

export function coresHere(): number {
  return availableParallelism();
}

/** A pool of `size` threads; of one, this thread itself, which needs no start. Each thread starts with its first task. */
export function threadPool(size: number, traces: Traces): ThreadPool {
  if (size === 1) return { size, run: (task) => inThisThread(task, traces), end: async () => undefined };
  const idle: ReplicationThread[] = [];
  const all: ReplicationThread[] = [];
  return {
    size,
    async run(task) {
      let thread = idle.pop();
      if (thread === undefined) {
        thread = new ReplicationThread(traces);
        all.push(thread);
      }
      const result = await thread.run(task);
      idle.push(thread);
      return result;
    },
    async end() {
      await Promise.all(all.map((thread) => thread.end()));
    },
  };
}

/** A turn of the event loop first, so that progress is drawn and an interrupt is heard. */
async function inThisThread(task: Task, traces: Traces): Promise<RunResult> {
  await new Promise((resume) => setImmediate(resume));
  return replicate(task, traces);
}

class ReplicationThread {
  private readonly worker: Worker;
  private settle: { resolve(result: RunResult): void; reject(cause: Error): void } | null = null;
  private ended = false;

  constructor(traces: Traces) {
    this.worker = new Worker(new URL('./replication.thread.mjs', import.meta.url), { workerData: traces, execArgv: [] });
    this.worker.on('message', (result: RunResult) => {
      const { settle } = this;
      this.settle = null;
      settle?.resolve(result);
    });
    this.worker.on('error', (cause) => this.fail(new Error('a replication failed in its thread', { cause })));
    this.worker.on('exit', (code) => {
      if (!this.ended) this.fail(new Error(`a thread ended by itself with status ${code}`));
    });
  }

  /** One at a time. */
  run(task: Task): Promise<RunResult> {
    return new Promise((resolve, reject) => {
      this.settle = { resolve, reject };
      this.worker.postMessage(task);
    });
  }

  async end(): Promise<void> {
    this.ended = true;
    await this.worker.terminate();
  }

  private fail(cause: Error): void {
    this.settle?.reject(cause);
    this.settle = null;
  }
}
