/** One run of theory cases, on whatever thread it comes to. */
import { readFileSync } from 'node:fs';

import type { Effort } from '@/lib/validation/theory/effort';
import type { Readings } from '@/lib/validation/theory/harness';
import { prepare } from '@/lib/validation/theory/plan';

/** What is asked: one case of the run, as the file has it, and how much of it. */
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

const PROGRESS_EVERY_MS = 100;

/** Tells how far it is, then the readings or why there are none. Never throws. */
export function carryOut({ run, raw, id, family, effort, metrics, files }: RunOrder, tell: (answer: RunAnswer) => void): void {
  let lastMs = performance.now();
  let last: RunAnswer;
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
    last = { kind: 'done', run, readings };
  } catch (error) {
    last = { kind: 'failed', run, why: (error as Error).message };
  }
  tell(last);
}
