import { describe, expect, it } from 'vitest';

import { bigExpSmall, bigLog, exponentOf, fixed, LN2, mul, ulps } from './exact.fixture';
import { log, powerOfTwo } from './math';
import { pow } from './math-pow';
import { CounterStream } from './random';

/** Off by so many ulps; null where the exact value is no normal number. x is mantissa * 2^k. */
function offBy(mantissa: number, k: number, y: number): number | null {
  const exponent = mul(fixed(y), bigLog(mantissa, k));
  const doublings = exponent / LN2;
  if (doublings > 1022n || doublings < -1020n) return null;
  const got = pow(mantissa * powerOfTwo(k), y);
  const shift = Number(doublings);
  // Both sides divided by 2^shift, exactly.
  const scaled = shift > 0 ? (got / powerOfTwo(shift - 1)) * 0.5 : got * powerOfTwo(-shift - 1) * 2;
  return ulps(fixed(scaled), bigExpSmall(exponent - doublings * LN2), exponentOf(got) - shift);
}

describe('pow', () => {
  it('lies within 1 ulp of the exact value, for bases of every size and powers up to the edges', () => {
    const chance = new CounterStream(3).aim(1, 1);
    let worst = 0;
    let judged = 0;
    for (let i = 0; i < 4_000; i++) {
      const mantissa = 1 + chance.nextUnit();
      const k = i % 4 === 0 ? 0 : i % 4 === 1 ? -1 : chance.nextBelow(2_000) - 1_000;
      // Up to where the answer leaves the range, often close to that edge.
      const most = 708 / Math.abs(log(mantissa * powerOfTwo(k)));
      const u = chance.nextUnit();
      const y = most * (i % 3 === 0 ? 1 - u / 64 : u) * (i % 2 === 0 ? 1 : -1);
      const off = offBy(mantissa, k, y);
      if (off === null) continue;
      judged++;
      worst = Math.max(worst, off);
    }
    for (let i = 1; i <= 200; i++) {
      // Next to 1 the logarithm is tiny and the power is huge.
      const off = offBy(1 + i * 2.220446049250313e-16, 0, 1e15 / i);
      if (off !== null) worst = Math.max(worst, off);
    }
    expect(judged).toBeGreaterThan(3_900);
    expect(worst).toBeLessThan(1);
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
    expect(pow(NaN, 1)).toBeNaN();
    expect(pow(1, NaN)).toBeNaN();
  });
});
