import { memo, useId, useMemo, type ReactNode } from 'react';

import type { Series } from '@/lib/report/series';
import type { StrategyId } from '@/lib/scenario/schema';

import { formatBin, formatCount, formatMs, formatSpan } from './format';
import { percentilePaths } from './paths';
import { PERCENTILES } from './percentiles';
import type { ReadoutItem } from './readout';
import { latencySentence } from './summaries';
import { STRATEGIES } from './theme';
import { binAt, type TimeScale } from './time-axis';
import { PlotClip, Track } from './track';
import type { ChartLayout } from './use-chart-width';
import { latencyAxis, type YAxis } from './y-axis';

export interface Slo {
  readonly id: string;
  readonly latencyMs: number;
}

export interface LatencyTrackProps {
  readonly series: Series;
  readonly scale: TimeScale;
  readonly layout: ChartLayout;
  /** The time whose values the readout shows. */
  readonly atMs: number;
  readonly strategyId: StrategyId;
  readonly slos: readonly Slo[];
  readonly emptyText: ReactNode;
}

const HEIGHT = 156;
const TOP = 14;
const BOTTOM = HEIGHT - 10;
const MOST_SLOS = 3;

/** Least and most latency of the whole run, so that the axis grows but never jumps while the view moves. */
function extent(series: Series, slos: readonly Slo[]): [number, number] {
  let [least, most] = [Infinity, -Infinity];
  for (const value of series.p50Ms) if (value < least) least = value;
  for (const value of series.p99Ms) if (value > most) most = value;
  if (most < least) return [least, most];
  for (const { latencyMs } of slos) [least, most] = [Math.min(least, latencyMs), Math.max(most, latencyMs)];
  return [least, most];
}

function readoutItems(series: Series, atMs: number, axis: YAxis): ReadoutItem[] {
  const bin = binAt(series.binMs, series.p99Ms.length, atMs);
  const count = series.windowCount[bin] ?? 0;
  const items: ReadoutItem[] = PERCENTILES.map(({ key, name, least }) => {
    const value = series[key][bin] ?? NaN;
    return {
      key,
      label: name,
      value: formatMs(value),
      y: axis.y(Number.isFinite(value) ? value : 1_000),
      hollow: count > 0 && count < least,
    };
  });
  if (bin >= 0) {
    items.push({
      key: 'n',
      label: `last ${formatSpan(series.windowMs)}`,
      value: `n\u2009=\u2009${formatCount(count)}`,
      y: HEIGHT,
      quiet: true,
    });
  }
  return items;
}

export const LatencyTrack = memo(function LatencyTrack({
  series,
  scale,
  layout,
  atMs,
  strategyId,
  slos,
  emptyText,
}: LatencyTrackProps) {
  const clip = useId();
  const drawn = useMemo(() => slos.slice(0, MOST_SLOS), [slos]);
  const axis = useMemo(() => latencyAxis(...extent(series, drawn), TOP, BOTTOM), [series, drawn]);
  const paths = useMemo(
    () =>
      PERCENTILES.map(({ key, least }) =>
        percentilePaths(scale, series.binMs, series[key], series.windowCount, least, (ms) => axis.y(ms)),
      ),
    [series, scale, axis],
  );
  const { colour } = STRATEGIES[strategyId];
  return (
    <Track
      title="Latency"
      subtitle="log scale"
      height={HEIGHT}
      layout={layout}
      summary={latencySentence(series, atMs)}
      ticks={axis.ticks}
      readout={readoutItems(series, atMs, axis)}
      emptyText={series.p99Ms.length === 0 ? emptyText : null}
      table={() => ({
        caption: `Latency of answered requests, trailing ${formatSpan(series.windowMs)}`,
        head: ['Time', 'p50', 'p95', 'p99', 'Requests'],
        rows: series.p99Ms.map((_, i) => [
          formatBin((i + 1) * series.binMs, series.binMs),
          formatMs(series.p50Ms[i]),
          formatMs(series.p95Ms[i]),
          formatMs(series.p99Ms[i]),
          formatCount(series.windowCount[i]),
        ]),
      })}
    >
      <PlotClip id={clip} layout={layout} height={HEIGHT} />
      {drawn.map(({ id, latencyMs }) => (
        <g key={id}>
          <line x2={layout.plotPx} y1={axis.y(latencyMs)} y2={axis.y(latencyMs)} className="stroke-t3" strokeDasharray="1 3" />
          <text x={layout.plotPx - 4} y={axis.y(latencyMs) - 4} textAnchor="end" className="halo fill-t2 text-tick">
            SLO {formatSpan(latencyMs)}
          </text>
        </g>
      ))}
      <g clipPath={`url(#${clip})`} fill="none" stroke={colour} strokeLinejoin="round">
        {PERCENTILES.map(({ key, width, opacity }, i) => (
          <g key={key} strokeWidth={width} strokeOpacity={opacity}>
            <path d={paths[i]!.solid} />
            <path d={paths[i]!.sparse} strokeDasharray="1.5 2.5" />
          </g>
        ))}
      </g>
    </Track>
  );
});
