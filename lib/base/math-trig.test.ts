import { describe, expect, it } from 'vitest';

import { bigSinCos, fixed, PI, ulpsOff } from './exact.fixture';
import { cos, MOST_ANGLE, sin } from './math-trig';
import { CounterStream } from './random';

/** The worse of sine and cosine, in ulps. */
function offBy(x: number): number {
  const exact = bigSinCos(fixed(x));
  return Math.max(ulpsOff(sin(x), exact.sin), ulpsOff(cos(x), exact.cos));
}

describe('sin and cos', () => {
  it('lie within 1 ulp of the exact value up to the largest angle', () => {
    const chance = new CounterStream(4).aim(1, 1);
    let worst = 0;
    for (let i = 0; i < 3_000; i++) {
      const most = [1, 7, 1_000, MOST_ANGLE][i & 3]!;
      worst = Math.max(worst, offBy((2 * chance.nextUnit() - 1) * most));
    }
    expect(worst).toBeLessThan(1);
  });

  it('keep that next to every multiple of a quarter turn, where the answer is all but cancelled', () => {
    let worst = 0;
    const scale = 2 ** 60;
    for (let i = 0; i < 1_500; i++) {
      const n = i < 500 ? i : Math.floor((i - 499) * 1_046);
      const quarter = Number((BigInt(n) * ((PI << 60n) >> 1n)) / (1n << 300n)) / scale;
      worst = Math.max(worst, offBy(quarter));
    }
    // The float64 next to pi / 2, and a whole number close to a multiple of pi: 355 / 113 is nearly pi.
    worst = Math.max(worst, offBy(1.5707963267948966), offBy(355 * 512));
    expect(worst).toBeLessThan(1);
  });

  it('know the edges', () => {
    expect(sin(0)).toBe(0);
    expect(cos(0)).toBe(1);
    expect(sin(-0.5)).toBe(-sin(0.5));
    expect(cos(-0.5)).toBe(cos(0.5));
    expect(sin(1e-300)).toBe(1e-300);
    expect(sin(NaN)).toBeNaN();
    expect(cos(NaN)).toBeNaN();
    expect(() => sin(MOST_ANGLE * 1.01)).toThrow(RangeError);
    expect(() => cos(-Infinity)).toThrow(RangeError);
  });
});
