'use client';

import { useMemo } from 'react';
import { CartesianGrid, Line, LineChart, ReferenceLine, Tooltip, XAxis, YAxis } from 'recharts';

import { amount } from '@/lib/experiment/amount';
import type { Comparison } from '@/lib/experiment/compare';
import type { Scenario } from '@/lib/scenario/schema';

import { formatSpan, NOTHING, THIN } from '@/components/chart/format';
import { AXIS, GRID, LABEL, LIMIT_LINE, Plot, STILL, TOOLTIP, tooltipOf } from '@/components/chart/plot';
import { StrategyMark } from '@/components/chart/strategy-mark';
import { TableButton } from '@/components/chart/table-button';

import { decadeTicks } from './chart-ticks';
import type { VariantLook } from './variant-looks';

interface DistributionChartProps {
  readonly comparison: Comparison;
  readonly looks: readonly VariantLook[];
  readonly scenario: Scenario;
}

interface Row {
  readonly fraction: number;
  /** Position on the tail-stretched axis. */
  readonly tail: number;
  /** By variant, in ms. */
  readonly ms: readonly (number | null)[];
}

const HEIGHT = 340;
const SHOWN_FROM = 0.25;
const TICKS = [0.5, 0.75, 0.9, 0.99, 0.999, 0.9999];

/** Decades of the share beyond: 90, 99 and 99.9 % are equally far apart. */
function tailOf(fraction: number): number {
  return -Math.log10(1 - fraction);
}

/** Which share of requests took no longer than a latency; all replications together. */
export function DistributionChart({ comparison, looks, scenario }: DistributionChartProps) {
  const rows = useMemo(() => rowsOf(comparison), [comparison]);
  const [least, most] = extentOf(rows);
  const top = rows.at(-1)?.tail ?? 3;
  const slo = scenario.slos[0];
  const byP99 = comparison.variants
    .map(({ title, metrics }, v) => ({ title, v, p99: metrics.p99.estimate?.mean ?? null }))
    .sort((a, b) => (a.p99 ?? Infinity) - (b.p99 ?? Infinity));
  return (
    <section aria-label="Latency distribution" className="min-w-0 px-5 py-3">
      <div className="flex items-center gap-2">
        <h2 className="text-title font-strong shrink-0">Latency distribution</h2>
        <TableButton subject="latency distribution" table={() => tableOf(comparison, rows)} />
        <p className="text-t3 text-small">share of answered requests at or below, tail-stretched axis</p>
      </div>
      <div className="flex gap-4 pt-2 max-[639px]:flex-col">
        <Plot
          label="Latency distribution"
          summary={`Share of requests answered within a latency. ${byP99.map(({ title, p99 }) => `${title}: 99 % within ${p99 === null ? 'nothing yet' : amount(p99, 'ms')}`).join('; ')}.`}
          height={HEIGHT}
          className="flex-1"
        >
          <LineChart data={rows} layout="vertical" margin={{ top: 18, right: 12, bottom: 0, left: 0 }}>
            <CartesianGrid {...GRID} />
            <XAxis
              {...AXIS}
              type="number"
              scale="log"
              domain={[least, most]}
              allowDataOverflow
              ticks={decadeTicks(least, most)}
              tickFormatter={(ms: number) => formatSpan(ms)}
            />
            <YAxis
              {...AXIS}
              width={48}
              type="number"
              dataKey="tail"
              reversed
              interval={0}
              domain={[tailOf(SHOWN_FROM), Math.max(top, tailOf(0.99))]}
              ticks={TICKS.filter((one) => tailOf(one) <= Math.max(top, 2) + 1e-9).map(tailOf)}
              tickFormatter={(tail: number) => `${Number((100 * (1 - 10 ** -tail)).toFixed(3))}${THIN}%`}
            />
            {slo === undefined ? null : (
              <ReferenceLine
                x={slo.latencyMs}
                {...LIMIT_LINE}
                label={{ value: `SLO ${formatSpan(slo.latencyMs)}`, position: 'top', ...LABEL }}
              />
            )}
            {looks.map((look, v) => (
              <Line
                key={look.id}
                {...STILL}
                dataKey={(row: Row) => row.ms[v] ?? null}
                name={look.name}
                stroke={look.colour}
                strokeWidth={1.6}
                strokeDasharray={look.dash ?? ''}
                dot={false}
                activeDot={{ r: 3 }}
              />
            ))}
            <Tooltip
              {...TOOLTIP}
              content={tooltipOf<Row>(({ fraction, ms }) => ({
                title: `${Number((100 * fraction).toFixed(2))} % of requests took at most`,
                rows: looks.map((look, v) => ({
                  name: look.name,
                  value: ms[v] == null ? NOTHING : amount(ms[v], 'ms'),
                  mark: <StrategyMark strategy={look.strategy} hollow={look.hollow} />,
                })),
              }))}
            />
          </LineChart>
        </Plot>
        <table className="h-max shrink-0 border-collapse">
          <caption className="text-t3 text-small pb-1 text-left">p99, lowest first</caption>
          <tbody>
            {byP99.map(({ title, v, p99 }) => (
              <tr key={looks[v]!.id}>
                <th scope="row" className="flex items-center gap-1.5 py-0.5 text-left font-normal">
                  <StrategyMark strategy={looks[v]!.strategy} hollow={looks[v]!.hollow} />
                  <span className="max-w-32 truncate">{title}</span>
                </th>
                <td className="pl-3 text-right">{p99 === null ? NOTHING : amount(p99, 'ms')}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

/** A row for each fraction that some variant has an answer for. */
function rowsOf({ variants }: Comparison): Row[] {
  const byFraction = new Map<number, (number | null)[]>();
  variants.forEach(({ distribution }, v) => {
    for (const { fraction, ms } of distribution) {
      if (fraction < SHOWN_FROM) continue;
      const row = byFraction.get(fraction) ?? variants.map(() => null);
      row[v] = ms;
      byFraction.set(fraction, row);
    }
  });
  return [...byFraction]
    .map(([fraction, ms]) => ({ fraction, tail: tailOf(fraction), ms }))
    .sort((a, b) => a.fraction - b.fraction);
}

function extentOf(rows: readonly Row[]): [number, number] {
  const all = rows.flatMap(({ ms }) => ms.filter((value) => value !== null && value > 0)) as number[];
  if (all.length === 0) return [100, 5_000];
  const [least, most] = [Math.min(...all), Math.max(...all)];
  return [0.95 * least, 1.05 * most];
}

function tableOf({ variants }: Comparison, rows: readonly Row[]) {
  return {
    caption: 'Latency that a share of answered requests did not exceed',
    head: ['Share', ...variants.map(({ title }) => title)],
    rows: rows.map(({ fraction, ms }) => [
      `${Number((100 * fraction).toFixed(2))} %`,
      ...ms.map((value) => (value === null ? NOTHING : amount(value, 'ms'))),
    ]),
  };
}
