import { memo, useId, useMemo } from 'react';

import type { Series } from '@/lib/report/series';
import type { StrategyId } from '@/lib/scenario/schema';

import { formatBin, formatCount, formatRate, formatSpan } from './format';
import { barPaths, columnsInView, highestRate, ratePaths } from './paths';
import { rateSentence } from './summaries';
import { STRATEGIES } from './theme';
import { binAt, type TimeScale } from './time-axis';
import { PlotClip, Track } from './track';
import type { ChartLayout } from './use-chart-width';
import { rateAxis } from './y-axis';

export interface RateTrackProps {
  readonly series: Series;
  readonly scale: TimeScale;
  readonly layout: ChartLayout;
  readonly atMs: number;
  readonly strategyId: StrategyId;
}

const HEIGHT = 92;
/** Below the title, which is as wide as the ticks leave room for. */
const TOP = 31;
const BOTTOM = HEIGHT - 8;

/** Requests offered, completed and lost per second. Lost ones stand as bars on the zero line. */
export const RateTrack = memo(function RateTrack({ series, scale, layout, atMs, strategyId }: RateTrackProps) {
  const clip = useId();
  const { columns, axis, offered, completed, lost } = useMemo(() => {
    const columns = columnsInView(scale, series.binMs, series.offered.length);
    const most = Math.max(
      ...[series.offered, series.completed, series.lost].map((list) => highestRate(columns, list.length, [list])),
    );
    const axis = rateAxis(most, TOP, BOTTOM);
    return {
      columns,
      axis,
      offered: ratePaths(scale, columns, series.offered, axis.y),
      completed: ratePaths(scale, columns, series.completed, axis.y),
      lost: barPaths(scale, columns, [series.lost], axis.y)[0],
    };
  }, [series, scale]);
  const column = Math.floor(binAt(series.binMs, series.offered.length, atMs) / columns.size);
  const rate = (list: readonly number[]) => (column < 0 ? NaN : columns.rate(list, column));
  const { colour } = STRATEGIES[strategyId];
  const y = (value: number) => axis.y(Number.isFinite(value) ? value : 0);
  const [offeredRate, completedRate, lostRate] = [rate(series.offered), rate(series.completed), rate(series.lost)];
  return (
    <Track
      title="Requests"
      subtitle=""
      height={HEIGHT}
      layout={layout}
      summary={rateSentence(series, atMs)}
      ticks={axis.ticks}
      readout={[
        { key: 'offered', label: 'offered', value: formatRate(offeredRate), y: y(offeredRate) - 1, colour: 'var(--t2)' },
        { key: 'completed', label: 'completed', value: formatRate(completedRate), y: y(completedRate), colour },
        {
          key: 'lost',
          label: 'lost',
          value: formatRate(lostRate),
          y: y(lostRate),
          colour: 'var(--open)',
          quiet: !(lostRate > 0),
        },
      ]}
      table={() => ({
        caption: `Requests per bin of ${formatSpan(series.binMs)}`,
        head: ['From', 'Offered', 'Completed', 'Lost'],
        rows: series.offered.map((value, i) => [
          formatBin(i * series.binMs, series.binMs),
          formatCount(value),
          formatCount(series.completed[i]),
          formatCount(series.lost[i]),
        ]),
      })}
    >
      <PlotClip id={clip} layout={layout} height={HEIGHT} />
      <g clipPath={`url(#${clip})`} fill="none" strokeLinejoin="round">
        <path d={completed.area} fill={colour} fillOpacity="0.1" />
        <path d={offered.line} className="stroke-t2" strokeWidth="1.2" />
        <path d={completed.line} stroke={colour} strokeWidth="1.8" />
        <path d={lost} className="fill-open" />
      </g>
      <line x2={layout.plotPx} y1={BOTTOM} y2={BOTTOM} className="stroke-axis" shapeRendering="crispEdges" />
    </Track>
  );
});
