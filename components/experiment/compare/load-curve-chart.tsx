'use client';

import { useMemo } from 'react';
import { CartesianGrid, ErrorBar, Line, LineChart, ReferenceDot, ReferenceLine, Tooltip, XAxis, YAxis } from 'recharts';

import { amount, interval } from '@/lib/experiment/amount';
import type { LoadCurves } from '@/lib/experiment/load-curve';
import { METRICS } from '@/lib/experiment/metrics';

import { formatRate, formatSpan, NOTHING } from '@/components/chart/format';
import { AXIS, GRID, LABEL, LIMIT_LINE, Plot, STILL, TOOLTIP, tooltipOf } from '@/components/chart/plot';
import { StrategyMark, StrategyShape } from '@/components/chart/strategy-mark';
import type { TableData } from '@/components/chart/table-button';

import { metricTitle } from '../metric-words';
import { decadeTicks } from './chart-ticks';
import { lineEnd, loadRows, type LoadRow } from './load-curve-rows';
import type { VariantLook } from './variant-looks';

interface LoadCurveChartProps {
  readonly report: LoadCurves;
  readonly looks: readonly VariantLook[];
}

const HEIGHT = 260;

export function LoadCurveChart({ report, looks }: LoadCurveChartProps) {
  const { curves, metric, slo } = report;
  const { unit } = METRICS[metric];
  const rows = useMemo(() => loadRows(report), [report]);
  const ends = useMemo(() => curves.map(lineEnd), [curves]);
  const log = unit === 'ms';
  const [least, most] = extentOf(rows, log);
  const loads = rows.map(({ load }) => load);
  const [first, last] = [loads[0] ?? 0, loads.at(-1) ?? 1];
  const inside = (load: number): boolean => load >= first && load <= last;
  return (
    <>
      <Plot
        label={`${METRICS[metric].label} against offered load`}
        summary={`${metricTitle(metric)} of ${looks.length} variants at ${loads.length} loads; the sentences below say where each turns up, fails or misses the SLO.`}
        height={HEIGHT}
        className="pt-2"
      >
        <LineChart data={rows} margin={{ top: 18, right: 20, bottom: 0, left: 0 }}>
          <CartesianGrid {...GRID} vertical={false} />
          <XAxis
            {...AXIS}
            dataKey="load"
            type="number"
            domain={[first, last]}
            ticks={loads}
            tickFormatter={(load: number) => rateAt(rows, load)}
          />
          <YAxis
            {...AXIS}
            width={48}
            type="number"
            scale={log ? 'log' : 'linear'}
            domain={[least, most]}
            allowDataOverflow
            {...(log ? { ticks: decadeTicks(least, most) } : { tickCount: 4 })}
            tickFormatter={(value: number) => (log ? formatSpan(value) : amount(value, unit))}
          />
          {inside(1) ? (
            <ReferenceLine x={1} {...LIMIT_LINE} label={{ value: 'this scenario', position: 'top', ...LABEL }} />
          ) : null}
          {log && slo !== null && slo.latencyMs > least && slo.latencyMs < most ? (
            <ReferenceLine y={slo.latencyMs} {...LIMIT_LINE} />
          ) : null}
          {looks.map((look, v) => (
            <Line
              key={look.id}
              {...STILL}
              dataKey={(row: LoadRow) => row.mean[v] ?? null}
              name={look.name}
              stroke={look.colour}
              strokeWidth={1.6}
              strokeDasharray={look.dash ?? ''}
              dot={({ cx, cy, index }: { cx?: number; cy?: number; index?: number }) =>
                // A point without a value has no place.
                cx == null || cy == null ? (
                  <g key={index} />
                ) : (
                  <g key={index} transform={`translate(${cx - 4} ${cy - 4}) scale(0.8)`}>
                    <StrategyShape strategy={look.strategy} hollow={look.hollow} />
                  </g>
                )
              }
              activeDot={{ r: 3 }}
            >
              <ErrorBar
                {...STILL}
                dataKey={(row: LoadRow) => drawnReach(row, v, least)}
                direction="y"
                stroke={look.colour}
                strokeWidth={1}
                width={3}
              />
            </Line>
          ))}
          {curves.flatMap(({ knee }, v) => {
            const at = rows.find(({ load }) => load === knee)?.mean[v] ?? null;
            if (knee === null || at === null) return [];
            return [
              <ReferenceDot key={`knee ${v}`} x={knee} y={at} r={6} fill="none" stroke={looks[v]!.colour} strokeWidth={1.4} />,
            ];
          })}
          {ends.flatMap((end, v) =>
            end === null
              ? []
              : [
                  <ReferenceDot
                    key={`end ${v}`}
                    x={end.load}
                    y={end.value ?? least}
                    shape={({ cx = 0, cy = 0 }: { cx?: number; cy?: number }) => (
                      <path
                        d={`M${cx - 4} ${cy - 4}l8 8M${cx + 4} ${cy - 4}l-8 8`}
                        stroke="var(--open)"
                        strokeWidth={1.8}
                        strokeLinecap="round"
                      />
                    )}
                  />,
                ],
          )}
          {curves.flatMap(({ capacity }, v) =>
            capacity.kind !== 'between' || !inside(capacity.load)
              ? []
              : [
                  <ReferenceDot
                    key={`capacity ${v}`}
                    x={capacity.load}
                    y={least}
                    shape={({ cx = 0, cy = 0 }: { cx?: number; cy?: number }) => (
                      <g transform={`translate(${cx - 5} ${cy - 11})`}>
                        <StrategyShape strategy={looks[v]!.strategy} hollow={looks[v]!.hollow} />
                      </g>
                    )}
                  />,
                ],
          )}
          <Tooltip
            {...TOOLTIP}
            content={tooltipOf<LoadRow>((row) => ({
              title: `${rateAt(rows, row.load)} offered, ${row.load} times the scenario’s traffic`,
              rows: looks.map((look, v) => {
                const [mean, reach] = [row.mean[v] ?? null, row.reach[v] ?? null];
                return {
                  name: look.name,
                  value: mean === null ? NOTHING : amount(mean, unit),
                  mark: <StrategyMark strategy={look.strategy} hollow={look.hollow} />,
                  ...(mean === null || reach === null ? {} : { note: interval(mean - reach[0], mean + reach[1], unit) }),
                };
              }),
            }))}
          />
        </LineChart>
      </Plot>
      <ul className="flex flex-wrap gap-x-4 gap-y-1 pt-1">
        {looks.map((look, v) => (
          <li key={look.id} className="flex items-center gap-1.5">
            <StrategyMark strategy={look.strategy} hollow={look.hollow} />
            {look.name}
            {ends[v] == null ? null : <span className="text-open text-small">× {ends[v].why}</span>}
          </li>
        ))}
      </ul>
      <p className="text-t3 text-small pt-1">
        Bars: 95 % intervals. Ring: where a curve turns up. Marker on the axis: capacity at the SLO
        {slo === null ? ' (the scenario has none)' : ` (${formatSpan(slo.latencyMs)})`}. Cross: more than 5 % fail.
      </p>
    </>
  );
}

/** Null where nothing is drawn; an interval that would leave the axis ends at its foot, where a logarithm has no 0. */
function drawnReach({ mean, reach }: LoadRow, v: number, least: number): [number, number] | null {
  const [at, found] = [mean[v] ?? null, reach[v] ?? null];
  return at === null || found === null ? null : [Math.min(found[0], at - least), found[1]];
}

function rateAt(rows: readonly LoadRow[], load: number): string {
  const rate = rows.find((row) => row.load === load)?.offeredPerS ?? null;
  return rate === null ? `${load}×` : formatRate(rate);
}

function extentOf(rows: readonly LoadRow[], log: boolean): [number, number] {
  const all = rows.flatMap(({ mean, reach }) =>
    mean.flatMap((value, v) => (value === null ? [] : [value - (reach[v]?.[0] ?? 0), value + (reach[v]?.[1] ?? 0)])),
  );
  const [least, most] = [Math.min(...all), Math.max(...all)];
  if (!(least <= most)) return log ? [100, 5_000] : [0, 1];
  // An interval of few runs may reach below 0, where a logarithmic axis has no place.
  const lowest = Math.min(...rows.flatMap(({ mean }) => mean.filter((value) => value !== null)));
  if (log) return [0.85 * Math.max(least, 0.5 * lowest), 1.1 * most];
  return [Math.min(0, least), most > 0 ? 1.05 * most : 1];
}

export function loadTable({ curves, metric }: LoadCurves): TableData {
  const { unit, label } = METRICS[metric];
  return {
    caption: `${metricTitle(metric)} against offered load`,
    head: ['Variant', 'Load', 'Offered', label, '95 % interval', 'Success', ''],
    rows: curves.flatMap(({ title, points }) =>
      points.map(({ load, offeredPerS, metric: found, success, refused, stopped }) => [
        title,
        `${load}×`,
        formatRate(offeredPerS),
        found === null ? NOTHING : amount(found.mean, unit),
        found?.low == null || found.high === null ? NOTHING : interval(found.low, found.high, unit),
        success === null ? NOTHING : amount(success.mean, 'share'),
        refused ?? stopped ?? '',
      ]),
    ),
  };
}
