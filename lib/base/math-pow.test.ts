import { describe, expect, it } from 'vitest';

import { worstError } from './math-errors.fixture';
import { pow } from './math-pow';

/** What the docstring of pow says. */
const WORST_POW = 0.88;

describe('pow', () => {
  it('lies within 1 ulp of the exact value, for bases of every size and powers up to the edges, and as close as its docstring says', () => {
    expect(worstError('pow', 5_000, 3).ulps).toBeLessThan(WORST_POW);
  });

  it('is exact where the answer is', () => {
    expect(pow(2, 10)).toBe(1024);
    expect(pow(3, 20)).toBe(3486784401);
    expect(pow(1.5, -1)).toBe(1 / 1.5);
    expect(pow(5e-324, 0.5)).toBe(Math.sqrt(5e-324));
    expect(pow(7, 1)).toBe(7);
  });

  it('knows the edges', () => {
    expect(pow(0, 2)).toBe(0);
    expect(pow(0, -2)).toBe(Infinity);
    expect(pow(0, 0)).toBe(1);
    expect(pow(Infinity, 2)).toBe(Infinity);
    expect(pow(Infinity, -2)).toBe(0);
    expect(pow(1, Infinity)).toBe(1);
    expect(pow(2, Infinity)).toBe(Infinity);
    expect(pow(0.5, Infinity)).toBe(0);
    expect(pow(2, -Infinity)).toBe(0);
    expect(pow(2, 1024)).toBe(Infinity);
    expect(pow(2, -1080)).toBe(0);
    expect(pow(2, -1074)).toBe(5e-324);
    expect(pow(2, 1e-30)).toBe(1);
    expect(pow(-2, 2)).toBeNaN();
    expect(pow(-2, 0)).toBeNaN();
    expect(pow(-Infinity, 2)).toBeNaN();
    expect(pow(-0, 3)).toBe(0);
    expect(pow(-0, -3)).toBe(Infinity);
    expect(pow(0, Infinity)).toBe(0);
    expect(pow(0, -Infinity)).toBe(Infinity);
    expect(pow(Infinity, 0)).toBe(1);
    expect(pow(0.5, -Infinity)).toBe(Infinity);
    expect(pow(1, -Infinity)).toBe(1);
    expect(pow(2, 1e21)).toBe(Infinity);
    expect(pow(2, -1e21)).toBe(0);
    expect(pow(0.5, 1e300)).toBe(0);
    expect(pow(1.0000000000000002, 1e21)).toBe(Infinity);
    expect(pow(5e-324, 1e-21)).toBe(1);
    expect(pow(5e-324, -1)).toBe(Infinity);
    expect(pow(1.7976931348623157e308, 1)).toBe(1.7976931348623157e308);
    expect(pow(1.7976931348623157e308, -1)).toBe(5.562684646268003e-309);
    expect(pow(NaN, 1)).toBeNaN();
    expect(pow(1, NaN)).toBeNaN();
  });
});
