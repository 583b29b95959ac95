'use client';

import { memo, useId, useMemo, useState } from 'react';
import type { KeyboardEvent } from 'react';

import type { BreakerTransition } from '@/lib/worker/protocol';

import { breakerLanes, type BreakerLane } from './breaker-spans';
import { formatClock, formatCount } from './format';
import { LaneChunk } from './lane-chunk';
import { LaneKey } from './lane-key';
import { breakerSentence } from './summaries';
import { TableButton } from './table-button';
import type { TimeScale } from './time-axis';
import type { ChartLayout } from './use-chart-width';

export interface BreakerLanesProps {
  /** All so far, in order of time. */
  readonly transitions: readonly BreakerTransition[];
  readonly nodeCount: number;
  readonly scale: TimeScale;
  readonly layout: ChartLayout;
  readonly nowMs: number;
  /** The time whose states the readouts show. */
  readonly atMs: number;
  readonly selectedNode: string | null;
  readonly onSelectNode: (node: string | null) => void;
}

const FEW = 12;
const CHUNK = 50;
/** Rows of the table; the trace holds the rest. */
const TABLE_ROWS = 1_000;

/** The first dozen by first trip, and the selected node wherever it stands. */
function shortList(lanes: readonly BreakerLane[], selectedNode: string | null): readonly BreakerLane[] {
  if (lanes.length <= FEW) return lanes;
  const few = lanes.slice(0, FEW);
  const selected = lanes.find(({ node }) => node === selectedNode);
  return selected === undefined || few.includes(selected) ? few : [...few, selected];
}

export const BreakerLanes = memo(function BreakerLanes(props: BreakerLanesProps) {
  const { transitions, nodeCount, scale, layout, nowMs, atMs, selectedNode, onSelectNode } = props;
  const id = useId();
  const [all, setAll] = useState(false);
  const [focused, setFocused] = useState<string | null>(null);
  const lanes = useMemo(() => breakerLanes(transitions), [transitions]);
  const shown = useMemo(() => (all ? lanes : shortList(lanes, selectedNode)), [all, lanes, selectedNode]);
  const chunks = useMemo(
    () => Array.from({ length: Math.ceil(shown.length / CHUNK) }, (_, i) => shown.slice(i * CHUNK, (i + 1) * CHUNK)),
    [shown],
  );
  const has = (node: string | null) => node !== null && shown.some((lane) => lane.node === node);
  const tabStop = has(focused) ? focused : has(selectedNode) ? selectedNode : (shown[0]?.node ?? null);

  function moveFocus(event: KeyboardEvent<HTMLDivElement>) {
    if (event.shiftKey || event.altKey || event.ctrlKey || event.metaKey) return;
    const at = shown.findIndex(({ node }) => node === tabStop);
    const target = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: shown.length - 1 }[event.key];
    if (target === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    const next = shown[Math.min(Math.max(target, 0), shown.length - 1)];
    if (next === undefined) return;
    setFocused(next.node);
    const row = event.currentTarget.querySelector<HTMLElement>(`[data-node="${CSS.escape(next.node)}"]`);
    row?.focus();
  }

  return (
    <section aria-labelledby={id} className="relative border-t border-line pb-2">
      <div className={layout.narrow ? 'relative z-20 bg-bg pb-1' : 'track relative z-20'}>
        <div className={`gutter flex items-center gap-1 bg-bg ${layout.narrow ? 'pl-3' : 'pl-4'}`}>
          <h3 id={id} className="font-strong">
            Breakers
          </h3>
          <TableButton
            subject="Breakers"
            table={() => ({
              caption: `Breaker transitions${transitions.length > TABLE_ROWS ? `, the last ${formatCount(TABLE_ROWS)}` : ''}`,
              head: ['Node', 'Time', 'From', 'To', 'Cause'],
              rows: transitions
                .slice(-TABLE_ROWS)
                .map(({ node, atMs, from, to, cause }) => [node, formatClock(atMs, 3), from, to, cause]),
            })}
          />
        </div>
        <div
          className={`plot flex flex-wrap items-baseline justify-between gap-x-3 text-t2 ${layout.narrow ? 'px-3' : 'bg-bg py-1 pr-2'}`}
        >
          <p>{breakerSentence(lanes, nodeCount, nowMs)}</p>
          {lanes.length > 0 && <LaneKey />}
        </div>
        <p aria-hidden className={`readout bg-bg pr-3 text-right text-small leading-6 text-t3 ${layout.narrow ? 'hidden' : ''}`}>
          {atMs < nowMs ? 'then' : 'now'}
        </p>
      </div>
      {shown.length > 0 && (
        <div role="listbox" aria-labelledby={id} onKeyDown={moveFocus}>
          {chunks.map((chunk, i) => (
            <LaneChunk
              key={i}
              lanes={chunk}
              scale={scale}
              layout={layout}
              nowMs={nowMs}
              atMs={atMs}
              tabStop={tabStop}
              selectedNode={selectedNode}
              onSelectNode={onSelectNode}
              atOnce={i === 0}
            />
          ))}
        </div>
      )}
      {lanes.length > FEW && (
        <div className="track relative z-20">
          <p className="plot flex items-center gap-2 pt-1 text-t2">
            {!all && <span>{formatCount(lanes.length - shown.length)} hidden.</span>}
            <button
              type="button"
              onClick={() => setAll(!all)}
              className="h-6 rounded-button border border-edge bg-bg px-2 text-small text-text hover:bg-raised"
            >
              {all ? `Show the first ${FEW}` : `Show all ${formatCount(lanes.length)}`}
            </button>
          </p>
        </div>
      )}
    </section>
  );
});
