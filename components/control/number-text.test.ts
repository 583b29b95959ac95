import { describe, expect, it } from 'vitest';

import { THIN } from '@/components/chart/format';

import { numberText, readNumber, ruleSentence } from './number-text';

describe('readNumber', () => {
  it.each([
    ['12', 12],
    [' 1,250 ', 1_250],
    ['1 250 000', 1_250_000],
    ['−0.5', -0.5],
    ['-0', 0],
    ['.25', 0.25],
    ['2e3', 2_000],
    ['400 ms', 400],
    ['60 %', 60],
  ])('takes %j as %d', (text, value) => {
    expect(readNumber('Rate', text)).toEqual({ ok: true, value });
  });

  it('scales without the dust of binary fractions', () => {
    expect(readNumber('Open for', '12.345', { scale: 1_000 })).toEqual({ ok: true, value: 12_345 });
    expect(readNumber('Target', '99.9', { scale: 0.01 })).toEqual({ ok: true, value: 0.999 });
    expect(numberText(0.07, { scale: 0.01 })).toBe('7');
  });

  it.each(['', 'ten', '1.2.3', '1,2', '12 apples', 'Infinity', '1e999', '0x10'])('refuses %j in a sentence', (text) => {
    expect(readNumber('Retries', text)).toEqual({ ok: false, sentence: 'Retries must be a number.' });
  });

  it('knows the word for null, and takes nothing for it', () => {
    const style = { empty: 'all' };
    expect(readNumber('Max candidates', 'All', style)).toEqual({ ok: true, value: null });
    expect(readNumber('Max candidates', ' ', style)).toEqual({ ok: true, value: null });
    expect(readNumber('Max candidates', 'some', style)).toEqual({
      ok: false,
      sentence: 'Max candidates must be a number or "all".',
    });
    expect(numberText(null, style)).toBe('all');
  });

  it('reads back what it writes', () => {
    for (const value of [0, -3, 0.1, 1 / 3, 1e21, 5e-7]) {
      const read = readNumber('x', numberText(value));
      expect(read).toEqual({ ok: true, value: Number(value.toPrecision(12)) });
    }
  });
});

it('numberText shows the decimals asked for, and more where the number has them', () => {
  expect([2, 1.37, -0.5, 1e21].map((value) => numberText(value, { decimals: 1 }))).toEqual(['2.0', '1.37', '−0.5', '1e+21']);
});

describe('ruleSentence', () => {
  it('puts the limit into the unit of the field', () => {
    expect(ruleSentence('Retries', 'must be at most 10')).toBe('Retries must be at most 10.');
    expect(ruleSentence('Open for', 'must be at most 3,600,000', { scale: 1_000, unit: 's' })).toBe(
      `Open for must be at most 3600${THIN}s.`,
    );
    expect(ruleSentence('Target', 'must be at most 1', { scale: 0.01, unit: '%' })).toBe(`Target must be at most 100${THIN}%.`);
    expect(ruleSentence('Warm-up', 'must be less than durationMs, 40,000', { scale: 1_000, unit: 's' })).toBe(
      `Warm-up must be less than duration, 40${THIN}s.`,
    );
    expect(ruleSentence('Seed', 'must be a whole number')).toBe('Seed must be a whole number.');
  });
});
