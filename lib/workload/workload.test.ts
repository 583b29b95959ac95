import { describe, expect, it } from 'vitest';

import { CounterStream, SUBSYSTEM } from '@/lib/base/random';

import { Arrivals } from './arrivals';
import { drawOrigin, originLaw } from './origins';
import { affinityKey, drawSession } from './sessions';
import { drawSize, sizeLaw } from './sizes';

function take(arrivals: Arrivals, untilMs: number): [number, number][] {
  const out: [number, number][] = [];
  while (arrivals.nextTime < untilMs) {
    out.push([arrivals.nextTime, arrivals.nextClass]);
    arrivals.advance();
  }
  return out;
}
const fresh = (rates: number[]): Arrivals =>
  new Arrivals(
    rates.map((ratePerS) => ({ kind: 'poisson' as const, ratePerS })),
    new CounterStream(7),
    100_000,
  );

describe('Arrivals', () => {
  it('come at the rate: 40 000 expected, within five standard deviations', () => {
    const times = take(fresh([400]), 100_000);
    expect(Math.abs(times.length - 40_000)).toBeLessThan(5 * Math.sqrt(40_000));
    const gaps = times.map(([t], i) => t - (i === 0 ? 0 : times[i - 1]![0]));
    const mean = gaps.reduce((a, b) => a + b, 0) / gaps.length;
    const cv2 = gaps.reduce((a, b) => a + (b - mean) ** 2, 0) / gaps.length / mean ** 2;
    // Var of the squared CV of n exponentials is about 8 / n... five deviations at n = 40 000 is 0.07.
    expect(Math.abs(cv2 - 1)).toBeLessThan(0.07);
  });

  it('are the same before a change of rate, and follow the new rate after it', () => {
    const plain = take(fresh([100, 50]), 20_000);
    const arrivals = fresh([100, 50]);
    const before = take(arrivals, 10_000);
    arrivals.setRate(0, 300, 10_000);
    const after = take(arrivals, 20_000);
    expect(before).toEqual(plain.filter(([t]) => t < 10_000));
    expect(after.filter(([, c]) => c === 1)).toEqual(plain.filter(([t, c]) => t >= 10_000 && c === 1));
    const changed = after.filter(([, c]) => c === 0).length;
    expect(Math.abs(changed - 3_000)).toBeLessThan(5 * Math.sqrt(3_000));
  });

  it('stop at rate 0 and go on where they stood', () => {
    const arrivals = fresh([100]);
    const before = take(arrivals, 1_000);
    const due = arrivals.nextTime;
    arrivals.setRate(0, 0, 1_000);
    expect(arrivals.nextTime).toBe(Infinity);
    arrivals.setRate(0, 100, 5_000);
    expect(arrivals.nextTime).toBeCloseTo(due + 4_000, 9);
    expect(before.length).toBeGreaterThan(50);
    expect(fresh([0]).nextTime).toBe(Infinity);
  });

  it('take the same rate again as no change at all, to the bit', () => {
    const arrivals = fresh([33]);
    const due = arrivals.nextTime;
    arrivals.setRate(0, 33, due / 3);
    expect(arrivals.nextTime).toBe(due);
  });

  it('go on after save and restore', () => {
    const arrivals = fresh([100, 50]);
    take(arrivals, 3_000);
    arrivals.setRate(1, 80, 3_000);
    const other = fresh([100, 50]);
    other.restore(structuredClone(arrivals.save()));
    expect(take(other, 6_000)).toEqual(take(arrivals, 6_000));
  });
});

describe('sizes', () => {
  const sample = (settings: Parameters<typeof sizeLaw>[0], n = 60_000): { mean: number; cv: number } => {
    const law = sizeLaw(settings);
    const chance = new CounterStream(11);
    let sum = 0;
    let squares = 0;
    for (let i = 0; i < n; i++) {
      const x = drawSize(law, chance.aim(SUBSYSTEM.sizes, i));
      sum += x;
      squares += x * x;
    }
    const mean = sum / n;
    return { mean, cv: Math.sqrt(squares / n - mean * mean) / mean };
  };

  it('have the mean and the coefficient of variation asked for', () => {
    expect(sample({ kind: 'constant', meanMs: 300 })).toEqual({ mean: 300, cv: 0 });
    const exponential = sample({ kind: 'exponential', meanMs: 300 });
    expect(Math.abs(exponential.mean / 300 - 1)).toBeLessThan(5 / Math.sqrt(60_000));
    expect(Math.abs(exponential.cv - 1)).toBeLessThan(0.03);
    const lognormal = sample({ kind: 'lognormal', meanMs: 400, cv: 0.5 });
    expect(Math.abs(lognormal.mean / 400 - 1)).toBeLessThan((5 * 0.5) / Math.sqrt(60_000));
    expect(Math.abs(lognormal.cv / 0.5 - 1)).toBeLessThan(0.03);
  });

  it('stay finite at the ends of the unit interval', () => {
    const law = sizeLaw({ kind: 'lognormal', meanMs: 1, cv: 20 });
    for (const u of [0, 1 - 2 ** -53]) {
      const size = drawSize(law, { nextUnit: () => u, nextBelow: () => 0 });
      expect(size).toBeGreaterThanOrEqual(0);
      expect(size).toBeLessThan(Infinity);
    }
  });
});

describe('origins and sessions', () => {
  it('follow their weights, and a weight of 0 never shows', () => {
    const law = originLaw([
      { place: 4, weight: 3 },
      { place: 9, weight: 0 },
      { place: 2, weight: 1 },
    ]);
    const chance = new CounterStream(3);
    const seen = new Map<number, number>();
    for (let i = 0; i < 20_000; i++) {
      const place = drawOrigin(law, chance.aim(SUBSYSTEM.origins, i));
      seen.set(place, (seen.get(place) ?? 0) + 1);
    }
    expect([...seen.keys()].sort()).toEqual([2, 4]);
    expect(Math.abs(seen.get(4)! - 15_000)).toBeLessThan(5 * Math.sqrt(20_000 * 0.75 * 0.25));
    expect(() => originLaw([{ place: 0, weight: 0 }])).toThrow(/positive weight/);
  });

  it('keep a session on one key, and give each lone request its own', () => {
    const chance = new CounterStream(5);
    const a = drawSession(chance, 1, 77, 10);
    expect(a).toBeGreaterThanOrEqual(0);
    expect(a).toBeLessThan(10);
    expect(drawSession(chance, 1, 77, 10)).toBe(a);
    expect(drawSession(chance, 1, 77, null)).toBe(-1);
    expect(affinityKey(1, 77, a)).toBe(affinityKey(1, 78, a));
    expect(affinityKey(1, 77, -1)).not.toBe(affinityKey(1, 78, -1));
  });
});
