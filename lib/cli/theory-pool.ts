/**
 * Runs of theory cases on threads. Which thread takes which run depends on the machine; what comes back for a run does not. A run that
 * throws is a failure of that run alone; a thread that dies is one of the whole.
 */
import { Worker } from 'node:worker_threads';

import type { Effort } from '@/lib/validation/theory/effort';
import type { Readings } from '@/lib/validation/theory/harness';

/** What a thread is asked: one case of the run, as the file has it, and how much of it. */
export interface RunOrder {
  readonly run: number;
  readonly raw: unknown;
  readonly id: string;
  readonly family: string;
  readonly effort: Effort;
  readonly metrics: readonly string[];
  /** Paths of the files that the run reads, by name. */
  readonly files: readonly { readonly name: string; readonly path: string }[];
}

export type RunAnswer =
  | { readonly kind: 'progress'; readonly run: number; readonly fraction: number }
  | { readonly kind: 'done'; readonly run: number; readonly readings: Readings }
  | { readonly kind: 'failed'; readonly run: number; readonly why: string };

/** Carries out all orders, the first first. Rejects where a thread ends by itself. */
export async function runOnThreads(
  orders: readonly RunOrder[],
  threads: number,
  onAnswer: (answer: RunAnswer) => void,
): Promise<void> {
  const workers: Worker[] = [];
  let next = 0;
  const work = (): Promise<void> =>
    new Promise((resolve, reject) => {
      if (next === orders.length) return resolve();
      const worker = new Worker(new URL('./theory.thread.mjs', import.meta.url), { execArgv: [] });
      workers.push(worker);
      const order = (): void => {
        if (next < orders.length) worker.postMessage(orders[next++]);
        else void worker.terminate().then(() => resolve());
      };
      worker.on('message', (answer: RunAnswer) => {
        onAnswer(answer);
        if (answer.kind !== 'progress') order();
      });
      worker.on('error', reject);
      order();
    });
  try {
    await Promise.all(Array.from({ length: Math.min(threads, orders.length) }, work));
  } finally {
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
}
