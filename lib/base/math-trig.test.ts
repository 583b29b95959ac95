import { describe, expect, it } from 'vitest';

import { exactSinCos, fixed, quarterTurns, ulpsOff } from './exact.fixture';
import { worstError } from './math-errors.fixture';
import { cos, MOST_ANGLE, sin } from './math-trig';

/** What the docstring says of both. */
const WORST_TRIG = 0.79;

describe('sin and cos', () => {
  it('lie within 1 ulp of the exact value up to the largest angle, and as close as the docstring says', () => {
    expect(worstError('sin', 3_000, 4).ulps).toBeLessThan(WORST_TRIG);
    expect(worstError('cos', 3_000, 5).ulps).toBeLessThan(WORST_TRIG);
  });

  it('keep that next to every multiple of a quarter turn, where the answer is all but cancelled', () => {
    const angles = [quarterTurns(1), 355 * 512, MOST_ANGLE, -MOST_ANGLE];
    for (let n = 2; n < 1_048_000; n += n < 400 ? 1 : 1_993) angles.push(quarterTurns(n));
    for (const x of angles) {
      const exact = exactSinCos(fixed(x));
      expect(ulpsOff(sin(x), exact.sin)).toBeLessThan(WORST_TRIG);
      expect(ulpsOff(cos(x), exact.cos)).toBeLessThan(WORST_TRIG);
    }
  });

  it('know the edges', () => {
    expect(sin(0)).toBe(0);
    expect(sin(-0)).toBe(-0);
    expect(cos(-0)).toBe(1);
    expect(sin(5e-324)).toBe(5e-324);
    expect(cos(1e-9)).toBe(1);
    expect(cos(0)).toBe(1);
    expect(sin(-0.5)).toBe(-sin(0.5));
    expect(cos(-0.5)).toBe(cos(0.5));
    expect(sin(1e-300)).toBe(1e-300);
    expect(sin(NaN)).toBeNaN();
    expect(cos(NaN)).toBeNaN();
    expect(() => sin(MOST_ANGLE * 1.01)).toThrow(RangeError);
    expect(() => cos(-Infinity)).toThrow(RangeError);
    expect(() => cos(1e300)).toThrow(`an angle of 1e+300 radians; sin and cos take at most ${MOST_ANGLE}`);
  });
});
