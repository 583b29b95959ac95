import { memo } from 'react';

import type { FaultSpan } from './fault-label';
import type { TimeScale } from './time-axis';
import type { ChartLayout } from './use-chart-width';

const LAYER = 'pointer-events-none absolute inset-y-0 overflow-hidden';

interface LayerProps {
  readonly scale: TimeScale;
  readonly layout: ChartLayout;
}

/** Bands of the faults through all tracks, with a dotted edge where one starts. Overlaps darken. */
export const FaultBands = memo(function FaultBands({
  faults,
  scale,
  layout,
}: LayerProps & { readonly faults: readonly FaultSpan[] }) {
  const { gutterPx, readoutPx, plotPx } = layout;
  if (plotPx === 0) return null;
  return (
    <div aria-hidden className={LAYER} style={{ left: gutterPx, right: readoutPx }}>
      {faults.map(({ id, fromMs, toMs }) => {
        const [start, end] = [Math.max(-1, scale.x(fromMs)), Math.min(plotPx, scale.x(toMs))];
        if (end < 0 || start > plotPx) return null;
        return (
          <div
            key={id}
            className="absolute inset-y-0 border-l border-dotted border-fault-edge bg-fault"
            style={{ left: start, width: Math.max(1, end - start) }}
          />
        );
      })}
    </div>
  );
});

/** Dims the bands over what is not yet simulated; lies below the tracks, so that no text is dimmed. */
export const Future = memo(function Future({ scale, layout, nowMs }: LayerProps & { readonly nowMs: number }) {
  const { gutterPx, readoutPx, plotPx } = layout;
  if (plotPx === 0) return null;
  const now = Math.min(Math.max(0, scale.x(nowMs)), plotPx);
  return (
    <div aria-hidden className={LAYER} style={{ left: gutterPx, right: readoutPx }}>
      <div className="absolute inset-0 bg-bg/55" style={{ transform: `translateX(${now}px)` }} />
    </div>
  );
});

/** The playhead and the crosshair. */
export const Playhead = memo(function Playhead({
  scale,
  layout,
  nowMs,
  crosshairMs,
}: LayerProps & { readonly nowMs: number; readonly crosshairMs: number | null }) {
  const { gutterPx, readoutPx, plotPx } = layout;
  if (plotPx === 0) return null;
  const now = Math.min(Math.max(0, scale.x(nowMs)), plotPx);
  return (
    <div aria-hidden className={`${LAYER} z-10`} style={{ left: gutterPx, right: readoutPx }}>
      <div
        className="absolute inset-y-0 left-0 w-px bg-ink"
        style={{ transform: `translateX(${Math.min(now, plotPx - 1)}px)` }}
      />
      {crosshairMs !== null && (
        <div className="absolute inset-y-0 left-0 w-px bg-t3" style={{ transform: `translateX(${scale.x(crosshairMs)}px)` }} />
      )}
    </div>
  );
});
