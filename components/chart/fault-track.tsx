import { memo, useId, useMemo } from 'react';

import { layoutFaults, type PlacedSpan } from './fault-lanes';
import type { FaultSpan } from './fault-label';
import { formatClock, formatCount } from './format';
import { faultsSentence } from './summaries';
import { TableButton } from './table-button';
import type { TimeScale } from './time-axis';

export interface FaultTrackProps {
  /** By start. */
  readonly faults: readonly FaultSpan[];
  readonly scale: TimeScale;
  readonly atMs: number;
  readonly durationMs: number;
}

const LANE_PX = 16;
const BAR_PX = 14;
const MOST_LANES = 5;

/** What the timeline holds: a labelled bar per fault, a mark per change, in lanes so that no label covers another. */
export const FaultTrack = memo(function FaultTrack({ faults, scale, atMs, durationMs }: FaultTrackProps) {
  const id = useId();
  const { pxPerMs } = scale;
  const lanes = useMemo(
    () => (pxPerMs > 0 ? layoutFaults(faults, pxPerMs, durationMs, MOST_LANES) : { placed: [], lanes: 0, hidden: 0 }),
    [faults, pxPerMs, durationMs],
  );
  const holding = faults.filter(({ fromMs, toMs }) => fromMs <= atMs && atMs < toMs).length;
  const title = faults.some(({ fromMs, toMs }) => fromMs === toMs) ? 'Timeline' : 'Faults';
  return (
    <section aria-labelledby={id} className="track border-t border-line py-1.5">
      <div className="gutter flex items-center gap-1 self-start pl-4 @max-[560px]:pl-3">
        <h3 id={id} className="font-strong">
          {title}
        </h3>
        <TableButton
          subject={title}
          table={() => ({
            caption: title,
            head: ['What', 'Where', 'From', 'To'],
            rows: faults.map(({ label, targetLabel, fromMs, toMs }) => [
              label,
              targetLabel,
              formatClock(fromMs, 1),
              toMs > fromMs ? formatClock(toMs, 1) : '',
            ]),
          })}
        />
        <p className="sr-only">{faultsSentence(faults, atMs)}</p>
      </div>
      <div className="plot relative min-h-6" style={{ height: lanes.lanes * LANE_PX }}>
        <div className="absolute inset-0 overflow-hidden">
          {faults.length === 0 && <p className="leading-6 text-t3">None scheduled.</p>}
          <ul aria-label={title}>
            {lanes.placed.map((placed) => (
              <FaultBar key={placed.span.id} placed={placed} scale={scale} atMs={atMs} />
            ))}
          </ul>
        </div>
      </div>
      <div className="readout pr-3 text-right text-small leading-6 text-t3">
        {holding > 0 && <span className="text-t2">{formatCount(holding)} active</span>}
        {lanes.hidden > 0 && <span> +{formatCount(lanes.hidden)} more</span>}
      </div>
    </section>
  );
});

function FaultBar({ placed, scale, atMs }: { readonly placed: PlacedSpan; readonly scale: TimeScale; readonly atMs: number }) {
  const { span, lane, roomFromMs, roomToMs, labelBefore } = placed;
  const start = scale.x(span.fromMs);
  const end = scale.x(span.toMs);
  const left = Math.max(0, scale.x(roomFromMs));
  const right = Math.min(scale.widthPx, scale.x(roomToMs));
  if (right <= 0 || left >= scale.widthPx) return null;
  const labelRight = labelBefore ? Math.min(start, scale.widthPx) : right;
  const top = lane * LANE_PX + 1;
  return (
    <li
      aria-label={`${span.label} ${span.targetLabel}, ${formatClock(span.fromMs, 1)}${span.toMs > span.fromMs ? ` to ${formatClock(span.toMs, 1)}` : ''}`}
    >
      {end > start && (
        <span
          aria-hidden
          className="absolute bg-raised"
          style={{ left: start, width: Math.max(1, end - start), top, height: BAR_PX }}
        />
      )}
      <span aria-hidden className="absolute w-0.5 bg-t2" style={{ left: start, top, height: BAR_PX }} />
      <span
        aria-hidden
        className={`absolute truncate px-1.5 text-small ${labelBefore ? 'text-right' : ''} ${atMs < span.fromMs ? 'text-t2' : 'text-text'}`}
        style={{ left, width: Math.max(0, labelRight - left), top, height: BAR_PX }}
      >
        {span.label} <span className="text-t2">{span.targetLabel}</span>
      </span>
    </li>
  );
}
