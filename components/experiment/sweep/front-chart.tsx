'use client';

import { scaleLinear } from 'd3-scale';
import { useMemo } from 'react';
import { CartesianGrid, Line, ComposedChart, Scatter, Tooltip, XAxis, YAxis } from 'recharts';

import { amount } from '@/lib/experiment/amount';
import { METRICS, type MetricName, type MetricUnit } from '@/lib/experiment/metrics';
import { paretoFront } from '@/lib/experiment/pareto';

import { spreadLabels } from '@/components/chart/label-layout';
import { AXIS, GRID, Plot, STILL, TOOLTIP, tooltipOf } from '@/components/chart/plot';

import { metricTitle } from '../metric-words';

/** The height of the plot without its axis, and of a line of labels, in CSS pixels. */
const PLOT_PX = 234;
const LINE_PX = 13;

/** One way to set the scenario, by two metrics. */
export interface FrontPoint {
  readonly name: string;
  readonly x: number;
  readonly y: number;
}

interface FrontChartProps {
  readonly points: readonly FrontPoint[];
  /** Ringed and called by their names: among the points, or beside them, as the scenario as it stands. */
  readonly named?: readonly FrontPoint[];
  readonly x: MetricName;
  readonly y: MetricName;
}

/** Two metrics of every way that does not fail, and the line of those that no other beats in both. */
export function FrontChart({ points, named = [], x, y }: FrontChartProps) {
  const [ux, uy] = [METRICS[x].unit, METRICS[y].unit];
  const front = useMemo(() => {
    const cost = (name: MetricName, value: number): number => (METRICS[name].better === 'higher' ? -value : value);
    const on = new Set(paretoFront(points.map((point) => [cost(x, point.x), cost(y, point.y)])));
    return points.filter((_, i) => on.has(i)).sort((a, b) => a.x - b.x);
  }, [points, x, y]);
  const all = [...points, ...named];
  const [across, up] = [extent(all.map((point) => point.x)), extent(all.map((point) => point.y))];
  const labelled = labelsOf(named, across, up, [x, y]);
  return (
    <>
      <Plot
        label={`${metricTitle(y)} against ${metricTitle(x)}`}
        summary={`${points.length} points; ${front.length} of them are beaten in both by none.`}
        height={280}
        className="pt-3"
      >
        <ComposedChart margin={{ top: 12, right: 20, bottom: 4, left: 0 }}>
          <CartesianGrid {...GRID} />
          <XAxis
            {...AXIS}
            type="number"
            dataKey="x"
            domain={[...across]}
            ticks={roundTicks(across, 5, ux)}
            tickFormatter={(value: number) => amount(value, ux)}
          />
          <YAxis
            {...AXIS}
            type="number"
            dataKey="y"
            width={56}
            domain={[...up]}
            ticks={roundTicks(up, 4, uy)}
            tickFormatter={(value: number) => amount(value, uy)}
          />
          <Scatter {...STILL} data={[...points]} fill="var(--t3)" shape={<Dot size={2.6} fill="var(--t3)" />} />
          <Line
            {...STILL}
            data={front}
            dataKey="y"
            type="stepAfter"
            stroke="var(--focus)"
            strokeWidth={1.4}
            dot={false}
            activeDot={false}
          />
          <Scatter {...STILL} data={front} fill="var(--focus)" shape={<Dot size={3.4} fill="var(--focus)" />} />
          <Scatter {...STILL} data={labelled} fill="none" shape={<Named />} />
          <Tooltip
            {...TOOLTIP}
            content={tooltipOf<FrontPoint>((point) => ({
              title: point.name,
              rows: [
                { name: metricTitle(y), value: amount(point.y, uy) },
                { name: metricTitle(x), value: amount(point.x, ux) },
              ],
            }))}
          />
        </ComposedChart>
      </Plot>
      <p className="text-t3 text-small text-right">{metricTitle(x)}</p>
      <p className="text-t3 text-small pt-1">
        {all.length === 0
          ? 'A point for each cell that does not fail, once it has run.'
          : front.length === 1
            ? 'One point, in blue, has the best of both; failing points are left out.'
            : `Line: ${metricTitle(y)} at its best for each ${metricTitle(x)}; failing points are left out.`}
      </p>
    </>
  );
}

function Dot({ cx = 0, cy = 0, size, fill, stroke }: { cx?: number; cy?: number; size: number; fill: string; stroke?: string }) {
  return <circle cx={cx} cy={cy} r={size} fill={fill} stroke={stroke ?? 'none'} strokeWidth={stroke === undefined ? 0 : 1.4} />;
}

interface Label extends FrontPoint {
  readonly text: string;
  readonly anchor: 'start' | 'end';
  /** From the point, in CSS pixels. */
  readonly dy: number;
}

/** Beside their points, on the side with more room, and a line apart from each other. */
function labelsOf(named: readonly FrontPoint[], across: Ends, up: Ends, [x, y]: readonly [MetricName, MetricName]): Label[] {
  const wanted = named.map((point) => (1 - (point.y - up[0]) / (up[1] - up[0])) * PLOT_PX);
  const places = spreadLabels(wanted, LINE_PX, LINE_PX, PLOT_PX - LINE_PX / 2);
  return named.map((point, i) => ({
    ...point,
    text: `${amount(point.y, METRICS[y].unit)} at ${amount(point.x, METRICS[x].unit)}`,
    anchor: point.x - across[0] < (across[1] - across[0]) / 2 ? 'start' : 'end',
    dy: places[i]! - wanted[i]!,
  }));
}

function Named({ cx = 0, cy = 0, payload }: { cx?: number; cy?: number; payload?: Label }) {
  if (payload === undefined) return null;
  const { name, text, anchor, dy } = payload;
  return (
    <g>
      <Dot cx={cx} cy={cy} size={6} fill="none" stroke="var(--text)" />
      <text
        className="halo text-tick"
        x={cx + (anchor === 'start' ? 10 : -10)}
        y={cy + dy + 3}
        textAnchor={anchor}
        fill="var(--t2)"
      >
        <tspan className="font-strong" fill="var(--text)">
          {name}
        </tspan>
        {` ${text}`}
      </text>
    </g>
  );
}

type Ends = readonly [least: number, most: number];

/** As many round values as read differently, `most` at most. */
function roundTicks(ends: Ends, most: number, unit: MetricUnit): number[] {
  const scale = scaleLinear().domain([...ends]);
  for (let count = most; count > 1; count--) {
    const ticks = scale.ticks(count);
    if (new Set(ticks.map((tick) => amount(tick, unit))).size === ticks.length) return ticks;
  }
  return scale.ticks(1);
}

function extent(values: readonly number[]): Ends {
  const [least, most] = [Math.min(...values), Math.max(...values)];
  if (!(least <= most)) return [0, 1];
  const room = most === least ? Math.abs(most) * 0.05 || 1 : (most - least) * 0.06;
  return [least - room, most + room];
}
