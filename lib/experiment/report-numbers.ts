/** Numbers of a report as a person reads them, on the page and in a terminal alike: a unit on each, and a mark on what rests on too little. */
import { FEWEST_ANSWERS, type PercentileName } from '@/lib/report/fewest';
import type { Interval } from '@/lib/report/intervals';
import type { LatencySummary } from '@/lib/report/summary';
import { grouped } from '@/lib/scenario/words';

/** Where there is no number. */
export const NONE = '–';

/** A number in words; `doubt` marks one that is not to be relied on, with a word and with why. */
export interface Cell {
  readonly text: string;
  readonly doubt?: { readonly mark: string; readonly why: string };
}

/** `1,910 ms (few)`: a number with its mark, if it has one. */
export function cellText({ text, doubt }: Cell): string {
  return doubt === undefined ? text : `${text} (${doubt.mark})`;
}

export const PERCENTILE_NAMES = { p50Ms: 'p50', p95Ms: 'p95', p99Ms: 'p99', p999Ms: 'p99.9' } as const satisfies Record<
  PercentileName,
  string
>;
export const PERCENTILES = Object.keys(PERCENTILE_NAMES) as PercentileName[];

/** `4,845 (98.58 %)`: a count and its share of a whole; the count alone where either is 0. */
export function counted(count: number, whole: number): string {
  return `${grouped(count)}${whole > 0 && count > 0 ? ` (${percent(count / whole)})` : ''}`;
}

/** `98.58 %`. Never rounds a small share to none nor a large one to all. */
export function percent(fraction: number): string {
  const value = 100 * fraction;
  if (value > 0 && value < 0.01) return '<0.01 %';
  if (value < 100 && value > 99.99) return '>99.99 %';
  return `${value.toFixed(value === 0 || value === 100 ? 0 : 2)} %`;
}

/** `3.97 ms`, `12.2 ms`, `1,910 ms`: one unit for all, so that a column of them can be compared. */
export function ms(value: number): string {
  return `${grouped(Number(value.toFixed(value < 10 ? 2 : value < 100 ? 1 : 0)))} ms`;
}

/** `0.184 s`, `40 s`. */
export function seconds(valueMs: number): string {
  return `${grouped(Number((valueMs / 1_000).toFixed(valueMs < 1_000 ? 3 : 1)))} s`;
}

/** `121.13 per s`. */
export function perSecond(value: number): string {
  return `${fixed(value, value < 999.995 ? 2 : 0)} per s`;
}

/** `0.0590`: three significant digits below 1,000; no unit of its own. */
export function price(value: number): string {
  if (value > 0 && value < 1e-6) return '<0.000001';
  return value === 0 ? '0' : value >= 999.5 ? grouped(Math.round(value)) : value.toPrecision(3);
}

/** `−0.03`: a correlation, with a true minus. */
export function correlation(value: number): string {
  return fixed(value, 2);
}

/** `501.4 ± 8.1 ms`. */
export function plusMinus({ mean, halfWidth }: Interval, unit: string): string {
  const digits = digitsOf(mean);
  return `${fixed(mean, digits)} ± ${fixed(halfWidth, digits)} ${unit}`;
}

/** `493.3 to 509.5 ms`: both ends of the interval. */
export function ends({ mean, halfWidth }: Interval, unit: string): string {
  const digits = digitsOf(mean);
  return `${fixed(mean - halfWidth, digits)} to ${fixed(mean + halfWidth, digits)} ${unit}`;
}

/** So many digits after the point, even zeros; thousands apart, and a true minus on what is not 0. */
function fixed(value: number, digits: number): string {
  const [whole = '', rest] = Math.abs(value).toFixed(digits).split('.');
  const text = `${grouped(Number(whole))}${rest === undefined ? '' : `.${rest}`}`;
  return value < 0 && /[1-9]/.test(text) ? `−${text}` : text;
}

function digitsOf(mean: number): number {
  return mean < 10 ? 2 : mean < 1_000 ? 1 : 0;
}

/** `{ text: '1,910 ms' }`, doubted where it is of too few answers; `–` of none. */
export function percentile(name: PercentileName, summary: LatencySummary | null): Cell {
  const value = summary?.[name] ?? null;
  if (summary === null || value === null) return { text: NONE };
  const fewest = FEWEST_ANSWERS[name];
  return summary.count < fewest
    ? {
        text: ms(value),
        doubt: { mark: 'few', why: `of ${grouped(summary.count)} answers; ${PERCENTILE_NAMES[name]} needs ${grouped(fewest)}` },
      }
    : { text: ms(value) };
}

/** A number that may be missing. */
export function maybe(value: number | null, write: (value: number) => string): Cell {
  return { text: value === null ? NONE : write(value) };
}
