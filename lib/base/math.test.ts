import { describe, expect, it } from 'vitest';

import { BITS, bigExpSmall, div, exactLog, fixed, LN2, mul, ONE, PI, ulpsOff } from './exact.fixture';
import { exp, log, normalQuantile, powerOfTwo } from './math';
import { worstError } from './math-errors.fixture';

/** What the docstrings of log and exp say. */
const WORST_LOG = 0.82;
const WORST_EXP = 0.9;

describe('log', () => {
  it('lies within 1 ulp of the exact value for every positive number, and as close as its docstring says', () => {
    expect(worstError('log', 4_000, 1).ulps).toBeLessThan(WORST_LOG);
  });

  it('lies within half a ulp, and a hair, at every power of two', () => {
    for (let k = -1_074; k <= 1_023; k++) {
      const x = k < -1_022 ? 5e-324 * powerOfTwo(k + 1_074) : powerOfTwo(k);
      if (k !== 0) expect(ulpsOff(log(x), exactLog(x))).toBeLessThan(0.51);
    }
  });

  it('knows the edges', () => {
    expect(log(1)).toBe(0);
    expect(log(0)).toBe(-Infinity);
    expect(log(-1)).toBeNaN();
    expect(log(NaN)).toBeNaN();
    expect(log(Infinity)).toBe(Infinity);
    expect(log(5e-324)).toBe(-744.4400719213812);
    expect(log(2)).toBe(Math.LN2);
    expect(log(10)).toBe(Math.LN10);
  });
});

describe('exp', () => {
  it('lies within 1 ulp of the exact value, subnormal answers included, and as close as its docstring says', () => {
    expect(worstError('exp', 4_000, 2).ulps).toBeLessThan(WORST_EXP);
  });

  it('is next to 1 for the smallest arguments', () => {
    for (const x of [5e-324, 1e-300, 1e-17, 1.1e-16]) {
      expect(exp(x)).toBe(1);
      expect(exp(-x / 2)).toBe(1);
    }
    expect(exp(2.3e-16)).toBe(1.0000000000000002);
  });

  it('knows the edges', () => {
    expect(exp(0)).toBe(1);
    expect(exp(1)).toBeCloseTo(Math.E, 14);
    expect(exp(-Infinity)).toBe(0);
    expect(exp(Infinity)).toBe(Infinity);
    expect(exp(709.782712893384)).toBe(1.7976931348622732e308);
    expect(exp(710)).toBe(Infinity);
    expect(exp(-745.1332191019411)).toBe(5e-324);
    expect(exp(-746)).toBe(0);
    expect(exp(NaN)).toBeNaN();
  });
});

describe('normalQuantile', () => {
  const bigSqrt = (a: bigint): bigint => {
    let x = a << (BITS / 2n);
    const target = a << BITS;
    for (let last = 0n; x !== last;) {
      last = x;
      x = (x + target / x) >> 1n;
      if (x === last || x === last + 1n) break;
    }
    return x;
  };
  const density = (z: bigint): bigint => {
    const x = -mul(z, z) / 2n;
    const k = -x / LN2;
    return div(bigExpSmall(x + k * LN2) >> k, bigSqrt(2n * PI));
  };
  /** Phi(z) - 1/2 = phi(z) (z + z^3/3 + z^5/15 + ...). */
  const above = (z: bigint): bigint => {
    let term = z;
    let sum = 0n;
    for (let n = 1n; term !== 0n; n += 2n) {
      sum += term;
      term = mul(term, mul(z, z)) / (n + 2n);
      if (term === -1n) break;
    }
    return mul(density(z), sum);
  };

  it('has a relative error below 1.5e-15, far tails included', () => {
    let worst = 0;
    const ps = [
      1e-18, 1e-15, 3e-12, 1e-9, 1e-7, 1e-5, 2.9e-4, 1e-3, 0.02425, 0.0749, 0.0751, 0.1, 0.2, 0.3, 0.49, 0.4999999, 0.51, 0.7,
      0.9249, 0.9251, 0.99, 0.999999,
    ];
    for (const p of ps) {
      const z = normalQuantile(p);
      const off = ONE / 2n + above(fixed(z)) - fixed(p);
      const slope = density(fixed(z));
      worst = Math.max(worst, Math.abs(Number((off << 100n) / mul(slope, fixed(Math.abs(z)))) / Number(1n << 100n)));
    }
    expect(worst).toBeLessThan(1.5e-15);
  });

  it('knows the edges', () => {
    expect(normalQuantile(0.5)).toBe(0);
    expect(normalQuantile(0)).toBe(-Infinity);
    expect(normalQuantile(1)).toBe(Infinity);
    expect(normalQuantile(-0.1)).toBeNaN();
    expect(normalQuantile(0.975)).toBeCloseTo(1.959963984540054, 15);
  });
});
