'use client';

import { memo, useEffect, useId, useMemo, useRef, useState } from 'react';

import { stateAt, type BreakerLane } from './breaker-spans';
import { formatSeconds } from './format';
import { lanePaths } from './lane-paths';
import type { TimeScale } from './time-axis';
import type { ChartLayout } from './use-chart-width';

export interface LaneChunkProps {
  readonly lanes: readonly BreakerLane[];
  readonly scale: TimeScale;
  readonly layout: ChartLayout;
  readonly nowMs: number;
  readonly atMs: number;
  readonly tabStop: string | null;
  readonly selectedNode: string | null;
  readonly onSelectNode: (node: string | null) => void;
  /** Drawn without waiting to come into view. */
  readonly atOnce: boolean;
}

const TEXT = { closed: 'text-t3', open: 'text-open', 'half-open': 'text-half' } as const;

/** Where the part of an id begins that must stay readable: its last `-07`. */
function tailOf(node: string): number {
  const at = node.lastIndexOf('-');
  return at < 0 || node.length - at > 6 ? node.length : at;
}

/** Some lanes over one drawing; empty, but as high, while far from view, so that thousands of lanes cost nothing. */
export const LaneChunk = memo(function LaneChunk(props: LaneChunkProps) {
  const { lanes, scale, layout, nowMs, atMs, tabStop, selectedNode, onSelectNode, atOnce } = props;
  const stripes = useId();
  const box = useRef<HTMLDivElement>(null);
  const [near, setNear] = useState(atOnce);
  useEffect(() => {
    if (atOnce || box.current === null) return;
    const observer = new IntersectionObserver(([entry]) => setNear(entry?.isIntersecting ?? false), { rootMargin: '400px' });
    observer.observe(box.current);
    return () => observer.disconnect();
  }, [atOnce]);

  const [rowPx, middlePx] = layout.narrow ? [32, 24] : [14, 7];
  const drawn = near || lanes.some(({ node }) => node === tabStop);
  const paths = useMemo(
    () => (drawn ? lanes.map((lane, i) => lanePaths(lane, scale, nowMs, i * rowPx + middlePx)) : []),
    [drawn, lanes, scale, nowMs, rowPx, middlePx],
  );
  if (!drawn) return <div ref={box} style={{ height: lanes.length * rowPx }} />;
  const joined = (key: keyof (typeof paths)[number]) => paths.map((path) => path[key]).join('');
  return (
    <div ref={box} role="presentation" className="relative">
      {lanes.map((lane) => {
        const { state, sinceMs } = stateAt(lane, atMs);
        const text = state === 'closed' || sinceMs === null ? state : `${state} ${formatSeconds(atMs - sinceMs)}`;
        const selected = lane.node === selectedNode;
        return (
          <div
            key={lane.node}
            role="option"
            data-node={lane.node}
            aria-selected={selected}
            aria-label={`${lane.node}, breaker ${text}, ${lane.trips === 1 ? '1 trip' : `${lane.trips} trips`}`}
            tabIndex={lane.node === tabStop ? 0 : -1}
            onClick={() => onSelectNode(lane.node)}
            onKeyDown={(event) => {
              if (event.key !== 'Enter' && event.key !== ' ') return;
              event.preventDefault();
              event.stopPropagation();
              onSelectNode(lane.node);
            }}
            className={`flex cursor-pointer justify-between outline-offset-[-2px] hover:bg-raised/60 ${selected ? 'bg-raised' : ''}`}
            style={{ height: rowPx }}
          >
            <span
              className={`flex min-w-0 pr-2 font-mono text-[0.6563rem] leading-[14px] ${layout.narrow ? 'pl-3' : 'pl-4'} ${selected ? 'text-text' : 'text-t2'}`}
              style={layout.narrow ? undefined : { width: layout.gutterPx }}
              title={lane.node}
            >
              <span className="truncate">{lane.node.slice(0, tailOf(lane.node))}</span>
              <span className="shrink-0">{lane.node.slice(tailOf(lane.node))}</span>
            </span>
            {/* Where it stands over the plot, the playhead must not strike it through. */}
            <span
              className={`shrink-0 pr-3 text-right text-small ${TEXT[state]} ${
                layout.narrow ? `relative z-20 self-start pl-1 ${selected ? 'bg-raised' : 'bg-bg'}` : ''
              }`}
            >
              {text}
            </span>
          </div>
        );
      })}
      <svg
        aria-hidden
        width={layout.plotPx}
        height={lanes.length * rowPx}
        className="pointer-events-none absolute inset-y-0"
        style={{ left: layout.gutterPx }}
      >
        <pattern id={stripes} width="4" height="4" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <rect width="2.2" height="4" fill="var(--half)" />
        </pattern>
        <path d={joined('closed')} className="stroke-axis" shapeRendering="crispEdges" />
        <path d={joined('open')} className="fill-open" fillOpacity="0.62" />
        <path d={joined('trips')} className="fill-open" />
        <path d={joined('halfOpen')} fill={`url(#${stripes})`} />
      </svg>
    </div>
  );
});
