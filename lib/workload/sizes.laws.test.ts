/**
 * Samplers against their distributions. A Kolmogorov-Smirnov distance beyond 2.9 / sqrt(n) comes up once in ten million samples of
 * a right sampler (2 exp(-2 * 2.9^2)); means are judged at five and a half standard errors, 1 in 26 million. Seeds are fixed besides.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { lawRuns } from '@/lib/base/law-runs';
import { exp, log, normalQuantile } from '@/lib/base/math';
import { pow } from '@/lib/base/math-pow';
import { CounterStream, SUBSYSTEM } from '@/lib/base/random';

import { sizeMoments } from './size-moments';
import type { SizeSettings } from './size-settings';
import { drawSize, sizeLaw } from './sizes';

const N = 40_000;

function sample(settings: SizeSettings, n = N, seed = 11): Float64Array {
  const law = sizeLaw(settings);
  const chance = new CounterStream(seed);
  return Float64Array.from({ length: n }, (_, i) => drawSize(law, chance.aim(SUBSYSTEM.sizes, i)));
}

/** sqrt(n) times the largest distance between the sample's distribution and the given one. */
function distance(sorted: Float64Array, cdf: (x: number) => number): number {
  let worst = 0;
  sorted.forEach((x, i) => {
    const p = cdf(x);
    worst = Math.max(worst, p - i / sorted.length, (i + 1) / sorted.length - p);
  });
  return worst * Math.sqrt(sorted.length);
}

/** Phi by bisection of its inverse: slow, and not what the sampler does. */
function normalCdf(z: number): number {
  let from = 0;
  let to = 1;
  for (let i = 0; i < 40; i++) {
    const middle = (from + to) / 2;
    if (normalQuantile(middle) < z) from = middle;
    else to = middle;
  }
  return from;
}

function erlangCdf(x: number, phases: number, meanMs: number): number {
  const t = (x * phases) / meanMs;
  let term = 1;
  let sum = 0;
  for (let k = 0; k < phases; k++) {
    sum += term;
    term = (term * t) / (k + 1);
  }
  return 1 - exp(-t) * sum;
}

const lognormalSigma = Math.sqrt(log(1 + 1.5 * 1.5));

const laws: readonly [SizeSettings, (x: number) => number][] = [
  [{ kind: 'exponential', meanMs: 300 }, (x) => 1 - exp(-x / 300)],
  [
    { kind: 'lognormal', meanMs: 400, cv: 1.5 },
    (x) => normalCdf((log(x) - (log(400) - (lognormalSigma * lognormalSigma) / 2)) / lognormalSigma),
  ],
  [{ kind: 'erlang', meanMs: 90, phases: 3 }, (x) => erlangCdf(x, 3, 90)],
  [{ kind: 'erlang', meanMs: 500, phases: 40 }, (x) => erlangCdf(x, 40, 500)],
  [
    { kind: 'hyperexponential', meanMs: 100, cv: 3 },
    // Balanced means at cv 3: shares (1 +- sqrt(0.8)) / 2.
    (x) => {
      const p = (1 + Math.sqrt(0.8)) / 2;
      return 1 - p * exp((-x * 2 * p) / 100) - (1 - p) * exp((-x * 2 * (1 - p)) / 100);
    },
  ],
  [
    { kind: 'two-exponentials', share: 0.7, firstMeanMs: 20, secondMeanMs: 900 },
    (x) => 1 - 0.7 * exp(-x / 20) - 0.3 * exp(-x / 900),
  ],
  ...[0.4, 1, 1.5, 2, 6].map((shape): [SizeSettings, (x: number) => number] => [
    { kind: 'bounded-pareto', shape, minMs: 10, maxMs: 5_000 },
    (x) => (1 - pow(10 / x, shape)) / (1 - pow(10 / 5_000, shape)),
  ]),
];

describe('sizes', () => {
  it.each(laws.map(([settings, cdf]) => [JSON.stringify(settings), settings, cdf] as const))(
    'of %s follow their distribution, with the mean that is stated',
    (_name, settings, cdf) => {
      const sorted = sample(settings).sort();
      expect(distance(sorted, cdf)).toBeLessThan(2.9);
      const { meanMs, cv } = sizeMoments(settings);
      const mean = sorted.reduce((a, b) => a + b, 0) / N;
      expect(Math.abs(mean / meanMs - 1)).toBeLessThan((5.5 * cv) / Math.sqrt(N));
    },
  );

  it('of another law are told apart by the same measure', () => {
    const sorted = sample({ kind: 'exponential', meanMs: 300 }).sort();
    expect(distance(sorted, (x) => 1 - exp(-x / 280))).toBeGreaterThan(2.9);
  });

  it('of listed values come by weight, and a weight of 0 never shows', () => {
    const settings: SizeSettings = {
      kind: 'empirical',
      values: [
        { ms: 40, weight: 6 },
        { ms: 7, weight: 0 },
        { ms: 9, weight: 3 },
        { ms: 200, weight: 1 },
      ],
    };
    const drawn = sample(settings);
    const share = (ms: number): number => drawn.reduce((count, x) => count + (x === ms ? 1 : 0), 0) / N;
    for (const [ms, p] of [
      [40, 0.6],
      [9, 0.3],
      [200, 0.1],
    ] as const) {
      expect(Math.abs(share(ms) - p)).toBeLessThan(5.5 * Math.sqrt((p * (1 - p)) / N));
    }
    expect(share(40) + share(9) + share(200)).toBeCloseTo(1, 12);
    expect(sizeMoments(settings).meanMs).toBeCloseTo(0.6 * 40 + 0.3 * 9 + 0.1 * 200, 12);
    expect(() => sizeLaw({ kind: 'empirical', values: [{ ms: 1, weight: 0 }] })).toThrow(/positive weight/);
  });

  it('have the spread that is stated', () => {
    // Laws with light tails only: there the squared deviation has a small variance of its own.
    for (const [settings, cv] of [
      [{ kind: 'erlang', meanMs: 90, phases: 4 }, 0.5],
      [{ kind: 'bounded-pareto', shape: 0.5, minMs: 10, maxMs: 40 }, Math.sqrt(1 / 6)],
      [{ kind: 'two-exponentials', share: 0.5, firstMeanMs: 100, secondMeanMs: 300 }, Math.sqrt(1.5)],
    ] as const) {
      const drawn = sample(settings);
      const mean = drawn.reduce((a, b) => a + b, 0) / N;
      const seen = Math.sqrt(drawn.reduce((a, x) => a + (x - mean) * (x - mean), 0) / N) / mean;
      expect(Math.abs(seen / sizeMoments(settings).cv - 1)).toBeLessThan(0.05);
      expect(sizeMoments(settings).cv).toBeCloseTo(cv, 3);
    }
  });

  it('have moments of a bounded Pareto law that pass smoothly over the shapes 1 and 2', () => {
    const of = (shape: number) => sizeMoments({ kind: 'bounded-pareto', shape, minMs: 10, maxMs: 1_000 });
    // At shape 1: min ln(max / min) / (1 - min / max).
    expect(of(1).meanMs).toBeCloseTo((10 * log(100)) / 0.99, 10);
    for (const shape of [1, 2]) {
      expect(of(shape + 1e-9).meanMs / of(shape).meanMs).toBeCloseTo(1, 8);
      expect(of(shape - 1e-9).cv / of(shape).cv).toBeCloseTo(1, 8);
    }
  });

  it('draw a fixed number of uniform numbers', () => {
    const counted = (settings: SizeSettings): number => {
      let draws = 0;
      drawSize(sizeLaw(settings), { nextUnit: () => (draws++, 0.25), nextBelow: () => 0 });
      return draws;
    };
    expect(counted({ kind: 'constant', meanMs: 5 })).toBe(0);
    expect(counted({ kind: 'lognormal', meanMs: 5, cv: 1 })).toBe(1);
    expect(counted({ kind: 'bounded-pareto', shape: 2, minMs: 1, maxMs: 2 })).toBe(1);
    expect(counted({ kind: 'empirical', values: [{ ms: 3, weight: 1 }] })).toBe(1);
    expect(counted({ kind: 'hyperexponential', meanMs: 5, cv: 2 })).toBe(2);
    expect(counted({ kind: 'erlang', meanMs: 5, phases: 33 })).toBe(33);
  });

  it('stay within their bounds at the ends of the unit interval', () => {
    const unit = fc.constantFrom(0, 2 ** -53, 0.5, 1 - 2 ** -53);
    const meanMs = fc.double({ min: 0.001, max: 3_600_000, noNaN: true });
    const cv = fc.double({ min: 1, max: 20, noNaN: true });
    const settings: fc.Arbitrary<SizeSettings> = fc.oneof(
      fc.record({ kind: fc.constant('lognormal' as const), meanMs, cv }),
      fc.record({ kind: fc.constant('hyperexponential' as const), meanMs, cv }),
      fc.record({ kind: fc.constant('erlang' as const), meanMs, phases: fc.integer({ min: 1, max: 100 }) }),
      fc.record({
        kind: fc.constant('bounded-pareto' as const),
        shape: fc.double({ min: 0.1, max: 100, noNaN: true }),
        minMs: fc.double({ min: 0.001, max: 1, noNaN: true }),
        maxMs: fc.double({ min: 1.001, max: 3_600_000, noNaN: true }),
      }),
    );
    fc.assert(
      fc.property(settings, unit, (one, u) => {
        const size = drawSize(sizeLaw(one), { nextUnit: () => u, nextBelow: () => 0 });
        expect(size).toBeGreaterThanOrEqual(one.kind === 'bounded-pareto' ? one.minMs : 0);
        expect(size).toBeLessThan(Infinity);
        if (one.kind === 'bounded-pareto') expect(size).toBeLessThanOrEqual(one.maxMs);
        expect(sizeMoments(one).meanMs).toBeGreaterThan(0);
      }),
      lawRuns(300),
    );
  });
});
