/** A comparison as a table of Markdown, for a ticket or a wiki. Numbers as a person reads them; the sentence first. */
import { amount, differenceText, interval } from './amount';
import type { Comparison } from './compare';
import { METRICS, type MetricName } from './metrics';
import { finding, headline } from './sentences';

const BESIDE: readonly MetricName[] = ['success', 'slo', 'attempts', 'cost'];

/** Rows in the order of the variants; `name` is the metric that is judged. */
export function comparisonMarkdown(comparison: Comparison, name: MetricName): string {
  const { variants, baseline, replications, numbers } = comparison;
  const { label, unit } = METRICS[name];
  const base = variants.find(({ id }) => id === baseline)!;
  const beside = BESIDE.filter((one) => one !== name);
  const head = ['variant', label, '95 % interval', `to ${base.title}`, 'rank', ...beside.map((one) => METRICS[one].label)];
  const rows = variants.map(({ id, title, metrics }) => {
    const { estimate, rank } = metrics[name];
    return [
      title,
      estimate === null ? '–' : amount(estimate.mean, unit),
      estimate?.low == null || estimate.high === null ? '–' : interval(estimate.low, estimate.high, unit),
      id === baseline ? 'baseline' : differenceText(metrics[name].difference, unit),
      rank === null ? '–' : rankText(rank),
      ...beside.map((one) => {
        const found = metrics[one].estimate;
        return found === null ? '–' : amount(found.mean, METRICS[one].unit);
      }),
    ];
  });
  return [
    `**${escaped(headline(comparison, name))}**`,
    '',
    ...variants.filter(({ id }) => id !== baseline).map((one) => `- ${escaped(finding(comparison, one, name))}`),
    '',
    line(head),
    line(head.map((_, i) => (i === 0 ? '---' : '---:'))),
    ...rows.map(line),
    '',
    `Means over ${replications} replications, ${numbers === 'common' ? 'all variants on the same requests' : 'each variant on seeds of its own'}. Intervals of differences hold all together with ${Number((100 * comparison.confidence).toFixed(2))} %.`,
    '',
  ].join('\n');
}

/** `2`, `2–4`: the places that a variant may hold. */
export function rankText({ from, to }: { readonly from: number; readonly to: number }): string {
  return from === to ? String(from) : `${from}–${to}`;
}

function line(cells: readonly string[]): string {
  return `| ${cells.map(escaped).join(' | ')} |`;
}

/** What a person typed must not end a cell, begin a tag or break a line. */
function escaped(text: string): string {
  return text.replace(/[\\|`*_<>[\]]/g, '\\$&').replace(/\s+/g, ' ');
}
