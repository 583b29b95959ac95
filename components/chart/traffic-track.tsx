import { memo, useId, useMemo } from 'react';

import type { Series } from '@/lib/report/series';

import { formatBin, formatCount, formatPercent, formatSpan, NOTHING } from './format';
import { columnsInView, sharePaths } from './paths';
import type { ReadoutItem } from './readout';
import { trafficSentence } from './summaries';
import { regionColour } from './theme';
import { binAt, type TimeScale } from './time-axis';
import { PlotClip, Track } from './track';
import { labelledShares, trafficLayers } from './traffic-layers';
import type { ChartLayout } from './use-chart-width';
import { shareAxis } from './y-axis';

export interface TrafficTrackProps {
  readonly series: Series;
  readonly scale: TimeScale;
  readonly layout: ChartLayout;
  readonly atMs: number;
  readonly regions: readonly string[];
}

const HEIGHT = 84;
const TOP = 10;
const BOTTOM = HEIGHT - 8;
const MOST_LABELS = 5;
const AXIS = shareAxis(TOP, BOTTOM);

/** Share of attempts by region, stacked from the top in the fleet map's order. */
export const TrafficTrack = memo(function TrafficTrack({ series, scale, layout, atMs, regions }: TrafficTrackProps) {
  const clip = useId();
  const { columns, layers, paths } = useMemo(() => {
    const columns = columnsInView(scale, series.binMs, series.attempts.length);
    // From the bottom up, so that the first region is on top as in the fleet map.
    const layers = trafficLayers(series, regions)
      .map((layer, i) => ({ ...layer, colour: regionColour(i) }))
      .toReversed();
    return {
      columns,
      layers,
      paths: sharePaths(
        scale,
        columns,
        layers.map(({ values }) => values),
        AXIS.y,
      ),
    };
  }, [series, scale, regions]);

  const bin = binAt(series.binMs, series.attempts.length, atMs);
  const started = layers.map(({ values }) => (bin < 0 ? 0 : columns.rate(values, Math.floor(bin / columns.size))));
  const total = started.reduce((sum, value) => sum + value, 0);
  const shares = started.map((value) => (total === 0 ? 1 / Math.max(1, started.length) : value / total));
  const readout = labelledShares(shares, layout.narrow ? 3 : MOST_LABELS).map(({ layer, share, middle }): ReadoutItem => {
    const { name, colour } = layers[layer]!;
    return { key: name, label: name, value: total === 0 ? NOTHING : formatPercent(share, 0), y: AXIS.y(middle), colour };
  });
  return (
    <Track
      title="Traffic"
      subtitle="by region"
      height={HEIGHT}
      layout={layout}
      summary={trafficSentence(series, regions, atMs)}
      ticks={AXIS.ticks}
      readout={readout.toReversed()}
      table={() => ({
        caption: `Attempts started by region, per bin of ${formatSpan(series.binMs)}`,
        head: ['From', ...regions],
        rows: series.attempts.map((_, i) => [
          formatBin(i * series.binMs, series.binMs),
          ...regions.map((_, r) => formatCount(series.regionAttempts[r]?.[i])),
        ]),
      })}
    >
      <PlotClip id={clip} layout={layout} height={HEIGHT} />
      <g clipPath={`url(#${clip})`} className="stroke-bg forced-colors:stroke-text" strokeWidth="1">
        {layers.map(({ name, colour }, i) => (
          <path key={name} d={paths[i]} fill={colour} />
        ))}
      </g>
    </Track>
  );
});
