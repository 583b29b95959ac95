import { describe, expect, it } from 'vitest';

import { logGamma } from './gamma-function';
import { regularisedBeta, studentQuantile, studentTail } from './student';

function off(found: number, exact: number): number {
  return Math.abs(found / exact - 1);
}

describe('the incomplete beta function', () => {
  // From 30-digit arithmetic (mpmath, betainc).
  it.each([
    [0.3, 2, 5, 0.579825],
    [0.9, 10, 0.5, 0.15164090963471],
    [0.5, 50, 50, 0.5],
    [0.01, 0.5, 3.5, 0.20202830476515],
    [0.999, 5000, 0.5, 0.0015615791602893],
  ])('at x = %d, a = %d, b = %d is %d', (x, a, b, exact) => {
    expect(off(regularisedBeta(x, a, b), exact)).toBeLessThan(1e-11);
  });

  it('is what is left of the other side', () => {
    for (const x of [0.02, 0.31, 0.77, 0.98]) {
      expect(regularisedBeta(x, 3, 1.5) + regularisedBeta(1 - x, 1.5, 3)).toBeCloseTo(1, 13);
    }
    expect(regularisedBeta(0, 2, 3)).toBe(0);
    expect(regularisedBeta(1, 2, 3)).toBe(1);
    expect(regularisedBeta(1.1, 2, 3)).toBeNaN();
  });
});

describe("Student's t", () => {
  // From 30-digit arithmetic (mpmath): the tail of both sides, degrees of freedom, quantile.
  it.each([
    [0.05, 1, 12.706204736175],
    [0.05, 4, 2.7764451051978],
    [0.05, 9, 2.2621571627982],
    [0.05, 19, 2.0930240544083],
    [0.05, 999, 1.9623414611334],
    [0.001, 9, 4.7809125859311],
    [1e-9, 19, 11.069477097277],
    [0.0125, 7.5, 3.2652812979925],
    [0.5, 3, 0.76489232840435],
    [0.05, 9999, 1.9602012636214],
  ])('leaves %d of %d degrees beyond %d', (tail, degrees, exact) => {
    expect(off(studentQuantile(tail, degrees), exact)).toBeLessThan(1e-9);
    expect(off(studentTail(exact, degrees), tail)).toBeLessThan(1e-9);
  });

  it('of one degree is Cauchy, of two has a root for a quantile', () => {
    expect(studentTail(1, 1)).toBeCloseTo(0.5, 13);
    for (const tail of [0.9, 0.2, 0.01]) {
      const p = 1 - tail / 2;
      const exact = (2 * p - 1) / Math.sqrt(2 * p * (1 - p));
      expect(off(studentQuantile(tail, 2), exact)).toBeLessThan(1e-9);
    }
  });

  it('has its whole mass at 0 and none beyond infinity', () => {
    expect(studentTail(0, 5)).toBe(1);
    expect(studentTail(Infinity, 5)).toBe(0);
    expect(studentTail(-1, 5)).toBeNaN();
    for (const [tail, degrees] of [
      [0, 5],
      [1, 5],
      [0.05, 0],
    ] as const) {
      expect(studentQuantile(tail, degrees)).toBeNaN();
    }
  });
});

describe('the logarithm of the gamma function', () => {
  it('grows by the logarithm of its argument', () => {
    expect(logGamma(1)).toBeCloseTo(0, 12);
    expect(logGamma(0.5)).toBeCloseTo(0.5723649429247001, 12);
    for (const x of [0.5, 1, 3.25, 11.75, 12, 250.5, 5_000]) {
      expect(logGamma(x + 1) - logGamma(x)).toBeCloseTo(Math.log(x), 10);
    }
    expect(logGamma(0.4)).toBeNaN();
  });
});
