/** How many tests passed and failed, read from the result files of the two test runners. A file that is not there counts nothing. */
import { existsSync, readFileSync } from 'node:fs';

import { z } from 'zod';

export interface Tally {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

export const NOTHING: Tally = { passed: 0, failed: 0, skipped: 0 };

const count = z.int().min(0);
const vitestResults = z.object({ numPassedTests: count, numFailedTests: count, numPendingTests: count, numTodoTests: count });
const playwrightResults = z.object({ stats: z.object({ expected: count, unexpected: count, flaky: count, skipped: count }) });

export function plus(a: Tally, b: Tally): Tally {
  return { passed: a.passed + b.passed, failed: a.failed + b.failed, skipped: a.skipped + b.skipped };
}

export function unitTally(file: string): Tally {
  if (!existsSync(file)) return NOTHING;
  const results = vitestResults.parse(JSON.parse(readFileSync(file, 'utf8')));
  return {
    passed: results.numPassedTests,
    failed: results.numFailedTests,
    skipped: results.numPendingTests + results.numTodoTests,
  };
}

/** A journey that passes only when tried again is one that failed. */
export function journeyTally(file: string): Tally {
  if (!existsSync(file)) return NOTHING;
  const { stats } = playwrightResults.parse(JSON.parse(readFileSync(file, 'utf8')));
  return { passed: stats.expected, failed: stats.unexpected + stats.flaky, skipped: stats.skipped };
}
