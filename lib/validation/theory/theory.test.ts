/**
 * A cheaper selection of the shipped cases, every family of them, with five standard deviations of so many requests as tolerance: one
 * correct program in two million fails. Seeds come from the models, so an answer is always the same. The whole file is for
 * `switchyard validate`.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { LEFT_OUT_FAMILIES } from './left-out';
import { FAMILIES } from './families';
import { verdictsOf } from './run-plan.fixture';

const FILE = join(import.meta.dirname, '../fixtures/theory.json');

interface Raw {
  readonly id: string;
  readonly family: string;
  readonly tolerance: { readonly warmup?: number };
}
const shipped = JSON.parse(readFileSync(FILE, 'utf8')) as { format: string; cases: Raw[] };

/** Cases by the start of their ids, warmed up with fewer requests. */
function selection(starts: readonly string[], warmup: number): object {
  const cases = shipped.cases.filter(({ id }) => starts.some((start) => id.startsWith(start)));
  const lighter = cases.map((one) => ({
    ...one,
    tolerance: one.tolerance.warmup === undefined ? one.tolerance : { ...one.tolerance, warmup },
  }));
  return { format: shipped.format, cases: lighter };
}

/** Families with cases that are cheap as they stand; the others are in `other-numbers.test.ts`. */
const QUEUES: readonly (readonly [family: string, starts: readonly string[], warmup: number])[] = [
  ['mm1', ['mm1-rho0.5'], 2_000],
  ['mmc', ['mmc-c10-rho0.8', 'mmc-c2-rho0.5'], 3_000],
  ['mg1', ['md1-rho0.5', 'mg1-erlang-4-rho0.8-p-wait', 'mg1-lognormal-2-rho0.8-p-wait'], 5_000],
  ['ps', ['mg1ps-exp', 'mg1ps-det'], 5_000],
  ['loss', ['mmck-c1-K5', 'mgcc-lognormal'], 2_000],
  ['random', ['random-weighted', 'random-N5'], 5_000],
  ['round-robin', ['rr-N10', 'rr-hetero', 'dm1'], 5_000],
  ['power-of-d', ['pod-d2-N100-rho0.7', 'pod-repl-d2-N20', 'pod-d2-N1000-rho0.5-tail'], 10_000],
  ['jsq', ['jsq-N3', 'jsq-hetero'], 3_000],
  ['jiq', ['jiq-N3'], 3_000],
  ['heterogeneous', ['p2c-hetero'], 40_000],
  ['bursts', ['batch5', 'mmpp'], 5_000],
  ['closed', ['closed-m8'], 2_000],
  ['failures', ['mm1-breakdown-lam0.6', 'mm1-breakdown-busy', 'mm1-crash-lam1.5'], 3_000],
  ['timeouts', ['mm1-timeout-lam1.5', 'erlang-a'], 2_000],
];
const REQUESTS = 20_000;

/** Cases without requests, as they stand. */
const OTHERS: readonly (readonly [family: string, starts: readonly string[]])[] = [
  ['hash-ring', ['ring-n10-v1-', 'ring-n10-v100-max', 'ring-n10-v100-min', 'ring-n10-v100-sd']],
  ['maglev', ['maglev-N7', 'maglev-paper']],
  ['breaker', ['breaker-window10']],
  ['weights', ['swrr', 'balls-n1000-d2']],
  ['bounded-loads', ['bounded']],
];

describe('the product agrees with theory', () => {
  it.each(QUEUES)('on %s', (family, starts, warmup) => {
    const json = selection(starts, warmup) as { cases: Raw[] };
    expect(new Set(json.cases.map((one) => one.family))).toEqual(new Set([family]));
    expect(verdictsOf(json, REQUESTS).filter(({ passed }) => !passed)).toEqual([]);
  });

  it.each(OTHERS)('on %s', (family, starts) => {
    const json = selection(starts, 0) as { cases: Raw[] };
    expect(new Set(json.cases.map((one) => one.family))).toEqual(new Set([family]));
    expect(verdictsOf(json).filter(({ passed }) => !passed)).toEqual([]);
  });

  it('and knows every family of the shipped file', () => {
    const known = new Set([...Object.keys(FAMILIES), ...LEFT_OUT_FAMILIES]);
    expect(shipped.cases.filter(({ family }) => !known.has(family))).toEqual([]);
    expect(new Set(shipped.cases.map(({ family }) => family))).toEqual(known);
  });
});
