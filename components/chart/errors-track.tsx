import { memo, useId, useMemo } from 'react';

import type { Series } from '@/lib/report/series';

import { formatBin, formatCount, formatRate, formatSpan } from './format';
import { barPaths, columnsInView, highestRate } from './paths';
import { errorsSentence } from './summaries';
import { ERROR_KINDS } from './theme';
import { binAt, type TimeScale } from './time-axis';
import { PlotClip, Track } from './track';
import type { ChartLayout } from './use-chart-width';
import { rateAxis } from './y-axis';

export interface ErrorsTrackProps {
  readonly series: Series;
  readonly scale: TimeScale;
  readonly layout: ChartLayout;
  readonly atMs: number;
}

const HEIGHT = 78;
const TOP = 14;
const BOTTOM = HEIGHT - 8;

/** Attempts that ended badly per second, stacked by kind in a fixed order; labels stand in the same order, top to bottom. */
export const ErrorsTrack = memo(function ErrorsTrack({ series, scale, layout, atMs }: ErrorsTrackProps) {
  const clip = useId();
  const { columns, axis, paths } = useMemo(() => {
    const lists = ERROR_KINDS.map(({ key }) => series[key]);
    const columns = columnsInView(scale, series.binMs, series.errors.length);
    const axis = rateAxis(highestRate(columns, series.errors.length, lists), TOP, BOTTOM);
    return { columns, axis, paths: barPaths(scale, columns, lists, axis.y) };
  }, [series, scale]);
  const column = Math.floor(binAt(series.binMs, series.errors.length, atMs) / columns.size);
  const readout = ERROR_KINDS.map(({ key, name, colour }, i) => {
    const rate = column < 0 ? NaN : columns.rate(series[key], column);
    return { key, label: name, value: formatRate(rate), y: BOTTOM - 14 * i, colour, quiet: !(rate > 0) };
  }).toReversed();
  return (
    <Track
      title="Errors"
      subtitle="attempts"
      height={HEIGHT}
      layout={layout}
      summary={errorsSentence(series, atMs)}
      ticks={axis.ticks}
      readout={layout.narrow ? readout.filter(({ quiet }) => !quiet) : readout}
      table={() => ({
        caption: `Attempts that ended badly per bin of ${formatSpan(series.binMs)}`,
        head: ['From', ...ERROR_KINDS.map(({ means }) => means), 'attempts started'],
        rows: series.errors.map((_, i) => [
          formatBin(i * series.binMs, series.binMs),
          ...ERROR_KINDS.map(({ key }) => formatCount(series[key][i])),
          formatCount(series.attempts[i]),
        ]),
      })}
    >
      <PlotClip id={clip} layout={layout} height={HEIGHT} />
      <g clipPath={`url(#${clip})`}>
        {ERROR_KINDS.map(({ key, colour }, i) => (
          <path key={key} d={paths[i]} fill={colour} />
        ))}
      </g>
      <line x2={layout.plotPx} y1={BOTTOM} y2={BOTTOM} className="stroke-axis" shapeRendering="crispEdges" />
    </Track>
  );
});
