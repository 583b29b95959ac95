import { describe, expect, it } from 'vitest';

import { gammaFunction } from './gamma-function';

/** Relative distance from a whole number that is too large for a float64 to hold. */
function off(found: number, exact: bigint): number {
  return Math.abs(found / Number(exact) - 1);
}

describe('the gamma function', () => {
  it('is the factorial of one less at whole numbers', () => {
    let factorial = 1n;
    for (let n = 1; n <= 170; n++) {
      expect(off(gammaFunction(n), factorial), `gamma(${n})`).toBeLessThan(3e-13);
      factorial *= BigInt(n);
    }
  });

  it('is the root of pi, stepped up, at half numbers', () => {
    let exact = 1.772453850905516;
    for (let x = 0.5; x < 30; x++) {
      expect(Math.abs(gammaFunction(x) / exact - 1), `gamma(${x})`).toBeLessThan(3e-13);
      exact *= x;
    }
  });

  it('meets the reflection formula at thirds and quarters', () => {
    // gamma(5/3) gamma(4/3) = (2/3) (1/3) 2 pi / sqrt 3, gamma(7/4) gamma(5/4) = (3/4) (1/4) pi sqrt 2.
    expect(gammaFunction(5 / 3) * gammaFunction(4 / 3)).toBeCloseTo((2 / 9) * 3.6275987284684357, 13);
    expect(gammaFunction(7 / 4) * gammaFunction(5 / 4)).toBeCloseTo((3 / 16) * 4.442882938158366, 13);
  });

  it('says nothing outside its range', () => {
    for (const x of [0, 0.49, -1, 170.5, NaN]) expect(gammaFunction(x)).toBeNaN();
  });
});
