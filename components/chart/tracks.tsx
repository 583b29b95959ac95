'use client';

import { useCallback, useMemo, useState } from 'react';
import type { KeyboardEvent, PointerEvent, ReactNode } from 'react';

import type { Series } from '@/lib/report/series';
import type { BreakerTransition } from '@/lib/worker/protocol';
import type { StrategyId } from '@/lib/scenario/schema';

import { BreakerLanes } from './breaker-lanes';
import { ErrorsTrack } from './errors-track';
import type { FaultSpan } from './fault-label';
import { FaultTrack } from './fault-track';
import { LatencyTrack, type Slo } from './latency-track';
import { RateTrack } from './rate-track';
import { errorsSentence, latencySentence, rateSentence } from './summaries';
import { sameSeries } from './same-series';
import { movedCrosshair, timeScale, viewSpan, type TrackView } from './time-axis';
import { TimeAxisTrack } from './time-axis-track';
import { FaultBands, Future, Playhead } from './time-overlays';
import { TrafficTrack } from './traffic-track';
import { useChartWidth } from './use-chart-width';

export interface TracksProps {
  readonly series: Series;
  readonly durationMs: number;
  readonly nowMs: number;
  /** In the scenario's order, as `series.regionAttempts`. */
  readonly regions: readonly string[];
  readonly slos: readonly Slo[];
  /** From `timelineSpans`; keep the same array while nothing changes. */
  readonly faults: readonly FaultSpan[];
  /** All so far, in order of time; a new array only when there are new ones. */
  readonly breakerTransitions: readonly BreakerTransition[];
  readonly nodeCount: number;
  /** The strategy whose colour the run takes. */
  readonly strategyId: StrategyId;
  /** null: the readouts show now. */
  readonly crosshairMs: number | null;
  readonly onCrosshair: (ms: number | null) => void;
  readonly view: TrackView;
  /** Without it the view cannot be changed here. */
  readonly onView?: ((view: TrackView) => void) | undefined;
  readonly selectedNode: string | null;
  readonly onSelectNode: (node: string | null) => void;
  /** In the latency plot while there is no data. */
  readonly emptyText?: ReactNode;
}

/** A phone has no Space. */
const RUN_HINT = (
  <>
    <span className="pointer-coarse:hidden">Press Space to run.</span>
    <span className="hidden pointer-coarse:inline">Press Run.</span>
  </>
);

/** All tracks of a run over one time axis, with one playhead and one crosshair. */
export function Tracks(props: TracksProps) {
  const { durationMs, nowMs, regions, slos, faults, strategyId, crosshairMs, onCrosshair, view, onView } = props;
  const [ref, layout] = useChartWidth<HTMLDivElement>();
  const { startMs, endMs } = viewSpan(view, nowMs, durationMs);
  const scale = useMemo(() => timeScale({ startMs, endMs }, layout.plotPx), [startMs, endMs, layout.plotPx]);
  const cross = crosshairMs === null ? null : Math.min(crosshairMs, nowMs);
  const atMs = cross ?? nowMs;
  const { binMs } = props.series;

  const onKeyDown = useCallback(
    (event: KeyboardEvent<HTMLElement>) => {
      if (event.altKey || event.ctrlKey || event.metaKey) return;
      if (event.key === 'Escape' && cross !== null) {
        event.stopPropagation();
        onCrosshair(null);
        return;
      }
      const onAxis = event.currentTarget.role === 'slider';
      if (!event.shiftKey && !onAxis) return;
      const moved =
        onAxis && event.key === 'Home'
          ? 0
          : onAxis && event.key === 'End'
            ? nowMs
            : movedCrosshair(event.key, cross, nowMs, event.shiftKey ? 1_000 : binMs);
      if (moved === null) return;
      event.preventDefault();
      event.stopPropagation();
      onCrosshair(moved);
    },
    [cross, nowMs, onCrosshair, binMs],
  );

  function onPointer(event: PointerEvent<HTMLDivElement>) {
    if (layout.plotPx === 0) return;
    const px = event.clientX - event.currentTarget.getBoundingClientRect().left - layout.gutterPx;
    onCrosshair(px < 0 || px > layout.plotPx ? null : Math.min(Math.max(0, scale.at(px)), nowMs));
  }

  // Between two bins nothing moves but the playhead: the tracks keep the same props and are not drawn again.
  const [series, setSeries] = useState(props.series);
  if (series !== props.series && !sameSeries(series, props.series)) setSeries(props.series);
  const shared = { series, scale, layout, atMs: cross ?? Math.min(nowMs, series.offered.length * series.binMs) };
  const valueText = `${latencySentence(series, shared.atMs)} ${rateSentence(series, shared.atMs)} ${errorsSentence(series, shared.atMs)}`;
  return (
    <div
      ref={ref}
      className={`centre ${layout.plotPx === 0 ? 'unmeasured' : ''}`}
      onKeyDown={onKeyDown}
      role="group"
      aria-label="Tracks"
    >
      <FaultTrack faults={faults} scale={scale} atMs={atMs} durationMs={durationMs} />
      <TimeAxisTrack
        scale={scale}
        layout={layout}
        nowMs={nowMs}
        crosshairMs={cross}
        valueText={valueText}
        view={view}
        onView={onView}
        onKeyDown={onKeyDown}
      />
      <div
        className="relative touch-pan-y"
        onPointerMove={onPointer}
        onPointerDown={onPointer}
        onPointerLeave={(event) => event.pointerType === 'mouse' && onCrosshair(null)}
      >
        <FaultBands faults={faults} scale={scale} layout={layout} />
        <Future scale={scale} layout={layout} nowMs={nowMs} />
        <LatencyTrack {...shared} strategyId={strategyId} slos={slos} emptyText={props.emptyText ?? RUN_HINT} />
        <RateTrack {...shared} strategyId={strategyId} />
        <ErrorsTrack {...shared} />
        <TrafficTrack {...shared} regions={regions} />
        <BreakerLanes
          transitions={props.breakerTransitions}
          nodeCount={props.nodeCount}
          scale={scale}
          layout={layout}
          nowMs={nowMs}
          atMs={atMs}
          selectedNode={props.selectedNode}
          onSelectNode={props.onSelectNode}
        />
        <Playhead scale={scale} layout={layout} nowMs={nowMs} crosshairMs={cross} />
      </div>
    </div>
  );
}
