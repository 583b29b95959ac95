'use client';

import { useRef, type KeyboardEvent } from 'react';

import { amount } from '@/lib/experiment/amount';
import { METRICS } from '@/lib/experiment/metrics';
import type { Unit } from '@/lib/experiment/parameters';
import type { Sweep } from '@/lib/experiment/sweep';

import { metricTitle } from '../metric-words';
import { valueText } from './axis-values';
import { scaleOf, STEPS, type HeatCell } from './heat-cells';

interface HeatMapProps {
  readonly sweep: Sweep;
  readonly cells: readonly HeatCell[];
  readonly units: readonly Unit[];
  readonly current: number | null;
  readonly selected: number;
  readonly onSelect: (cell: number) => void;
}

const HATCH = 'repeating-linear-gradient(135deg, transparent 0 5px, color-mix(in srgb, var(--open) 45%, transparent) 5px 6px)';

/** Two settings over a grid: rows are the first, from its last value down, columns the second. One stop; arrows move. */
export function HeatMap({ sweep, cells, units, current, selected, onSelect }: HeatMapProps) {
  const grid = useRef<HTMLDivElement>(null);
  const [down, across] = sweep.axes;
  const rows = down!.values.length;
  const columns = across!.values.length;
  const move = (event: KeyboardEvent): void => {
    const steps = { ArrowRight: 1, ArrowLeft: -1, ArrowUp: columns, ArrowDown: -columns }[event.key];
    if (steps === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    const column = selected % columns;
    if ((steps === 1 && column === columns - 1) || (steps === -1 && column === 0)) return;
    const to = selected + steps;
    if (to < 0 || to >= cells.length) return;
    onSelect(to);
    grid.current?.querySelector<HTMLElement>(`[data-cell="${to}"]`)?.focus();
  };
  return (
    <div className="min-w-0">
      <Scale sweep={sweep} />
      <div className="relative overflow-x-auto pt-3">
        <div className="flex min-w-max">
          <div className="text-t2 text-small grid w-5 shrink-0 place-items-center">
            <span className="[writing-mode:vertical-rl] rotate-180 whitespace-nowrap">{down!.id}</span>
          </div>
          <div
            ref={grid}
            role="grid"
            aria-label={`${metricTitle(sweep.metric)} by ${down!.id} and ${across!.id}`}
            onKeyDown={move}
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
                    <CellButton
                      key={column}
                      index={i}
                      cell={cells[i]!}
                      mark={i === current ? 'current' : i === sweep.bestSafe ? 'best safe' : i === sweep.best ? 'best' : null}
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
    </div>
  );
}

interface CellButtonProps {
  readonly index: number;
  readonly cell: HeatCell;
  readonly mark: string | null;
  readonly selected: boolean;
  readonly onSelect: (cell: number) => void;
}

function CellButton({ index, cell, mark, selected, onSelect }: CellButtonProps) {
  const { state, step, text, name } = cell;
  const hatched = state === 'failing' || state === 'stopped';
  return (
    <div role="gridcell" className="relative">
      <button
        type="button"
        data-cell={index}
        tabIndex={selected ? 0 : -1}
        aria-label={name}
        aria-pressed={selected}
        onClick={() => onSelect(index)}
        className={`text-small relative h-9 w-full px-0.5 pointer-coarse:h-11 ${hatched ? 'text-open' : step === null ? 'text-t3' : ''} ${
          selected ? 'outline-text outline-2 -outline-offset-2' : ''
        }`}
        style={{
          background: step === null ? 'var(--bg)' : `var(--q${step})`,
          ...(step === null ? {} : { color: `var(--qt${step})` }),
          ...(hatched ? { backgroundImage: HATCH } : {}),
        }}
      >
        <span className={hatched ? 'bg-bg px-0.5' : ''}>{text}</span>
      </button>
      {mark === null ? null : (
        <span
          aria-hidden="true"
          className={`pointer-events-none absolute inset-0 border-2 ${mark === 'current' ? 'border-text border-dashed' : 'border-text'}`}
        >
          <span className="bg-text text-bg text-tick font-strong absolute -top-2 left-1/2 -translate-x-1/2 rounded-[2px] px-1 leading-3 whitespace-nowrap">
            {mark}
          </span>
        </span>
      )}
    </div>
  );
}

/** What the steps mean, with the unit at both ends. */
function Scale({ sweep }: { readonly sweep: Sweep }) {
  const scale = scaleOf(sweep);
  const { unit } = METRICS[sweep.metric];
  return (
    <div className="text-t2 text-small flex min-h-5 flex-wrap items-center gap-x-3 gap-y-1 pt-2">
      {scale === null ? null : (
        <span className="flex items-center gap-1.5">
          {metricTitle(sweep.metric)} {amount(scale.least, unit)}
          <span aria-hidden="true" className="flex">
            {Array.from({ length: STEPS }, (_, step) => (
              <span key={step} className="border-line h-2.5 w-4 border-y" style={{ background: `var(--q${step})` }} />
            ))}
          </span>
          {amount(scale.most, unit)}
        </span>
      )}
      <span className="flex items-center gap-1.5">
        <span aria-hidden="true" className="border-line h-2.5 w-4 border" style={{ backgroundImage: HATCH }} />
        under 95 % succeed, with their share
      </span>
      <span>– not run yet</span>
    </div>
  );
}
