'use client';

import { useMemo, useRef, useState, type KeyboardEvent } from 'react';

import type { Unit } from '@/lib/experiment/parameters';
import type { Sweep } from '@/lib/experiment/sweep';

import { metricTitle } from '../metric-words';
import { valueText } from './axis-values';
import { CellReadout, placeBeside, type ReadoutPlace } from './cell-readout';
import { HeatCellButton } from './heat-cell-button';
import type { HeatCell } from './heat-cells';
import { HeatLegend } from './heat-legend';
import { outlineOf } from './outline';

interface HeatMapProps {
  readonly sweep: Sweep;
  readonly cells: readonly HeatCell[];
  readonly units: readonly Unit[];
  readonly current: number | null;
  readonly selected: number;
  readonly onSelect: (cell: number) => void;
}

/** Two settings over a grid: rows are the first, from its last value down, columns the second. One stop; arrows move. */
export function HeatMap({ sweep, cells, units, current, selected, onSelect }: HeatMapProps) {
  const frame = useRef<HTMLDivElement>(null);
  const [place, setPlace] = useState<ReadoutPlace | null>(null);
  const [down, across] = sweep.axes;
  const rows = down!.values.length;
  const columns = across!.values.length;
  const edges = useMemo(() => outlineOf(sweep.tied, cells.length, columns), [sweep.tied, cells.length, columns]);
  const show = (target: EventTarget): void => {
    const cell = (target as HTMLElement).closest<HTMLElement>('[data-cell]');
    if (cell === null || frame.current === null) return setPlace(null);
    const index = Number(cell.dataset['cell']);
    setPlace(placeBeside(cell, frame.current, index, Math.floor(index / columns) >= rows / 2));
  };
  const hide = (): void => setPlace(null);
  const move = (event: KeyboardEvent): void => {
    if (event.key === 'Escape') return hide();
    const steps = { ArrowRight: 1, ArrowLeft: -1, ArrowUp: columns, ArrowDown: -columns }[event.key];
    if (steps === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    const column = selected % columns;
    if ((steps === 1 && column === columns - 1) || (steps === -1 && column === 0)) return;
    const to = selected + steps;
    if (to < 0 || to >= cells.length) return;
    onSelect(to);
    frame.current?.querySelector<HTMLElement>(`[data-cell="${to}"]`)?.focus();
  };
  return (
    <div className="min-w-0">
      <HeatLegend sweep={sweep} />
      <div ref={frame} className="relative">
        <div className="relative overflow-x-auto pt-3" onScroll={hide}>
          <div className="flex min-w-max">
            <div className="text-t2 text-small grid w-5 shrink-0 place-items-center">
              <span className="[writing-mode:vertical-rl] rotate-180 whitespace-nowrap">{down!.id}</span>
            </div>
            <div
              role="grid"
              aria-label={`${metricTitle(sweep.metric)} by ${down!.id} and ${across!.id}`}
              onKeyDown={move}
              onPointerOver={({ target, pointerType }) => (pointerType === 'mouse' ? show(target) : undefined)}
              onPointerLeave={hide}
              onFocus={({ target }) => show(target)}
              onBlur={hide}
              className="grid flex-1 gap-px"
              style={{ gridTemplateColumns: `max-content repeat(${columns}, minmax(44px, 1fr))` }}
            >
              {Array.from({ length: rows }, (_, r) => rows - 1 - r).map((row) => (
                <div key={row} role="row" className="contents">
                  <span role="rowheader" className="text-t3 text-tick self-center pr-2 text-right">
                    {valueText(down!.values[row], units[0] ?? null)}
                  </span>
                  {Array.from({ length: columns }, (_, column) => {
                    const i = row * columns + column;
                    return (
                      <HeatCellButton
                        key={column}
                        index={i}
                        cell={cells[i]!}
                        marks={marksOf(sweep, i, current)}
                        current={i === current}
                        edges={edges[i] ?? null}
                        selected={i === selected}
                        onSelect={onSelect}
                      />
                    );
                  })}
                </div>
              ))}
              <div role="row" className="contents">
                <span role="presentation" />
                {across!.values.map((value, column) => (
                  <span key={column} role="columnheader" className="text-t3 text-tick pt-1 text-center">
                    {valueText(value, units[1] ?? null)}
                  </span>
                ))}
              </div>
            </div>
          </div>
          <p className="text-t2 text-small pt-1 text-center">{across!.id}</p>
        </div>
        {place === null || place.cell >= cells.length ? null : (
          <CellReadout sweep={sweep} cells={cells} units={units} place={place} />
        )}
      </div>
    </div>
  );
}

function marksOf({ best, bestSafe }: Sweep, i: number, current: number | null): string {
  return [...(i === bestSafe ? ['best safe'] : i === best ? ['best'] : []), ...(i === current ? ['current'] : [])].join(' · ');
}
