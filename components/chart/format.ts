/**
 * Numbers as the page writes them: a thin space between thousands and before units, a true minus, three
 * significant digits unless stated. What is not finite or absent is `NOTHING`. Pure text, the same in every locale.
 */
export const THIN = '\u2009';
export const MINUS = '\u2212';
export const NOTHING = '–';

/** A value and its unit, for places that set the unit smaller. `unit` is empty where there is none. */
export interface Quantity {
  readonly value: string;
  readonly unit: string;
}

type Maybe = number | null | undefined;

const EMPTY: Quantity = { value: NOTHING, unit: '' };

function absent(value: Maybe): value is null | undefined {
  return value == null || !Number.isFinite(value);
}

function signed(text: string): string {
  if (!text.startsWith('-')) return text;
  return /[1-9]/.test(text) ? MINUS + text.slice(1) : text.slice(1);
}

function grouped(digits: string): string {
  return digits.replace(/\B(?=(\d{3})+(?!\d))/g, THIN);
}

/** `1.23`, `12.3`, `123`: three digits, for a magnitude below 1000. */
function threeDigits(value: number): string {
  const magnitude = Math.abs(value);
  return value.toFixed(magnitude < 9.995 ? 2 : magnitude < 99.95 ? 1 : 0);
}

export function joined(quantity: Quantity): string {
  return quantity.unit === '' ? quantity.value : `${quantity.value}${THIN}${quantity.unit}`;
}

/** `4.3 ms`, `444 ms`, `1.79 s`, `17.6 s`, `4 320 s`. */
export function msQuantity(ms: Maybe): Quantity {
  if (absent(ms)) return EMPTY;
  const magnitude = Math.abs(ms);
  if (magnitude < 9.95) return { value: signed(ms.toFixed(Number.isInteger(ms) ? 0 : 1)), unit: 'ms' };
  if (magnitude < 999.5) return { value: signed(ms.toFixed(0)), unit: 'ms' };
  const seconds = ms / 1000;
  return { value: signed(grouped(threeDigits(seconds))), unit: 's' };
}

export function formatMs(ms: Maybe): string {
  return joined(msQuantity(ms));
}

/** A span as a person set it: `5 s`, `1.5 s`, `250 ms`; no digits that say nothing. */
export function formatSpan(ms: Maybe): string {
  if (absent(ms)) return NOTHING;
  if (Math.abs(ms) < 1000) return `${signed(String(Number(ms.toFixed(1))))}${THIN}ms`;
  return `${signed(grouped(String(Number((ms / 1000).toFixed(2)))))}${THIN}s`;
}

/** Time left or time since, to a tenth of a second: `0.4 s`, `12.4 s`, `215 s`. */
export function formatSeconds(ms: Maybe): string {
  if (absent(ms)) return NOTHING;
  const seconds = ms / 1000;
  return `${signed(grouped(seconds.toFixed(Math.abs(seconds) < 99.95 ? 1 : 0)))}${THIN}s`;
}

/** `42`, `9 999`, `12.4k`, `1.20M`, `3.00G`; a fraction below 100 keeps one decimal. */
export function formatCount(count: Maybe): string {
  if (absent(count)) return NOTHING;
  const magnitude = Math.abs(count);
  if (magnitude < 99.95 && !Number.isInteger(count)) return signed(count.toFixed(1));
  if (magnitude < 9_999.5) return signed(grouped(count.toFixed(0)));
  if (magnitude < 999_500) return `${signed(threeDigits(count / 1e3))}k`;
  if (magnitude < 999_500_000) return `${signed(threeDigits(count / 1e6))}M`;
  return `${signed(threeDigits(count / 1e9))}G`;
}

/** `0.974` as `97.4 %`. Nothing short of all reads as 100, nothing above none as 0. */
export function percentQuantity(fraction: Maybe, digits = 1): Quantity {
  if (absent(fraction)) return EMPTY;
  const least = 10 ** -digits;
  let percent = fraction * 100;
  if (fraction > 0 && percent < least / 2) percent = least;
  if (fraction < 1 && percent > 100 - least / 2) percent = 100 - least;
  const [whole = '', ...rest] = percent.toFixed(digits).split('.');
  return { value: signed([grouped(whole), ...rest].join('.')), unit: '%' };
}

export function formatPercent(fraction: Maybe, digits = 1): string {
  return joined(percentQuantity(fraction, digits));
}

export function formatRate(perS: Maybe): string {
  return absent(perS) ? NOTHING : `${formatCount(perS)}${THIN}/s`;
}

/** `1.004×`. */
export function formatRatio(ratio: Maybe): string {
  return absent(ratio) ? NOTHING : `${signed(ratio.toFixed(ratio < 9.9995 ? 3 : 1))}×`;
}

/** A difference of two fractions, in percentage points: `+0.79 pp`, `−1.20 pp`. */
export function formatPoints(difference: Maybe, digits = 2): string {
  if (absent(difference)) return NOTHING;
  const text = signed((difference * 100).toFixed(digits));
  return `${difference > 0 && /[1-9]/.test(text) ? '+' : ''}${text}${THIN}pp`;
}

/** Simulated time, never rounded up: `01:42`, with one digit `01:42.3`, from an hour on `1:01:42`. */
export function formatClock(ms: Maybe, digits: 0 | 1 | 2 | 3 = 0): string {
  if (absent(ms)) return NOTHING;
  const unit = 10 ** digits;
  const ticks = Math.floor((Math.abs(ms) * unit) / 1000 + 1e-6);
  const whole = Math.floor(ticks / unit);
  const two = (n: number) => String(n).padStart(2, '0');
  const hours = Math.floor(whole / 3600);
  const minutes = Math.floor(whole / 60) % 60;
  const tail = digits === 0 ? '' : `.${String(ticks % unit).padStart(digits, '0')}`;
  return `${ms < 0 ? MINUS : ''}${hours > 0 ? `${hours}:` : ''}${two(minutes)}:${two(whole % 60)}${tail}`;
}

/** An edge of a bin, with the digits that tell it from the next: `00:00.25` where a bin lasts 250 ms. */
export function formatBin(ms: number, binMs: number): string {
  return formatClock(ms, binMs % 1_000 === 0 ? 0 : binMs % 100 === 0 ? 1 : 2);
}

/** `1 node`, `3 nodes`. */
export function plural(count: number, one: string, many = `${one}s`): string {
  return `${formatCount(count)} ${count === 1 ? one : many}`;
}
