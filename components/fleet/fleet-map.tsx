'use client';

import { useId, useMemo, useRef, useState } from 'react';
import type { KeyboardEvent, MouseEvent } from 'react';

import { formatCount, formatPercent, plural } from '@/components/chart/format';
import { TableButton } from '@/components/chart/table-button';
import { useChartWidth } from '@/components/chart/use-chart-width';
import type { NodeNow } from '@/lib/worker/protocol';

import { cellName, shortId, underlineOf } from './cell-name';
import { FleetCanvas } from './fleet-canvas';
import { FleetCell } from './fleet-cell';
import { FleetLegend } from './fleet-legend';
import { cellOf, gridLayout, movedCell, nodeAt } from './grid-layout';
import { fleetCounts, loadOf, loadStep, regionRows, regionTotals, sameFleet } from './load';

export interface FleetMapProps {
  readonly nodes: readonly NodeNow[];
  /** In the scenario's order. */
  readonly regions: readonly string[];
  readonly nowMs: number;
  readonly selectedNode: string | null;
  readonly onSelectNode: (node: string | null) => void;
  /** A ring around a cell whose breaker changes; off at 100× and Max. */
  readonly rings?: boolean;
}

/** Of a page of 1440 px: the idle fleet stands in its place before anything is measured. */
const USUAL_PLOT_PX = 600;

/** The nodes by region: one grid with roving focus, of elements up to 300 nodes and on a canvas beyond. */
export function FleetMap({ nodes, regions, nowMs, selectedNode, onSelectNode, rings = true }: FleetMapProps) {
  const id = useId();
  const [ref, { plotPx, gutterPx, narrow }] = useChartWidth<HTMLElement>();
  const grid = useRef<HTMLDivElement>(null);
  const [focused, setFocused] = useState(0);
  const [announced, setAnnounced] = useState('');

  // Which node is where changes only with the scenario, not with each frame.
  const [known, setKnown] = useState(nodes);
  if (known !== nodes && !sameFleet(known, nodes)) setKnown(nodes);
  const rows = useMemo(() => regionRows(known, regions), [known, regions]);
  const layout = useMemo(() => gridLayout(rows, plotPx === 0 ? USUAL_PLOT_PX : plotPx), [rows, plotPx]);
  const selected = useMemo(
    () => (selectedNode === null ? -1 : known.findIndex(({ node }) => node === selectedNode)),
    [known, selectedNode],
  );
  const totals = regionTotals(nodes, rows);
  const counts = fleetCounts(nodes);
  const active = selected >= 0 ? selected : Math.min(focused, Math.max(0, nodes.length - 1));
  const tiny = layout.size === 'tiny';
  const place = active < nodes.length ? cellOf(rows, active) : null;

  function select(index: number) {
    const node = nodes[index];
    if (node === undefined) return;
    setFocused(index);
    onSelectNode(node.node);
    if (tiny) setAnnounced(cellName(node, nowMs));
  }

  function onKeyDown(event: KeyboardEvent<HTMLDivElement>) {
    if (event.shiftKey || event.altKey || event.ctrlKey || event.metaKey || place === null) return;
    // Space is the page's, to run or pause: arrows select by themselves.
    if (event.key === 'Enter') {
      event.preventDefault();
      event.stopPropagation();
      select(active);
      return;
    }
    const to = movedCell(rows, layout.perLine, place, event.key);
    const index = to === null ? undefined : rows[to.row]?.nodes[to.place];
    if (index === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    select(index);
    if (!tiny) grid.current?.querySelector<HTMLElement>(`[data-index="${index}"]`)?.focus();
  }

  function onClick(event: MouseEvent<HTMLDivElement>) {
    if (tiny) {
      const box = event.currentTarget.getBoundingClientRect();
      const index = nodeAt(rows, layout, event.clientX - box.left - gutterPx, event.clientY - box.top);
      if (index !== null) select(index);
      return;
    }
    const cell = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-index]') : null;
    if (cell !== null) select(Number(cell.dataset['index']));
  }

  const label = `Fleet: ${plural(nodes.length, 'node')}, ${formatCount(counts.open)} open, ${formatCount(counts.halfOpen)} half-open, ${formatCount(counts.down)} down`;
  return (
    <section ref={ref} aria-labelledby={id} className={`centre pb-2.5 ${plotPx === 0 ? 'unmeasured' : ''}`}>
      <div className="track">
        <div className="gutter flex h-7 items-center gap-1 pl-4 @max-[560px]:pl-3">
          <h2 id={id} className="font-strong">
            Fleet
          </h2>
          <TableButton
            subject="Fleet"
            table={() => ({
              caption: 'Fleet',
              head: ['Node', 'Region', 'Breaker', 'Health', 'In service', 'Queued', 'Slots', 'Load', 'Attempts/s', 'Faults'],
              rows: nodes.map((node) => [
                node.node,
                node.region,
                node.breaker,
                node.down ? `down (${node.health})` : node.health,
                formatCount(node.busy),
                formatCount(node.queued),
                formatCount(node.slots),
                formatPercent(loadOf(node), 0),
                formatCount(node.attemptsPerS),
                formatCount(node.faults.length),
              ]),
            })}
          />
        </div>
        <div className={narrow ? 'readout py-1.5 pr-4' : 'plot flex min-h-7 items-center pr-2 [&>*]:w-full'}>
          <FleetLegend counts={counts} narrow={narrow} />
        </div>
        {!narrow && (
          <div aria-hidden className="readout grid h-7 grid-cols-2 items-center pr-3 text-right text-small text-t3">
            <span>load</span>
            <span>share</span>
          </div>
        )}
      </div>
      <div
        ref={grid}
        role="grid"
        aria-label={label}
        aria-rowcount={rows.length}
        {...(tiny ? { tabIndex: 0, 'aria-activedescendant': `${id}-active` } : {})}
        className="relative"
        style={{ height: layout.height }}
        onKeyDown={onKeyDown}
        onClick={onClick}
      >
        {rows.map((row, r) => {
          const { top, height } = layout.rows[r]!;
          const total = totals[r]!;
          return (
            <div
              key={row.region}
              role={tiny ? 'presentation' : 'row'}
              {...(tiny ? {} : { 'aria-rowindex': r + 1 })}
              className="absolute inset-x-0"
              style={{ top, height }}
            >
              <span
                role={tiny ? 'presentation' : 'rowheader'}
                title={row.region}
                className="absolute left-0 truncate pr-1 pl-4 text-small text-t2 @max-[560px]:pl-3"
                style={{ width: gutterPx, lineHeight: `${Math.min(height, layout.pitchY < 18 ? 18 : layout.pitchY - 4)}px` }}
              >
                {row.region}
              </span>
              {!tiny &&
                row.nodes.map((index, i) => {
                  const node = nodes[index];
                  if (node === undefined) return null;
                  return (
                    <FleetCell
                      key={index}
                      index={index}
                      name={cellName(node, nowMs)}
                      label={layout.size === 'labelled' ? shortId(node.node).slice(-3) : ''}
                      step={loadStep(loadOf(node))}
                      breaker={node.breaker}
                      underline={underlineOf(node)}
                      faulted={node.faults.length > 0}
                      selected={index === selected}
                      tabStop={index === active}
                      rings={rings}
                      column={i + 2}
                      left={gutterPx + (i % layout.perLine) * layout.pitchX}
                      top={Math.floor(i / layout.perLine) * layout.pitchY}
                      width={layout.pitchX - (layout.size === 'labelled' ? 3 : 2)}
                      height={layout.pitchY - (layout.size === 'labelled' ? 4 : 2)}
                    />
                  );
                })}
              {!narrow && (
                <span
                  aria-hidden
                  className="absolute right-0 grid w-[114px] grid-cols-2 pr-3 text-right text-small text-text"
                  style={{ lineHeight: `${Math.min(height, layout.pitchY < 18 ? 18 : layout.pitchY - 4)}px` }}
                >
                  <span>{formatPercent(total.load, 0)}</span>
                  <span>{formatPercent(total.share, 0)}</span>
                </span>
              )}
            </div>
          );
        })}
        {tiny && plotPx > 0 && (
          <>
            <div className="absolute top-0" style={{ left: gutterPx }}>
              <FleetCanvas nodes={nodes} rows={rows} layout={layout} plotPx={plotPx} />
            </div>
            {place !== null && (
              <div role="row" aria-rowindex={place.row + 1}>
                <div
                  role="gridcell"
                  id={`${id}-active`}
                  aria-selected={active === selected}
                  aria-label={nodes[active] === undefined ? '' : cellName(nodes[active], nowMs)}
                  className={`pointer-events-none absolute rounded-[2px] ${active === selected ? 'cell-selected' : ''}`}
                  style={{
                    left: gutterPx + (place.place % layout.perLine) * layout.pitchX,
                    top: layout.rows[place.row]!.top + Math.floor(place.place / layout.perLine) * layout.pitchY,
                    width: layout.pitchX - 1,
                    height: layout.pitchY - 1,
                  }}
                />
              </div>
            )}
          </>
        )}
      </div>
      <p aria-live="polite" className="sr-only">
        {announced}
      </p>
    </section>
  );
}
