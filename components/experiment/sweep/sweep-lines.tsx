'use client';

import { useMemo } from 'react';
import { CartesianGrid, ErrorBar, Line, LineChart, ReferenceDot, ReferenceLine, Tooltip, XAxis, YAxis } from 'recharts';

import { amount, interval } from '@/lib/experiment/amount';
import { METRICS } from '@/lib/experiment/metrics';
import type { Unit } from '@/lib/experiment/parameters';
import type { Sweep } from '@/lib/experiment/sweep';

import { NOTHING } from '@/components/chart/format';
import { AXIS, GRID, LABEL, LIMIT_LINE, Plot, STILL, TOOLTIP, tooltipOf } from '@/components/chart/plot';

import { metricTitle } from '../metric-words';
import { valueText } from './axis-values';

interface SweepLinesProps {
  readonly sweep: Sweep;
  readonly units: readonly Unit[];
  readonly current: number | null;
  readonly selected: number;
  readonly onSelect: (cell: number) => void;
}

interface Row {
  readonly cell: number;
  readonly value: string;
  readonly mean: number | null;
  readonly reach: readonly [below: number, above: number] | null;
  readonly success: number | null;
  readonly fails: boolean;
}

/** One setting: a metric at each of its values, with 95 % intervals. Values that fail are crosses at the foot. */
export function SweepLines({ sweep, units, current, selected, onSelect }: SweepLinesProps) {
  const { metric, cells, axes } = sweep;
  const { unit } = METRICS[metric];
  const rows = useMemo((): Row[] => {
    return cells.map((cell, i) => {
      const found = cell.metrics[metric];
      return {
        cell: i,
        value: valueText(axes[0]!.values[cell.at[0]!], units[0] ?? null),
        mean: cell.fails ? null : (found?.mean ?? null),
        reach: cell.fails || found?.low == null || found.high === null ? null : [found.mean - found.low, found.high - found.mean],
        success: cell.metrics.success?.mean ?? null,
        fails: cell.fails,
      };
    });
  }, [cells, metric, axes, units]);
  const standing = sweep.current[metric]?.mean ?? null;
  const name = (i: number | null): string | undefined => (i === null ? undefined : rows[i]?.value);
  return (
    <Plot
      label={`${metricTitle(metric)} by ${axes[0]!.id}`}
      summary={`${metricTitle(metric)} at ${rows.length} values of ${axes[0]!.id}; the sentence above says which is best.`}
      height={280}
      className="pt-3"
    >
      <LineChart
        data={rows}
        margin={{ top: 18, right: 20, bottom: 0, left: 0 }}
        onClick={({ activeTooltipIndex }) => {
          if (activeTooltipIndex != null) onSelect(Number(activeTooltipIndex));
        }}
      >
        <CartesianGrid {...GRID} vertical={false} />
        <XAxis {...AXIS} dataKey="value" interval="preserveStartEnd" />
        <YAxis
          {...AXIS}
          width={56}
          domain={['auto', 'auto']}
          tickCount={4}
          tickFormatter={(value: number) => amount(value, unit)}
        />
        {standing === null ? null : (
          <ReferenceLine y={standing} {...LIMIT_LINE} label={{ value: 'as it stands', position: 'insideTopRight', ...LABEL }} />
        )}
        {name(current) === undefined ? null : <ReferenceLine x={name(current)!} {...LIMIT_LINE} />}
        {name(selected) === undefined ? null : <ReferenceLine x={name(selected)!} stroke="var(--text)" strokeWidth={1} />}
        <Line
          {...STILL}
          dataKey="mean"
          stroke="var(--text)"
          strokeWidth={1.6}
          dot={{ r: 2.4, fill: 'var(--text)', strokeWidth: 0 }}
        >
          <ErrorBar {...STILL} dataKey="reach" direction="y" stroke="var(--t2)" strokeWidth={1} width={4} />
        </Line>
        {rows.flatMap((row) =>
          row.fails
            ? [
                <ReferenceDot
                  key={row.cell}
                  x={row.value}
                  y={standing ?? 0}
                  shape={({ cx = 0, cy = 0 }: { cx?: number; cy?: number }) => (
                    <path
                      d={`M${cx - 4} ${cy - 4}l8 8M${cx + 4} ${cy - 4}l-8 8`}
                      stroke="var(--open)"
                      strokeWidth={1.8}
                      strokeLinecap="round"
                    />
                  )}
                />,
              ]
            : [],
        )}
        <Tooltip
          {...TOOLTIP}
          content={tooltipOf<Row>((row) => ({
            title: `${axes[0]!.id} ${row.value}`,
            rows: [
              {
                name: metricTitle(metric),
                value: row.fails ? 'fails' : row.mean === null ? NOTHING : amount(row.mean, unit),
                ...(row.mean === null || row.reach === null
                  ? {}
                  : { note: interval(row.mean - row.reach[0], row.mean + row.reach[1], unit) }),
              },
              { name: 'Success', value: row.success === null ? NOTHING : amount(row.success, 'share') },
            ],
          }))}
        />
      </LineChart>
    </Plot>
  );
}
