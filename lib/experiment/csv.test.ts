import { expect, it } from 'vitest';

import { CompareRun } from './compare';
import { conductHere } from './conduct';
import { comparisonCsv, csvText } from './csv';
import { experimentOf, THREE_STRATEGIES } from './experiments.fixture';
import { METRIC_NAMES } from './metrics';

it('quotes what would break a row, and leaves empty what is not there', () => {
  expect(
    csvText(
      ['a', 'b,c'],
      [
        ['say "hi"', null],
        [1.5, true],
        ['=1+1', -3],
      ],
    ),
  ).toBe('a,"b,c"\r\n"say ""hi""",\r\n1.5,true\r\n\'=1+1,-3\r\n');
});

it('has a row for each variant and metric', () => {
  const run = new CompareRun(experimentOf({ kind: 'compare', variants: THREE_STRATEGIES, replications: 3 }));
  conductHere(run);
  const report = run.report();
  const rows = comparisonCsv(report)
    .trimEnd()
    .split('\r\n')
    .map((line) => line.split(','));
  expect(rows).toHaveLength(1 + 3 * METRIC_NAMES.length);
  expect(rows.every((row) => row.length === rows[0]!.length)).toBe(true);
  const p95 = rows.find(([variant, , metric]) => variant === 'random' && metric === 'p95')!;
  const { estimate, difference } = report.variants[1]!.metrics.p95;
  expect(p95.slice(3, 12).map((cell, i) => (i === 0 ? cell : Number(cell)))).toEqual([
    'ms',
    3,
    estimate!.mean,
    estimate!.low,
    estimate!.high,
    difference!.mean,
    difference!.low,
    difference!.high,
    NaN,
  ]);
});
