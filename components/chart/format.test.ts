import { describe, expect, it } from 'vitest';

import {
  formatBin,
  formatClock,
  formatCount,
  formatMs,
  formatPercent,
  formatPoints,
  formatRate,
  formatRatio,
  formatSeconds,
  formatSpan,
  plural,
} from './format';

const plain = (text: string) => text.replaceAll('\u2009', ' ');

describe('time', () => {
  it.each([
    [0, '0 ms'],
    [4.32, '4.3 ms'],
    [444.4, '444 ms'],
    [999.4, '999 ms'],
    [999.6, '1.00 s'],
    [1_790, '1.79 s'],
    [9_996, '10.0 s'],
    [17_620, '17.6 s'],
    [99_970, '100 s'],
    [4_320_000, '4 320 s'],
    [-219, '−219 ms'],
    [null, '–'],
    [NaN, '–'],
  ])('%s ms reads %s', (ms, text) => expect(plain(formatMs(ms))).toBe(text));

  it('a span that a person set keeps only digits that say something', () => {
    expect([250, 5_000, 1_500, 12_345, 0].map((ms) => plain(formatSpan(ms)))).toEqual([
      '250 ms',
      '5 s',
      '1.5 s',
      '12.35 s',
      '0 ms',
    ]);
  });

  it('a timer shows tenths', () => {
    expect([400, 12_420, 215_000].map((ms) => plain(formatSeconds(ms)))).toEqual(['0.4 s', '12.4 s', '215 s']);
  });

  it('the clock never rounds up', () => {
    expect(formatClock(102_399, 1)).toBe('01:42.3');
    expect(formatClock(59_999)).toBe('00:59');
    expect(formatClock(3_702_000)).toBe('1:01:42');
    expect(formatClock(300, 1)).toBe('00:00.3');
    expect(formatClock(1_234.5, 3)).toBe('00:01.234');
    expect(formatBin(250, 250)).toBe('00:00.25');
    expect(formatBin(2_500, 500)).toBe('00:02.5');
    expect(formatBin(62_000, 2_000)).toBe('01:02');
  });
});

describe('counts and rates', () => {
  it.each([
    [0, '0'],
    [0.4, '0.4'],
    [792, '792'],
    [9_999, '9 999'],
    [12_400, '12.4k'],
    [99_960, '100k'],
    [999_499, '999k'],
    [999_600, '1.00M'],
    [1_200_000, '1.20M'],
    [-31, '−31'],
  ])('%s reads %s', (count, text) => expect(plain(formatCount(count))).toBe(text));

  it('a rate carries its unit', () => expect(plain(formatRate(792.4))).toBe('792 /s'));
  it('a ratio keeps three decimals', () => expect(formatRatio(1.0041)).toBe('1.004×'));
  it('counts agree with their noun', () => expect([plural(1, 'node'), plural(3, 'node')]).toEqual(['1 node', '3 nodes']));
});

describe('shares', () => {
  it.each([
    [0.979, 1, '97.9 %'],
    [0.99994, 2, '99.99 %'],
    [0.999996, 2, '99.99 %'],
    [1, 2, '100.00 %'],
    [0.00001, 1, '0.1 %'],
    [0, 0, '0 %'],
  ])('%s with %s digits reads %s', (fraction, digits, text) => expect(plain(formatPercent(fraction, digits))).toBe(text));

  it('differences are in points, signed, with a true minus', () => {
    expect(plain(formatPoints(0.0079))).toBe('+0.79 pp');
    expect(plain(formatPoints(-0.012))).toBe('−1.20 pp');
    expect(plain(formatPoints(-0.000001))).toBe('0.00 pp');
  });
});
