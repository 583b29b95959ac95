/** Experiments as a person reads them in a terminal. */
import { amount, differenceText, interval } from '@/lib/experiment/amount';
import type { Comparison } from '@/lib/experiment/compare';
import { METRICS, type MetricName } from '@/lib/experiment/metrics';
import { finding, headline } from '@/lib/experiment/sentences';
import { grouped } from '@/lib/scenario/words';

const SHOWN: readonly MetricName[] = ['mean', 'p50', 'p95', 'p99', 'slo', 'success', 'goodput', 'attempts', 'cost'];

export function comparisonText(comparison: Comparison, name: MetricName, seed: number, seconds: number): string {
  const { variants, replications, baseline, numbers, ended } = comparison;
  const { label, unit } = METRICS[name];
  const shown = SHOWN.includes(name) ? SHOWN : [name, ...SHOWN];
  const table = textTable(
    ['variant', ...shown.map((one) => METRICS[one].label)],
    variants.map(({ title, metrics }) => [
      title,
      ...shown.map((one) => {
        const { estimate } = metrics[one];
        return estimate === null ? '-' : amount(estimate.mean, METRICS[one].unit);
      }),
    ]),
  );
  const judged = textTable(
    ['variant', label, '95 % interval', `difference to ${baseline}`, 'rank', 'pairing gain'],
    variants.map(({ id, title, metrics }) => {
      const { estimate, difference, rank, pairingGain } = metrics[name];
      return [
        title,
        estimate === null ? '-' : amount(estimate.mean, unit),
        estimate?.low == null || estimate.high === null ? '-' : interval(estimate.low, estimate.high, unit),
        id === baseline ? 'baseline' : differenceText(difference, unit),
        rank === null ? '-' : rank.from === rank.to ? String(rank.from) : `${rank.from} to ${rank.to}`,
        pairingGain === null ? '-' : pairingGain === Infinity ? 'all' : pairingGain.toFixed(1),
      ];
    }),
  );
  return [
    comparison.title,
    `${variants.length === 1 ? 'one variant' : `${variants.length} variants`}, ${grouped(replications)} replications ${numbers === 'common' ? 'on common random numbers' : 'on seeds of their own'}, experiment seed ${seed}, ${seconds.toFixed(1)} s; ${ended ?? 'not finished'}`,
    '',
    headline(comparison, name),
    ...(variants.length > 1
      ? variants.filter(({ id }) => id !== baseline).map((variant) => `  ${finding(comparison, variant, name)}`)
      : []),
    '',
    ...table,
    '',
    ...judged,
    '',
    'Means over replications. Intervals of differences hold all together with 95 %; variants that share ranks are not told apart.',
  ].join('\n');
}

/** The first column to the left, the others to the right. */
export function textTable(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const widths = head.map((title, column) => Math.max(title.length, ...rows.map((cells) => cells[column]?.length ?? 0)));
  return [head, ...rows].map((cells) =>
    cells
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join('  ')
      .trimEnd(),
  );
}
