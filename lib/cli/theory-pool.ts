/**
 * Runs of theory cases on threads. Which thread takes which run depends on the machine; what comes back for a run does not. A run that
 * throws is a failure of that run alone; a thread that dies is one of the whole.
 */
import { Worker } from 'node:worker_threads';

import { carryOut, type RunAnswer, type RunOrder } from './theory-run';

/** Carries out all orders, the first first; where one thread is enough, on this one. Rejects where a thread ends by itself. */
export async function runOnThreads(
  orders: readonly RunOrder[],
  threads: number,
  onAnswer: (answer: RunAnswer) => void,
): Promise<void> {
  if (threads === 1 || orders.length <= 1) {
    for (const order of orders) carryOut(order, onAnswer);
    return;
  }
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
