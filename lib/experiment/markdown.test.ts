import { expect, it } from 'vitest';

import { amount } from './amount';
import { CompareRun } from './compare';
import { conductHere } from './conduct';
import { experimentOf } from './experiments.fixture';
import { comparisonMarkdown, rankText } from './markdown';
import { headline } from './sentences';

const run = new CompareRun(
  experimentOf({
    kind: 'compare',
    variants: [{ id: 'two' }, { id: 'odd', title: 'a | b', patch: [{ path: 'router.strategy', value: 'random' }] }],
    replications: 4,
  }),
);
conductHere(run);
const comparison = run.report();

it('is a table with one row for each variant, under the sentence that the page has', () => {
  const lines = comparisonMarkdown(comparison, 'p99').split('\n');
  expect(lines[0]).toBe(`**${headline(comparison, 'p99').replaceAll('|', '\\|')}**`);
  const rows = lines.filter((line) => line.startsWith('|'));
  expect(rows).toHaveLength(4);
  expect(rows[2]).toContain(`| two | ${amount(comparison.variants[0]!.metrics.p99.estimate!.mean, 'ms')} |`);
  expect(rows[2]).toContain('| baseline |');
});

it('lets no title break the table', () => {
  const row = comparisonMarkdown(comparison, 'p99')
    .split('\n')
    .find((line) => line.startsWith('| a'))!;
  expect(row).toContain('a \\| b');
  expect(row.match(/(?<!\\)\|/g)).toHaveLength(10);
});

it('writes ranks as places', () => {
  expect([rankText({ from: 1, to: 1 }), rankText({ from: 2, to: 4 })]).toEqual(['1', '2–4']);
});
