import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, expect, it } from 'vitest';

import { journeyTally, NOTHING, plus, unitTally } from './tally';

const folder = mkdtempSync(join(tmpdir(), 'switchyard-tally-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

function file(content: unknown): string {
  const path = join(folder, 'results.json');
  writeFileSync(path, JSON.stringify(content));
  return path;
}

it('reads what vitest leaves', () => {
  const path = file({ numPassedTests: 71, numFailedTests: 2, numPendingTests: 3, numTodoTests: 4, success: false });
  expect(unitTally(path)).toEqual({ passed: 71, failed: 2, skipped: 7 });
});

it('reads what Playwright leaves, and counts a flaky journey as failed', () => {
  const path = file({ stats: { expected: 11, unexpected: 2, flaky: 5, skipped: 1 } });
  expect(journeyTally(path)).toEqual({ passed: 11, failed: 7, skipped: 1 });
});

it('counts nothing where nothing was left', () => {
  expect(unitTally(join(folder, 'none.json'))).toEqual(NOTHING);
  expect(journeyTally(join(folder, 'none.json'))).toEqual(NOTHING);
});

it('does not take another file for results', () => {
  expect(() => unitTally(file({ passed: 3 }))).toThrow();
});

it('adds', () => {
  expect(plus({ passed: 1, failed: 2, skipped: 3 }, { passed: 10, failed: 20, skipped: 30 })).toEqual({
    passed: 11,
    failed: 22,
    skipped: 33,
  });
});
