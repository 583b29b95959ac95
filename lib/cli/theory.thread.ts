/** One thread of `validate`: takes orders, runs them, and tells how far it is. */
import { readFileSync } from 'node:fs';
import { parentPort } from 'node:worker_threads';

import { prepare } from '@/lib/validation/theory/plan';

import type { RunAnswer, RunOrder } from './theory-pool';

const PROGRESS_EVERY_MS = 100;

const port = parentPort;
if (port === null) throw new Error('this is a thread of validate, not a program');
const tell = (answer: RunAnswer): void => port.postMessage(answer);

port.on('message', ({ run, raw, id, family, effort, metrics, files }: RunOrder) => {
  let lastMs = performance.now();
  try {
    const prepared = prepare(raw, id, family);
    if (!prepared.ok) throw new Error(prepared.problems[0]?.message);
    const readings = prepared.value.experiment.run({
      effort,
      metrics,
      files: new Map(files.map(({ name, path }) => [name, new Uint8Array(readFileSync(path))])),
      onProgress(fraction) {
        const nowMs = performance.now();
        if (nowMs - lastMs < PROGRESS_EVERY_MS) return;
        lastMs = nowMs;
        tell({ kind: 'progress', run, fraction });
      },
    });
    tell({ kind: 'done', run, readings });
  } catch (error) {
    tell({ kind: 'failed', run, why: (error as Error).message });
  }
});
