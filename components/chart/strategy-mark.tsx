import type { StrategyId } from '@/lib/scenario/schema';

import { STRATEGIES, type MarkerShape } from './theme';

/** Outlines in a box of 10 by 10. */
const OUTLINES: Record<Exclude<MarkerShape, 'ring' | 'circle'>, string> = {
  square: 'M1.5 1.5h7v7h-7z',
  'triangle-up': 'M5 .8 9.4 8.8H.6z',
  'triangle-down': 'M5 9.2.6 1.2h8.8z',
  'triangle-right': 'M9.2 5 1.2 9.4V.6z',
  pentagon: 'M5 .5 9.7 3.9 7.9 9.4H2.1L.3 3.9z',
  plus: 'M3.4.8h3.2v2.6h2.6v3.2H6.6v2.6H3.4V6.6H.8V3.4h2.6z',
  cross: 'M2.6.6 5 3 7.4.6l2 2L7 5l2.4 2.4-2 2L5 7 2.6 9.4l-2-2L3 5 .6 2.6z',
  hexagon: 'M2.6.8h4.8L9.8 5 7.4 9.2H2.6L.2 5z',
  hourglass: 'M.8.8h8.4L6 5l3.2 4.2H.8L4 5z',
  bars: 'M.8 1h8.4v3H.8zM.8 6h8.4v3H.8z',
  diamond: 'M5 .4 9.6 5 5 9.6.4 5z',
  star: 'M5 .3 6.3 3.5 9.8 3.7 7.1 6 8 9.5 5 7.6 2 9.5 2.9 6 .2 3.7 3.7 3.5z',
};

export interface StrategyMarkProps {
  readonly strategy: StrategyId;
  readonly size?: number;
  /** The outline alone, for a second thing of the same strategy. */
  readonly hollow?: boolean;
}

/** A strategy's marker in its colour. Decorative: stands beside the strategy's name. */
export function StrategyMark({ strategy, size = 8, hollow = false }: StrategyMarkProps) {
  return (
    <svg width={size} height={size} viewBox="0 0 10 10" aria-hidden className="shrink-0 overflow-visible">
      <StrategyShape strategy={strategy} hollow={hollow} />
    </svg>
  );
}

/** The marker in a box of 10 by 10, to be placed in a drawing. */
export function StrategyShape({ strategy, hollow = false }: Pick<StrategyMarkProps, 'strategy' | 'hollow'>) {
  const { marker, colour } = STRATEGIES[strategy];
  const paint = hollow ? { fill: 'var(--bg)', stroke: colour, strokeWidth: 1.8 } : { fill: colour };
  if (marker === 'circle') return <circle cx="5" cy="5" r="4.3" {...paint} />;
  if (marker === 'ring') {
    return <circle cx="5" cy="5" r="3.4" fill="none" stroke={colour} strokeWidth={hollow ? 1.2 : 2.2} />;
  }
  return <path d={OUTLINES[marker]} {...paint} />;
}
