import { memo } from 'react';
import type { KeyboardEvent } from 'react';

import { formatClock } from './format';
import { timeTicks, VIEWS, type TimeScale, type TrackView } from './time-axis';
import type { ChartLayout } from './use-chart-width';

export interface TimeAxisTrackProps {
  readonly scale: TimeScale;
  readonly layout: ChartLayout;
  readonly nowMs: number;
  readonly crosshairMs: number | null;
  /** What the crosshair says, for those who do not see it. */
  readonly valueText: string;
  readonly view: TrackView;
  readonly onView?: ((view: TrackView) => void) | undefined;
  /** Arrow keys, with or without Shift. */
  readonly onKeyDown: (event: KeyboardEvent<HTMLElement>) => void;
}

const CHIP_PX = 56;
/** A tick keeps this far from the middle of a chip: half of both, and a gap. */
const CLEAR_PX = 46;

export const TimeAxisTrack = memo(function TimeAxisTrack(props: TimeAxisTrackProps) {
  const { scale, layout, nowMs, crosshairMs, valueText, view, onView, onKeyDown } = props;
  const ticks = layout.plotPx > 0 ? timeTicks(scale) : [];
  const now = scale.x(nowMs);
  const cross = crosshairMs === null ? null : scale.x(crosshairMs);
  const within = (x: number) => Math.min(Math.max(x, CHIP_PX / 2), Math.max(CHIP_PX / 2, scale.widthPx - CHIP_PX / 2));
  const free = (x: number) => Math.abs(x - within(now)) > CLEAR_PX && (cross === null || Math.abs(x - within(cross)) > CLEAR_PX);
  return (
    <div className="track sticky top-0 z-30 border-t border-line bg-bg">
      <div className="gutter flex items-center pl-3">
        {onView !== undefined && (
          <select
            aria-label="Time in view"
            value={view}
            onChange={(event) => onView(event.target.value as TrackView)}
            className="h-6 rounded-input bg-transparent pr-1 pl-1 text-small text-t2 hover:bg-raised"
          >
            {VIEWS.map(({ id, name }) => (
              <option key={id} value={id} className="bg-bg text-text">
                {name}
              </option>
            ))}
          </select>
        )}
      </div>
      <div
        className="plot relative h-6"
        role="slider"
        tabIndex={0}
        aria-label="Crosshair"
        aria-valuemin={0}
        aria-valuemax={Math.round(nowMs)}
        aria-valuenow={Math.round(crosshairMs ?? nowMs)}
        aria-valuetext={valueText}
        onKeyDown={onKeyDown}
      >
        {ticks.map(({ ms, label }) => {
          const x = scale.x(ms);
          return free(x) ? (
            <span key={ms} aria-hidden className="absolute top-1.5 -translate-x-1/2 text-tick text-t3" style={{ left: x }}>
              {label}
            </span>
          ) : null;
        })}
        {layout.plotPx > 0 && (
          <>
            {cross !== null && (
              <span
                aria-hidden
                className="absolute top-1 -translate-x-1/2 rounded-[3px] border border-t3 bg-raised px-1 font-mono text-tick leading-[14px] text-text"
                style={{ left: within(cross) }}
              >
                {formatClock(crosshairMs, 1)}
              </span>
            )}
            <span
              aria-hidden
              className={`absolute top-1 -translate-x-1/2 forced-color-adjust-none rounded-[3px] bg-ink px-1.5 font-mono text-tick leading-4 font-medium text-bg ${
                cross !== null && Math.abs(cross - now) < CHIP_PX ? 'opacity-0' : ''
              }`}
              style={{ left: within(now) }}
            >
              {formatClock(nowMs, 1)}
            </span>
          </>
        )}
      </div>
      <div className={`readout pr-3 text-right text-small leading-6 text-t3 ${layout.narrow ? 'hidden' : ''}`}>
        at {formatClock(crosshairMs ?? nowMs, 1)}
      </div>
    </div>
  );
});
