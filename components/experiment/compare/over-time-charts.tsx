'use client';

import { memo, useMemo, useState } from 'react';
import { Area, CartesianGrid, ComposedChart, Line, ReferenceArea, ReferenceLine, Tooltip, XAxis, YAxis } from 'recharts';

import { amount } from '@/lib/experiment/amount';
import type { ComparedVariant, Comparison } from '@/lib/experiment/compare';
import type { CurveName } from '@/lib/experiment/over-time';
import type { Scenario } from '@/lib/scenario/schema';

import { timelineSpans, type FaultSpan } from '@/components/chart/fault-label';
import { formatClock, formatRate, formatSpan, NOTHING } from '@/components/chart/format';
import { AXIS, GRID, LIMIT_LINE, Plot, STILL, TOOLTIP, tooltipOf } from '@/components/chart/plot';
import { StrategyMark } from '@/components/chart/strategy-mark';
import { TableButton, type TableData } from '@/components/chart/table-button';
import { Select } from '@/components/control/select';

import { logTicks, timeTicks } from './chart-ticks';
import type { VariantLook } from './variant-looks';

interface OverTimeChartsProps {
  readonly comparison: Comparison;
  readonly looks: readonly VariantLook[];
  readonly scenario: Scenario;
}

/** What can be drawn over time. Counts are by bin, and are shown per second. */
const CURVES = {
  p99Ms: { name: 'p99', unit: 'ms' },
  p95Ms: { name: 'p95', unit: 'ms' },
  p50Ms: { name: 'p50', unit: 'ms' },
  completed: { name: 'Completed', unit: '/s' },
  lost: { name: 'Lost', unit: '/s' },
  attempts: { name: 'Attempts', unit: '/s' },
  inFlight: { name: 'In flight', unit: 'count' },
} as const satisfies Partial<Record<CurveName, { readonly name: string; readonly unit: 'ms' | '/s' | 'count' }>>;
type Shown = keyof typeof CURVES;

interface Row {
  readonly ms: number;
  readonly mean: number | null;
  readonly band: readonly [number, number] | null;
}

const HEIGHT = 190;
const LEAST_MS = 1;

/** One panel for each variant, all on one vertical axis: the mean over replications, and the band that nine in ten of them keep to. */
export function OverTimeCharts({ comparison, looks, scenario }: OverTimeChartsProps) {
  const [shown, setShown] = useState<Shown>('p99Ms');
  /** The panel that is pointed at or has the focus; the others show one value each at the same time. */
  const [pointed, setPointed] = useState<string | null>(null);
  const { unit, name } = CURVES[shown];
  const { variants } = comparison;
  const rows = useMemo(() => variants.map((variant) => rowsOf(variant, shown)), [variants, shown]);
  const domain = useMemo(() => domainOf(rows, unit === 'ms'), [rows, unit]);
  const spans = useMemo(() => timelineSpans(scenario.timeline, scenario.durationMs), [scenario]);
  const sloMs = unit === 'ms' ? (scenario.slos[0]?.latencyMs ?? null) : null;
  return (
    <section aria-label="Over time" className="border-line border-b px-5 py-3">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <h2 className="text-title font-strong">Over time</h2>
        <Select
          label="Curve"
          value={shown}
          options={Object.entries(CURVES).map(([value, one]) => ({ value: value as Shown, label: one.name }))}
          onChange={setShown}
          className="w-28"
        />
        <TableButton subject="curves over time" table={() => tableOf(comparison, shown)} />
        <p className="text-t3 text-small">
          mean of {comparison.replications} replications; the band holds nine in ten of them (5th to 95th percentile);{' '}
          {faultsText(spans)}
          {sloMs === null ? '' : `; dotted: SLO ${formatSpan(sloMs)}`}
        </p>
      </div>
      <ul className="grid grid-cols-[repeat(auto-fill,minmax(240px,1fr))] gap-x-4 gap-y-2 pt-2">
        {variants.map((variant, v) => (
          <li
            key={variant.id}
            className="min-w-0"
            onPointerEnter={() => setPointed(variant.id)}
            onFocus={() => setPointed(variant.id)}
          >
            <h3 className="flex items-center gap-1.5 pl-11">
              <StrategyMark strategy={looks[v]!.strategy} hollow={looks[v]!.hollow} />
              <span className="font-strong truncate">{variant.title}</span>
              {variant.id === comparison.baseline ? <span className="text-t3 text-small">baseline</span> : null}
              <span className="font-strong ml-auto pr-2">{wholeRun(variant, shown)}</span>
            </h3>
            <Panel
              name={name}
              look={looks[v]!}
              whole={pointed === variant.id}
              rows={rows[v]!}
              base={variant.id === comparison.baseline ? null : rows[variants.findIndex(({ id }) => id === comparison.baseline)]!}
              unit={unit}
              domain={domain}
              durationMs={scenario.durationMs}
              spans={spans}
              sloMs={sloMs}
            />
          </li>
        ))}
      </ul>
    </section>
  );
}

interface PanelProps {
  readonly name: string;
  readonly look: VariantLook;
  /** Whether its tooltip says all, or the value alone. */
  readonly whole: boolean;
  readonly rows: readonly Row[];
  readonly base: readonly Row[] | null;
  readonly unit: 'ms' | '/s' | 'count';
  readonly domain: readonly [number, number];
  readonly durationMs: number;
  readonly spans: readonly FaultSpan[];
  readonly sloMs: number | null;
}

const Panel = memo(function Panel({ name, look, whole, rows, base, unit, domain, durationMs, spans, sloMs }: PanelProps) {
  const log = unit === 'ms';
  const data = useMemo(() => rows.map((row, i) => ({ ...row, base: base?.[i]?.mean ?? null })), [rows, base]);
  return (
    <Plot
      label={`${name} over time, ${look.name}`}
      summary={summaryOf(name, look.name, rows, unit)}
      height={HEIGHT}
      className={rows.length === 0 ? 'opacity-45' : ''}
    >
      <ComposedChart data={data} syncId="over-time" margin={{ top: 6, right: 8, bottom: 0, left: 0 }}>
        <CartesianGrid {...GRID} vertical={false} />
        {spans.map(({ id, fromMs, toMs }) => (
          <ReferenceArea
            key={id}
            x1={fromMs}
            x2={Math.max(toMs, fromMs + 1)}
            fill="var(--fault)"
            fillOpacity={1}
            strokeOpacity={0}
          />
        ))}
        <XAxis
          {...AXIS}
          dataKey="ms"
          type="number"
          domain={[0, durationMs]}
          ticks={timeTicks(durationMs)}
          tickFormatter={(ms: number) => formatClock(ms)}
        />
        <YAxis
          {...AXIS}
          width={44}
          type="number"
          scale={log ? 'log' : 'linear'}
          domain={[...domain]}
          allowDataOverflow
          {...(log ? { ticks: logTicks(...domain) } : { tickCount: 4 })}
          tickFormatter={(value: number) => (log ? formatSpan(value) : unit === '/s' ? formatRate(value) : String(value))}
        />
        {sloMs === null ? null : <ReferenceLine y={sloMs} {...LIMIT_LINE} />}
        <Area {...STILL} dataKey="band" fill={look.colour} fillOpacity={0.16} stroke="none" activeDot={false} />
        {base === null ? null : (
          <Line
            {...STILL}
            dataKey="base"
            stroke="var(--t3)"
            strokeOpacity={0.7}
            strokeWidth={0.9}
            dot={false}
            activeDot={false}
          />
        )}
        <Line
          {...STILL}
          dataKey="mean"
          stroke={look.colour}
          strokeWidth={1.6}
          strokeDasharray={look.dash ?? ''}
          dot={false}
          activeDot={{ r: 3 }}
        />
        <Tooltip
          {...TOOLTIP}
          content={tooltipOf<Row & { readonly base: number | null }>(({ ms, mean, band, base: other }) =>
            whole
              ? {
                  title: formatClock(ms, durationMs < 20_000 ? 1 : 0),
                  rows: [
                    { name: look.name, value: shownValue(mean, unit) },
                    ...(band === null
                      ? []
                      : [{ name: '5th to 95th', value: `${shownValue(band[0], unit)} to ${shownValue(band[1], unit)}` }]),
                    ...(base === null ? [] : [{ name: 'baseline', value: shownValue(other, unit) }]),
                  ],
                }
              : { title: shownValue(mean, unit), rows: [] },
          )}
        />
      </ComposedChart>
    </Plot>
  );
});

const NAMED_FAULTS = 2;

/** `shaded: Slow 10× region eu-west`: what the bands are, the first of many by name. */
function faultsText(spans: readonly FaultSpan[]): string {
  if (spans.length === 0) return 'no fault';
  const names = spans.slice(0, NAMED_FAULTS).map(({ label, targetLabel }) => `${label} ${targetLabel}`.trim());
  const more = spans.length - names.length;
  return `shaded: ${names.join(', ')}${more === 0 ? '' : ` and ${more} more`}`;
}

function rowsOf({ overTime }: ComparedVariant, shown: Shown): Row[] {
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
function domainOf(all: readonly (readonly Row[])[], log: boolean): [number, number] {
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

function shownValue(value: number | null, unit: 'ms' | '/s' | 'count'): string {
  if (value === null) return NOTHING;
  return unit === 'ms' ? amount(value, 'ms') : unit === '/s' ? formatRate(value) : value.toFixed(1);
}

const WHOLE_RUN = { p99Ms: 'p99', p95Ms: 'p95', p50Ms: 'p50', completed: 'throughput' } as const;

/** The metric of the whole run that the curve is of, where there is one. */
function wholeRun({ metrics }: ComparedVariant, shown: Shown): string {
  if (!(shown in WHOLE_RUN)) return '';
  const found = metrics[WHOLE_RUN[shown as keyof typeof WHOLE_RUN]].estimate;
  return found === null ? NOTHING : amount(found.mean, shown === 'completed' ? '/s' : 'ms');
}

function summaryOf(name: string, variant: string, rows: readonly Row[], unit: 'ms' | '/s' | 'count'): string {
  const highest = rows.reduce<Row | null>((best, row) => (row.mean !== null && (best?.mean ?? -1) < row.mean ? row : best), null);
  if (highest === null) return `${name} of ${variant} over time: nothing yet.`;
  return `${name} of ${variant} over time: highest at ${formatClock(highest.ms)}, ${shownValue(highest.mean, unit)}.`;
}

function tableOf({ variants }: Comparison, shown: Shown): TableData {
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
