'use client';

import { memo, useMemo } from 'react';
import { Area, CartesianGrid, ComposedChart, Line, ReferenceArea, ReferenceLine, Tooltip, XAxis, YAxis } from 'recharts';

import type { FaultSpan } from '@/components/chart/fault-label';
import { formatClock, formatCount, formatRate, formatSpan } from '@/components/chart/format';
import { AXIS, GRID, LIMIT_LINE, Plot, STILL, TOOLTIP, tooltipOf } from '@/components/chart/plot';

import { logTicks, timeTicks } from './chart-ticks';
import { shownValue, summaryOf, type CurveUnit, type Row } from './over-time-rows';
import type { VariantLook } from './variant-looks';

const HEIGHT = 190;

interface OverTimePanelProps {
  readonly name: string;
  readonly look: VariantLook;
  /** Whether its tooltip says all, or the value alone. */
  readonly whole: boolean;
  readonly rows: readonly Row[];
  readonly base: readonly Row[] | null;
  readonly unit: CurveUnit;
  readonly domain: readonly [number, number];
  readonly durationMs: number;
  readonly spans: readonly FaultSpan[];
  readonly sloMs: number | null;
}

/** One variant's curve, its band, and the baseline's curve behind it. */
export const OverTimePanel = memo(function OverTimePanel({
  name,
  look,
  whole,
  rows,
  base,
  unit,
  domain,
  durationMs,
  spans,
  sloMs,
}: OverTimePanelProps) {
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
          tickFormatter={(value: number) => (log ? formatSpan(value) : unit === '/s' ? formatRate(value) : formatCount(value))}
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
