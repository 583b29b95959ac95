/** Tables of an experiment as CSV (RFC 4180): a line of names first, units in the names, numbers in full, nothing where there is none. */
import type { Comparison } from './compare';
import { METRIC_NAMES, METRICS } from './metrics';

export type Cell = string | number | boolean | null;

export function csvText(head: readonly string[], rows: readonly (readonly Cell[])[]): string {
  return [head, ...rows].map((row) => `${row.map(written).join(',')}\r\n`).join('');
}

function written(cell: Cell): string {
  if (cell === null) return '';
  const text = String(cell);
  // A text that begins like a formula would be run by a spreadsheet.
  const safe = typeof cell === 'string' && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** A row for each variant and metric. */
export function comparisonCsv({ variants, replications }: Comparison): string {
  const head = [
    'variant,title,metric,unit,replications,mean,low,high',
    'difference,difference low,difference high,verdict,rank from,rank to,pairing gain,same traffic',
  ].flatMap((part) => part.split(','));
  return csvText(
    head,
    variants.flatMap(({ id, title, metrics, sameTraffic }) =>
      METRIC_NAMES.map((name) => {
        const { estimate, difference, verdict, rank, pairingGain } = metrics[name];
        return [
          ...[id, title, name, METRICS[name].unit, replications],
          ...[estimate?.mean ?? null, estimate?.low ?? null, estimate?.high ?? null],
          ...[difference?.mean ?? null, difference?.low ?? null, difference?.high ?? null, verdict.kind],
          ...[rank?.from ?? null, rank?.to ?? null, pairingGain, sameTraffic],
        ];
      }),
    ),
  );
}
