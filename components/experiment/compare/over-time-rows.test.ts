import { expect, it } from 'vitest';

import { CompareRun } from '@/lib/experiment/compare';
import { conductHere } from '@/lib/experiment/conduct';
import { experimentOf, THREE_STRATEGIES } from '@/lib/experiment/experiments.fixture';

import { THIN } from '@/components/chart/format';

import { domainOf, overTimeTable, rowsOf, shownValue, wholeRun } from './over-time-rows';

const run = new CompareRun(experimentOf({ kind: 'compare', variants: THREE_STRATEGIES.slice(0, 2), replications: 3 }));
const before = run.report();
conductHere(run);
const comparison = run.report();
const [first] = comparison.variants;

it('has no rows before the first replication', () => {
  expect(rowsOf(before.variants[0]!, 'p99Ms')).toEqual([]);
  expect(wholeRun(before.variants[0]!, 'p99Ms')).toBe('–');
});

it('puts latency at the end of its bin, as the report has it, with the band around the mean', () => {
  const { binMs, p99Ms } = first!.overTime!;
  const rows = rowsOf(first!, 'p99Ms');
  expect(rows[4]).toEqual({ ms: 5 * binMs, mean: p99Ms.mean[4], band: [p99Ms.low[4], p99Ms.high[4]] });
});

it('turns counts of a bin into rates', () => {
  const { binMs, completed } = first!.overTime!;
  expect(rowsOf(first!, 'completed')[6]!.mean).toBeCloseTo((completed.mean[6]! * 1_000) / binMs, 9);
});

it('covers every panel with one axis: whole doublings of latency, from 0 for the rest', () => {
  const row = (mean: number, band: readonly [number, number]) => ({ ms: 1, mean, band });
  expect(domainOf([[row(300, [260, 400])], [row(900, [700, 1_900])]], true)).toEqual([250, 2_000]);
  expect(domainOf([[row(3, [1, 7])], []], false)).toEqual([0, 7]);
  expect(domainOf([[]], true)).toEqual([250, 4_000]);
});

it('writes every bin of every variant into the table', () => {
  const table = overTimeTable(comparison, 'attempts');
  const rows = rowsOf(first!, 'attempts');
  expect(table.rows).toHaveLength(rows.length);
  expect(table.rows[3]![1]).toContain(shownValue(rows[3]!.mean, '/s'));
  expect(shownValue(120, '/s')).toBe(`120${THIN}/s`);
});
