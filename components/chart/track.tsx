import { useId } from 'react';
import type { ReactNode } from 'react';

import { Readout, type ReadoutItem } from './readout';
import { TableButton, type TableData } from './table-button';
import type { ChartLayout } from './use-chart-width';
import type { YTick } from './y-axis';

export interface TrackProps {
  readonly title: string;
  readonly subtitle: string;
  readonly height: number;
  readonly layout: ChartLayout;
  /** One sentence that says what the track shows. */
  readonly summary: string;
  readonly ticks: readonly YTick[];
  readonly readout: readonly ReadoutItem[];
  readonly table: () => TableData;
  /** A line in the middle of the plot while there is no data. */
  readonly emptyText?: ReactNode;
  /** SVG, in plot pixels. */
  readonly children: ReactNode;
}

/** The frame that every track with a vertical axis shares: gutter, plot and readout. */
export function Track({
  title,
  subtitle,
  height,
  layout,
  summary,
  ticks,
  readout,
  table,
  emptyText = null,
  children,
}: TrackProps) {
  const id = useId();
  const { plotPx, narrow } = layout;
  return (
    <section aria-labelledby={id} className="track relative border-t border-line">
      <div className={`gutter relative ${narrow ? 'z-20 flex items-center bg-bg py-1 pl-3' : 'pt-1.5 pl-4'}`}>
        <div>
          <h3 id={id} className="font-strong">
            {title}
          </h3>
          {!narrow && subtitle !== '' && <p className="text-small text-t2">{subtitle}</p>}
        </div>
        {!narrow && (
          <div className="absolute bottom-1 left-2.5">
            <TableButton subject={title} table={table} />
          </div>
        )}
      </div>
      <div className="plot relative" style={{ height }}>
        {plotPx > 0 && (
          <svg width={plotPx} height={height} role="img" aria-label={summary} className="absolute inset-0 overflow-visible">
            {ticks.map(({ y, label }) => (
              <g key={label}>
                <line x2={plotPx} y1={y} y2={y} className="stroke-text" strokeOpacity="0.07" shapeRendering="crispEdges" />
                <text x={-8} y={y} dy="0.32em" textAnchor="end" className="fill-t3 text-tick">
                  {label}
                </text>
              </g>
            ))}
            {children}
          </svg>
        )}
        {emptyText !== null && emptyText !== '' && (
          <p className="absolute inset-0 grid place-items-center text-t2">{emptyText}</p>
        )}
      </div>
      <div className={`readout ${narrow ? 'relative z-20 flex items-center justify-end bg-bg' : ''}`}>
        <Readout items={readout} height={height} narrow={narrow} />
        {narrow && (
          <div className="shrink-0 pr-2">
            <TableButton subject={title} table={table} />
          </div>
        )}
      </div>
    </section>
  );
}

/** Clips what would leave the plot: lines whose first or last bin lies outside the view. */
export function PlotClip({ id, layout, height }: { readonly id: string; readonly layout: ChartLayout; readonly height: number }) {
  return (
    <clipPath id={id}>
      <rect width={layout.plotPx} height={height} />
    </clipPath>
  );
}
