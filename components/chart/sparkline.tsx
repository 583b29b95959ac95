import { line } from 'd3-shape';
import { memo, useMemo } from 'react';

export interface SparklineProps {
  /** Evenly spaced; gaps where a value is not finite. */
  readonly values: readonly number[];
  readonly colour: string;
  /** Span of the values; theirs where absent. */
  readonly least?: number;
  readonly most?: number;
}

const WIDTH = 36;
const HEIGHT = 18;
/** More points than half pixels say nothing. */
const MOST_POINTS = 88;

/** The last stretch of a value, ending in a dot. Decorative: stands beside the value. */
export const Sparkline = memo(function Sparkline({ values, colour, least, most }: SparklineProps) {
  const { path, end } = useMemo(() => sparkline(values.slice(-MOST_POINTS), least, most), [values, least, most]);
  return (
    <svg width={WIDTH} height={HEIGHT} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} aria-hidden className="shrink-0">
      <path d={path} fill="none" stroke={colour} strokeWidth="1.2" strokeLinejoin="round" />
      {end !== null && <circle cx={end.x} cy={end.y} r="1.8" fill={colour} />}
    </svg>
  );
});

function sparkline(values: readonly number[], least?: number, most?: number) {
  const finite = values.filter(Number.isFinite);
  const low = least ?? finite.reduce((min, value) => Math.min(min, value), Infinity);
  const high = most ?? finite.reduce((max, value) => Math.max(max, value), -Infinity);
  const x = (i: number) => Math.round((2 + (i / Math.max(1, values.length - 1)) * (WIDTH - 4)) * 10) / 10;
  const y = (value: number) =>
    Math.round((HEIGHT - 2 - (high > low ? (value - low) / (high - low) : 0.5) * (HEIGHT - 4)) * 10) / 10;
  const path = line<number>()
    .defined(Number.isFinite)
    .x((_, i) => x(i))
    .y(y);
  const last = values.findLastIndex(Number.isFinite);
  return { path: finite.length < 2 ? '' : (path([...values]) ?? ''), end: last < 0 ? null : { x: x(last), y: y(values[last]!) } };
}
