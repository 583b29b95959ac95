'use client';

import { memo, type CSSProperties } from 'react';

import type { HeatCell } from './heat-cells';
import type { Edges } from './outline';

export const HATCH =
  'repeating-linear-gradient(135deg, transparent 0 5px, color-mix(in srgb, var(--open) 45%, transparent) 5px 6px)';
/** Of its full colour, in a cell that is only guessed. */
const GUESSED = '32%';

interface HeatCellButtonProps {
  readonly index: number;
  readonly cell: HeatCell;
  readonly marks: string;
  /** Whether the dashed frame of the scenario as it stands goes around it. */
  readonly current: boolean;
  readonly edges: Edges | null;
  readonly selected: boolean;
  readonly onSelect: (cell: number) => void;
}

/** One cell of the map: what it says, what it is known as, and its part of the line around the cells that tie with the best. */
export const HeatCellButton = memo(function HeatCellButton({
  index,
  cell,
  marks,
  current,
  edges,
  selected,
  onSelect,
}: HeatCellButtonProps) {
  const { state, text, name } = cell;
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
        onFocus={() => onSelect(index)}
        className={`text-small relative h-9 w-full px-0.5 pointer-coarse:h-11 ${hatched ? 'text-open' : 'text-t3'}`}
        style={fillOf(cell)}
      >
        <span className={hatched ? 'bg-bg px-0.5' : ''}>{text}</span>
      </button>
      {edges === null ? null : <span aria-hidden="true" data-outline="" className={`${OVER} border-text ${edgesClass(edges)}`} />}
      {current ? <span aria-hidden="true" className={`${OVER} border-text m-[3px] border border-dashed`} /> : null}
      {selected ? <span aria-hidden="true" className={`${OVER} outline-focus outline-2 -outline-offset-3`} /> : null}
      {marks === '' ? null : (
        <span
          aria-hidden="true"
          className="bg-text text-bg text-tick font-strong pointer-events-none absolute -top-1.5 left-1/2 z-10 -translate-x-1/2 rounded-[2px] px-1 leading-3 whitespace-nowrap"
        >
          {marks}
        </span>
      )}
    </div>
  );
});

const OVER = 'pointer-events-none absolute -inset-px';

function edgesClass({ top, right, bottom, left }: Edges): string {
  return [top && 'border-t-2', right && 'border-r-2', bottom && 'border-b-2', left && 'border-l-2'].filter(Boolean).join(' ');
}

/** Measured cells are filled; guessed ones have a breath of the colour and stay hollow in the middle; the rest are empty. */
export function fillOf({ state, step }: Pick<HeatCell, 'state' | 'step'>): CSSProperties {
  if (state === 'failing' || state === 'stopped') return { background: 'var(--bg)', backgroundImage: HATCH };
  if (state === 'measured' && step !== null) return { background: `var(--q${step})`, color: `var(--qt${step})` };
  if (state !== 'queued') return { background: 'var(--bg)' };
  const tint = step === null ? 'var(--bg)' : `color-mix(in srgb, var(--q${step}) ${GUESSED}, var(--bg))`;
  return { background: tint, boxShadow: 'inset 0 0 0 1px var(--line)' };
}
