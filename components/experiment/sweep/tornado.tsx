'use client';

import { useMemo } from 'react';
import { Bar, BarChart, CartesianGrid, ErrorBar, ReferenceLine, Tooltip, XAxis, YAxis } from 'recharts';

import { amount, differenceText } from '@/lib/experiment/amount';
import type { Difference } from '@/lib/experiment/difference';
import { METRICS } from '@/lib/experiment/metrics';
import type { OneAtATime, Sensitivity } from '@/lib/experiment/sensitivity';

import { AXIS, GRID, Plot, STILL, TOOLTIP, tooltipOf } from '@/components/chart/plot';

import { metricTitle } from '../metric-words';

interface TornadoProps {
  readonly report: Extract<Sensitivity, { method: 'one-at-a-time' }>;
}

interface Row {
  readonly id: string;
  readonly of: OneAtATime;
  readonly low: number | null;
  readonly high: number | null;
  readonly lowReach: readonly [number, number] | null;
  readonly highReach: readonly [number, number] | null;
}

const ROW = 30;
const BAR = 10;

/** What each setting does to a metric at the ends of its range, all else as it stands, widest swing first, with intervals. */
export function Tornado({ report }: TornadoProps) {
  const { metric, parameters } = report;
  const { unit } = METRICS[metric];
  const rows = useMemo(
    (): Row[] =>
      parameters.map((of) => ({
        id: of.id,
        of,
        low: of.low.difference?.mean ?? null,
        high: of.high.difference?.mean ?? null,
        lowReach: reachOf(of.low.difference),
        highReach: reachOf(of.high.difference),
      })),
    [parameters],
  );
  return (
    <>
      <Plot
        label={`What moves ${metricTitle(metric)}`}
        summary={`${rows.length} settings at both ends of their ranges; the sentence above says which move ${metricTitle(metric)}.`}
        height={ROW * rows.length + 40}
        className="pt-2"
      >
        <BarChart data={rows} layout="vertical" margin={{ top: 4, right: 24, bottom: 0, left: 0 }} barGap={-BAR} barSize={BAR}>
          <CartesianGrid {...GRID} horizontal={false} />
          <XAxis
            {...AXIS}
            type="number"
            domain={['auto', 'auto']}
            tickCount={5}
            tickFormatter={(value: number) => signed(value, unit)}
          />
          <YAxis {...AXIS} type="category" dataKey="id" width={150} interval={0} />
          <ReferenceLine x={0} stroke="var(--axis)" />
          <Bar {...STILL} dataKey="low" fill="var(--bg)" stroke="var(--t2)" strokeWidth={1}>
            <ErrorBar {...STILL} dataKey="lowReach" direction="x" stroke="var(--t2)" strokeWidth={1} width={4} />
          </Bar>
          <Bar {...STILL} dataKey="high" fill="var(--t2)">
            <ErrorBar {...STILL} dataKey="highReach" direction="x" stroke="var(--text)" strokeWidth={1} width={4} />
          </Bar>
          <Tooltip
            {...TOOLTIP}
            cursor={{ fill: 'var(--raised)' }}
            content={tooltipOf<Row>(({ id, of }) => ({
              title: `${id}, now ${of.current ?? 'none'}`,
              rows: [
                { name: `at ${of.low.value}`, value: differenceText(of.low.difference, unit) },
                { name: `at ${of.high.value}`, value: differenceText(of.high.difference, unit) },
                { name: 'Influence', value: of.influence },
              ],
            }))}
          />
        </BarChart>
      </Plot>
      <p className="text-t3 text-small flex flex-wrap items-center gap-x-3 pt-1">
        <span className="flex items-center gap-1.5">
          <span aria-hidden="true" className="border-t2 h-2.5 w-4 border" /> low end
        </span>
        <span className="flex items-center gap-1.5">
          <span aria-hidden="true" className="bg-t2 h-2.5 w-4" /> high end
        </span>
        <span>
          Change of {metricTitle(metric)}
          {report.current === null ? '' : ` from ${amount(report.current.mean, unit)}`}; lines: intervals that hold together.
        </span>
      </p>
    </>
  );
}

function reachOf(found: Difference | null): readonly [number, number] | null {
  return found === null || found.identical ? null : [found.mean - found.low, found.high - found.mean];
}

function signed(value: number, unit: (typeof METRICS)[keyof typeof METRICS]['unit']): string {
  return value > 0 ? `+${amount(value, unit)}` : amount(value, unit);
}
