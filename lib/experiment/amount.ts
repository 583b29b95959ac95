/** Numbers of metrics as a person reads them, the same everywhere. Ends of intervals are rounded outwards, so that no sentence claims more than the data. */
import { grouped } from '@/lib/scenario/words';

import type { Difference } from './difference';
import type { MetricUnit } from './metrics';

const DIGITS = 3;

/** `1.79 s`, `412 ms`, `98.1 %`, `117 /s`. */
export function amount(value: number, unit: MetricUnit): string {
  const { factor, suffix } = scaleOf(value, unit);
  return `${digits(value * factor, 'nearest')}${suffix}`;
}

/** The size of a difference; shares differ by points, as they are not per cent of anything. */
export function distance(value: number, unit: MetricUnit): string {
  const { factor, suffix } = scaleOf(value, unit);
  return `${digits(Math.abs(value) * factor, 'nearest')}${pointed(suffix)}`;
}

/** `0.70 to 0.88 s`: an interval of values, both ends in the unit of the larger. `low` is at most `high`. */
export function interval(low: number, high: number, unit: MetricUnit): string {
  const { ends, suffix } = ended(low, high, unit);
  return `${ends[0]} to ${ends[1]}${suffix}`;
}

/** `0.70 to 0.88 s`: the size of a difference whose sign is known, or `−0.10 to +0.20 s` of one whose sign is not. */
export function apart(low: number, high: number, unit: MetricUnit): string {
  if (low < 0 && high > 0) return signed(low, high, unit);
  const { ends, suffix } = high < 0 ? ended(-high, -low, unit) : ended(low, high, unit);
  return `${ends[0]} to ${ends[1]}${pointed(suffix)}`;
}

/** The interval of a difference: `−370 to −119 ms` is 119 to 370 ms lower; `exactly 0` of two that do the same; `–` of none. */
export function differenceText(found: Difference | null, unit: MetricUnit): string {
  if (found === null) return '–';
  return found.identical ? 'exactly 0' : signed(found.low, found.high, unit);
}

function signed(low: number, high: number, unit: MetricUnit): string {
  const { ends, suffix } = ended(low, high, unit);
  return `${low > 0 ? '+' : ''}${ends[0]} to ${high > 0 ? '+' : ''}${ends[1]}${pointed(suffix)}`;
}

function ended(
  low: number,
  high: number,
  unit: MetricUnit,
): { readonly ends: readonly [string, string]; readonly suffix: string } {
  const { factor, suffix } = scaleOf(Math.max(Math.abs(low), Math.abs(high)), unit);
  return { ends: [digits(low * factor, 'down'), digits(high * factor, 'up')], suffix };
}

function pointed(suffix: string): string {
  return suffix === ' %' ? ' points' : suffix;
}

function scaleOf(value: number, unit: MetricUnit): { readonly factor: number; readonly suffix: string } {
  switch (unit) {
    case 'ms':
      return Math.abs(value) < 1_000 ? { factor: 1, suffix: ' ms' } : { factor: 1 / 1_000, suffix: ' s' };
    case 'share':
      return { factor: 100, suffix: ' %' };
    case '/s':
      return { factor: 1, suffix: ' /s' };
    case 'ratio':
    case 'price':
      return { factor: 1, suffix: '' };
  }
}

/** Three significant digits, all of whole numbers beyond, one more next to 100; at most six after the point. */
function digits(value: number, side: 'nearest' | 'down' | 'up'): string {
  if (value === 0) return '0';
  const places = placesOf(Math.abs(value));
  let text = value.toFixed(places);
  if ((side === 'down' && Number(text) > value) || (side === 'up' && Number(text) < value)) {
    const step = Number(`1e-${places}`);
    text = (Number(text) + (side === 'down' ? -step : step)).toFixed(places);
  }
  if (Number(text) === 0) return '0';
  const [whole, rest] = text.replace('-', '').split('.');
  return `${text.startsWith('-') ? '−' : ''}${grouped(Number(whole))}${rest === undefined ? '' : `.${rest}`}`;
}

function placesOf(size: number): number {
  // A success rate of 99.997 % is not 100 %.
  if (size > 98 && size < 100) {
    let places = 2;
    while (places < 6 && Number(size.toFixed(places)) === 100) places++;
    return places;
  }
  let places = DIGITS - 1;
  for (let bound = 10; size >= bound && places > 0; bound *= 10) places--;
  for (let bound = 1; size < bound && places < 6; bound /= 10) places++;
  return places;
}
