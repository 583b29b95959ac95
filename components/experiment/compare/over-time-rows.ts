/** Curves over time as they are drawn and written: one row for each bin, in the unit of the axis. */
import { amount } from '@/lib/experiment/amount';
import type { ComparedVariant, Comparison } from '@/lib/experiment/compare';
import type { CurveName } from '@/lib/experiment/over-time';

import { formatClock, formatRate, NOTHING } from '@/components/chart/format';
import type { TableData } from '@/components/chart/table-button';

/** What can be drawn over time. Counts are by bin, and are shown per second. */
export const CURVES = {
  p99Ms: { name: 'p99', unit: 'ms' },
  p95Ms: { name: 'p95', unit: 'ms' },
  p50Ms: { name: 'p50', unit: 'ms' },
  completed: { name: 'Completed', unit: '/s' },
  lost: { name: 'Lost', unit: '/s' },
  attempts: { name: 'Attempts', unit: '/s' },
  inFlight: { name: 'In flight', unit: 'count' },
} as const satisfies Partial<Record<CurveName, { readonly name: string; readonly unit: 'ms' | '/s' | 'count' }>>;
export type CurveUnit = 'ms' | '/s' | 'count';
export type Shown = keyof typeof CURVES;

export interface Row {
  readonly ms: number;
  readonly mean: number | null;
  readonly band: readonly [number, number] | null;
}

const LEAST_MS = 1;

/** Empty before the first replication. */
export function rowsOf({ overTime }: ComparedVariant, shown: Shown): Row[] {
  if (overTime === null) return [];
  const { binMs } = overTime;
  const { mean, low, high } = overTime[shown];
  const scale = CURVES[shown].unit === '/s' ? 1_000 / binMs : 1;
  const scaled = (value: number | null): number | null => (value === null ? null : value * scale);
  return mean.map((value, i) => {
    const [from, to] = [scaled(low[i]!), scaled(high[i]!)];
    return { ms: (i + 1) * binMs, mean: scaled(value), band: from === null || to === null ? null : [from, to] };
  });
}

/** From the least to the most of all panels; a logarithmic axis ends in round doublings. */
export function domainOf(all: readonly (readonly Row[])[], log: boolean): [number, number] {
  let [least, most] = [Infinity, 0];
  for (const rows of all) {
    for (const { mean, band } of rows) {
      for (const value of [mean, band?.[0] ?? null, band?.[1] ?? null]) {
        if (value === null) continue;
        if (value < least) least = value;
        if (value > most) most = value;
      }
    }
  }
  if (!log) return [0, most > 0 ? most : 1];
  if (!(most > 0)) return [250, 4_000];
  const step = (value: number, round: (x: number) => number): number =>
    125 * 2 ** round(Math.log2(Math.max(LEAST_MS, value) / 125));
  const [from, to] = [step(least, Math.floor), step(most, Math.ceil)];
  return from < to ? [from, to] : [from, 2 * from];
}

export function shownValue(value: number | null, unit: CurveUnit): string {
  if (value === null) return NOTHING;
  return unit === 'ms' ? amount(value, 'ms') : unit === '/s' ? formatRate(value) : value.toFixed(1);
}

const WHOLE_RUN = { p99Ms: 'p99', p95Ms: 'p95', p50Ms: 'p50', completed: 'throughput' } as const;

/** The metric of the whole run that the curve is of, where there is one. */
export function wholeRun({ metrics }: ComparedVariant, shown: Shown): string {
  if (!(shown in WHOLE_RUN)) return '';
  const found = metrics[WHOLE_RUN[shown as keyof typeof WHOLE_RUN]].estimate;
  return found === null ? NOTHING : amount(found.mean, shown === 'completed' ? '/s' : 'ms');
}

/** A panel in a sentence. */
export function summaryOf(name: string, variant: string, rows: readonly Row[], unit: CurveUnit): string {
  const highest = rows.reduce<Row | null>((best, row) => (row.mean !== null && (best?.mean ?? -1) < row.mean ? row : best), null);
  if (highest === null) return `${name} of ${variant} over time: nothing yet.`;
  return `${name} of ${variant} over time: highest at ${formatClock(highest.ms)}, ${shownValue(highest.mean, unit)}.`;
}

/** A row for each bin, a column for each variant. */
export function overTimeTable({ variants }: Comparison, shown: Shown): TableData {
  const { name, unit } = CURVES[shown];
  const all = variants.map((variant) => rowsOf(variant, shown));
  return {
    caption: `${name} over time, mean over replications and 5th to 95th percentile`,
    head: ['Until', ...variants.map(({ title }) => title)],
    rows: (all[0] ?? []).map(({ ms }, i) => [
      formatClock(ms, 1),
      ...all.map((rows) => {
        const { mean, band } = rows[i] ?? { mean: null, band: null };
        const range = band === null ? '' : ` (${shownValue(band[0], unit)} to ${shownValue(band[1], unit)})`;
        return `${shownValue(mean, unit)}${range}`;
      }),
    ]),
  };
}
