'use client';

import { useMemo } from 'react';
import { CartesianGrid, Line, ComposedChart, Scatter, Tooltip, XAxis, YAxis } from 'recharts';

import { amount } from '@/lib/experiment/amount';
import { METRICS, type MetricName } from '@/lib/experiment/metrics';
import { paretoFront } from '@/lib/experiment/pareto';

import { AXIS, GRID, Plot, STILL, TOOLTIP, tooltipOf } from '@/components/chart/plot';

import { metricTitle } from '../metric-words';

/** One way to set the scenario, by two metrics. */
export interface FrontPoint {
  readonly name: string;
  readonly x: number;
  readonly y: number;
}

interface FrontChartProps {
  readonly points: readonly FrontPoint[];
  readonly current: FrontPoint | null;
  readonly x: MetricName;
  readonly y: MetricName;
}

/** Two metrics of every way that does not fail, and the line of those that no other beats in both. */
export function FrontChart({ points, current, x, y }: FrontChartProps) {
  const [ux, uy] = [METRICS[x].unit, METRICS[y].unit];
  const front = useMemo(() => {
    const cost = (name: MetricName, value: number): number => (METRICS[name].better === 'higher' ? -value : value);
    const on = new Set(paretoFront(points.map((point) => [cost(x, point.x), cost(y, point.y)])));
    return points.filter((_, i) => on.has(i)).sort((a, b) => a.x - b.x);
  }, [points, x, y]);
  const all = current === null ? points : [...points, current];
  const stands = current === null ? '' : ' The ring is the scenario as it stands.';
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
            domain={extent(all.map((point) => point.x))}
            tickCount={5}
            tickFormatter={(value: number) => amount(value, ux)}
          />
          <YAxis
            {...AXIS}
            type="number"
            dataKey="y"
            width={56}
            domain={extent(all.map((point) => point.y))}
            tickCount={4}
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
          {current === null ? null : (
            <Scatter {...STILL} data={[current]} fill="none" shape={<Dot size={6} fill="none" stroke="var(--text)" />} />
          )}
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
        Line: {metricTitle(y)} at its best for each {metricTitle(x)}; failing points are left out.{stands}
      </p>
    </>
  );
}

function Dot({ cx = 0, cy = 0, size, fill, stroke }: { cx?: number; cy?: number; size: number; fill: string; stroke?: string }) {
  return <circle cx={cx} cy={cy} r={size} fill={fill} stroke={stroke ?? 'none'} strokeWidth={stroke === undefined ? 0 : 1.4} />;
}

function extent(values: readonly number[]): [number, number] {
  const [least, most] = [Math.min(...values), Math.max(...values)];
  if (!(least <= most)) return [0, 1];
  const room = most === least ? Math.abs(most) * 0.05 || 1 : (most - least) * 0.06;
  return [least - room, most + room];
}
