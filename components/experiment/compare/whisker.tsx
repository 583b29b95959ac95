import type { ReactNode } from 'react';

/** Where values lie in a column of whiskers: all rows of a column share one. */
export interface WhiskerScale {
  readonly least: number;
  readonly most: number;
}

export const WHISKER_PX = 132;
const HEIGHT_PX = 20;
const INSET_PX = 6;

/** From the least low end to the greatest high end, 0 included where `zero`. null of nothing. */
export function whiskerScale(ends: readonly (readonly [low: number, high: number])[], zero: boolean): WhiskerScale | null {
  if (ends.length === 0) return null;
  const least = Math.min(...ends.map(([low]) => low), ...(zero ? [0] : []));
  const most = Math.max(...ends.map(([, high]) => high), ...(zero ? [0] : []));
  return least < most ? { least, most } : { least: least - 1, most: most + 1 };
}

export function whiskerX(value: number, { least, most }: WhiskerScale): number {
  return INSET_PX + ((value - least) / (most - least)) * (WHISKER_PX - 2 * INSET_PX);
}

interface WhiskerProps {
  readonly scale: WhiskerScale;
  readonly mean: number;
  readonly low: number;
  readonly high: number;
  readonly colour: string;
  /** Drawn at the mean, in a box of 10 by 10. */
  readonly marker: ReactNode;
  readonly zero: boolean;
}

/** A mean and its interval. The numbers stand in the row beside it, so it is decoration to a screen reader. */
export function Whisker({ scale, mean, low, high, colour, marker, zero }: WhiskerProps) {
  const [x, from, to] = [whiskerX(mean, scale), whiskerX(low, scale), whiskerX(high, scale)];
  const y = HEIGHT_PX / 2;
  return (
    <svg width={WHISKER_PX} height={HEIGHT_PX} aria-hidden className="block overflow-visible">
      {zero ? <line x1={whiskerX(0, scale)} x2={whiskerX(0, scale)} y1={-6} y2={HEIGHT_PX + 6} stroke="var(--edge)" /> : null}
      <line x1={0} x2={WHISKER_PX} y1={y} y2={y} stroke="var(--grid)" />
      <path d={`M${from} ${y - 4}v8M${to} ${y - 4}v8M${from} ${y}H${to}`} stroke={colour} fill="none" strokeWidth={1.3} />
      <g transform={`translate(${x - 5} ${y - 5})`}>{marker}</g>
    </svg>
  );
}
