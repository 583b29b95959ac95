import { memo, useState } from 'react';

import { BreakerGlyph } from '@/components/chart/breaker-glyph';
import type { BreakerState } from '@/lib/fleet/snapshot';

import type { Underline } from './cell-name';

export interface FleetCellProps {
  readonly index: number;
  readonly name: string;
  /** Ordinal in the cell; empty where there is no room. */
  readonly label: string;
  readonly step: number;
  readonly breaker: BreakerState;
  readonly underline: Underline;
  readonly faulted: boolean;
  readonly selected: boolean;
  readonly tabStop: boolean;
  readonly rings: boolean;
  readonly column: number;
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

const FILLS = [
  'bg-q0 text-qt0',
  'bg-q1 text-qt1',
  'bg-q2 text-qt2',
  'bg-q3 text-qt3',
  'bg-q4 text-qt4',
  'bg-q5 text-qt5',
  'bg-q6 text-qt6',
  'bg-q7 text-qt7',
] as const;
const FRAMES = { open: 'cell-open text-text', 'half-open': 'cell-half-open text-text' } as const;
const UNDERLINES = {
  degraded: 'border-t-2 border-dashed border-current',
  unhealthy: 'border-t border-open',
  down: 'border-t-2 border-open',
} as const;

/** One node. Fill: load, while closed. Outline and glyph: breaker. Line below: health. Corner: a fault. */
export const FleetCell = memo(function FleetCell(props: FleetCellProps) {
  const { index, name, label, step, breaker, underline, faulted, selected, tabStop, rings, column, left, top, width, height } =
    props;
  const [seen, setSeen] = useState({ breaker, changes: 0 });
  if (seen.breaker !== breaker) setSeen({ breaker, changes: seen.changes + 1 });
  return (
    <div
      role="gridcell"
      data-index={index}
      aria-label={name}
      title={name}
      aria-selected={selected}
      aria-colindex={column}
      tabIndex={tabStop ? 0 : -1}
      className={`absolute flex cursor-pointer items-center justify-center gap-1 rounded-cell ${
        breaker === 'closed' ? `forced-colors:border ${FILLS[step]}` : FRAMES[breaker]
      } ${selected ? 'cell-selected' : ''}`}
      style={{ left, top, width, height }}
    >
      {label !== '' && <span className="font-mono text-tick">{label}</span>}
      <BreakerGlyph state={breaker} size={label === '' ? 9 : 8} {...(breaker === 'closed' ? { colour: 'currentColor' } : {})} />
      {underline !== 'none' && <span className={`absolute inset-x-0.5 bottom-0 ${UNDERLINES[underline]}`} />}
      {faulted && (
        <svg width="5" height="5" viewBox="0 0 6 6" aria-hidden className="absolute top-0 left-0">
          <path d="M0 0h6L0 6z" fill="currentColor" />
        </svg>
      )}
      {rings && seen.changes > 0 && (
        <span
          key={seen.changes}
          className="ring-once pointer-events-none absolute -inset-0.5 rounded-[4px] border-2 border-text"
        />
      )}
    </div>
  );
});
