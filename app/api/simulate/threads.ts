/**
 * Simulations in worker threads, with a cap on how many at once. The count hangs on `globalThis` because the framework may
 * load this module once per route.
 */
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';

import type { Scenario } from '@/lib/scenario/schema';

import type { ThreadLine } from './thread';

/** Concurrent runs: one fewer than the cores, so that the server itself always has one; at least one, at most eight. */
export const MOST_AT_ONCE = Math.max(1, Math.min(8, availableParallelism() - 1));
/** Wall time of one run; longer ones are stopped with a sentence. */
export const MOST_WALL_MS = 60_000;

const shared = globalThis as typeof globalThis & { switchyardRunning?: number };

export function simulationsRunning(): number {
  return shared.switchyardRunning ?? 0;
}

/**
 * Runs a scenario in a thread of its own, or answers null when as many run as may. `onLine` hears progress and, last, the
 * report or the reason why there is none. The answered function stops the run unheard. A place is free once its thread is gone, so that
 * callers who come and leave at once cannot pile threads up; the last line is told after that, so that who has heard it may come again.
 */
export function runInThread(scenario: Scenario, onLine: (line: ThreadLine, last: boolean) => void): (() => void) | null {
  if (simulationsRunning() >= MOST_AT_ONCE) return null;
  const worker = new Worker(new URL('./thread.ts', import.meta.url), { workerData: scenario });
  shared.switchyardRunning = simulationsRunning() + 1;
  let over = false;
  let stopped = false;
  const end = async (): Promise<void> => {
    over = true;
    clearTimeout(timer);
    try {
      await worker.terminate();
    } finally {
      shared.switchyardRunning = simulationsRunning() - 1;
    }
  };
  const stop = (): void => {
    stopped = true;
    if (!over) void end();
  };
  const finish = (line: ThreadLine): void => {
    if (over) return;
    void end().then(() => {
      if (!stopped) onLine(line, true);
    });
  };
  const timer = setTimeout(
    () =>
      finish({
        kind: 'error',
        message: `The run was stopped: it took longer than ${MOST_WALL_MS / 1_000} s of the server's time.`,
      }),
    MOST_WALL_MS,
  );
  worker.on('message', (line: ThreadLine) => {
    if (over) return;
    if (line.kind === 'progress') onLine(line, false);
    else finish(line);
  });
  worker.on('error', (cause) => {
    console.error('A simulation thread failed:', cause);
    finish({ kind: 'error', message: 'The simulation failed on the server.' });
  });
  worker.on('exit', () => finish({ kind: 'error', message: 'The simulation ended without a report.' }));
  return stop;
}
