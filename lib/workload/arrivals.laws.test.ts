/** Bounds of statistical tests are five and a half standard deviations, 1 in 26 million, or a distance of 1 in ten million. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { lawRuns } from '@/lib/base/law-runs';
import { exp } from '@/lib/base/math';
import { pow } from '@/lib/base/math-pow';
import { CounterStream } from '@/lib/base/random';

import { fixedShape, type ArrivalSettings } from './arrivals';
import { anySettings, arrivalsOf, END_MS, ratedSettings, take, timesOf } from './arrivals.contract';
import { OnOffShape } from './on-off';

/** sqrt(n) times the Kolmogorov-Smirnov distance. */
function distance(sample: readonly number[], cdf: (x: number) => number): number {
  const sorted = [...sample].sort((a, b) => a - b);
  const worst = sorted.reduce((most, x, i) => Math.max(most, cdf(x) - i / sorted.length, (i + 1) / sorted.length - cdf(x)), 0);
  return worst * Math.sqrt(sorted.length);
}
const gapsOf = (times: readonly number[]): number[] => times.map((t, i) => t - (i === 0 ? 0 : times[i - 1]!));

/** P(Gamma(shape) < x), by its series; `gammaOfNext` is Gamma(shape + 1). */
function gammaCdf(shape: number, gammaOfNext: number, x: number): number {
  let term = 1;
  let sum = 0;
  for (let n = 1; term > 1e-17 * sum; n++) {
    sum += term;
    term *= x / (shape + n);
  }
  return (pow(x, shape) * exp(-x) * sum) / gammaOfNext;
}

/** Variance over mean of the counts in windows of one length, each of a seed of its own. */
function dispersion(settings: ArrivalSettings, windowMs: number, seeds: number): { mean: number; index: number } {
  let sum = 0;
  let squares = 0;
  for (let seed = 1; seed <= seeds; seed++) {
    const count = timesOf(settings, windowMs, seed).length;
    sum += count;
    squares += count * count;
  }
  const mean = sum / seeds;
  return { mean, index: (squares / seeds - mean * mean) / mean };
}

describe('gamma arrivals', () => {
  it.each([
    [2, 0.25, 0.9064024770554771],
    [0.5, 4, 24],
    [Math.SQRT1_2, 2, 2],
  ])('with a coefficient of variation of %f have gamma gaps at the rate asked for', (cv, shape, gammaOfNext) => {
    const gaps = gapsOf(timesOf({ kind: 'gamma', ratePerS: 250, cv }, 100_000));
    expect(distance(gaps, (x) => gammaCdf(shape, gammaOfNext, (x / 4) * shape))).toBeLessThan(2.9);
    // Counts of a renewal process have the variance cv^2 times their mean, in the limit.
    expect(Math.abs(gaps.length - 25_000)).toBeLessThan(5.5 * cv * Math.sqrt(25_000));
  });
});

describe('deterministic arrivals', () => {
  it('come at even gaps, the first after one', () => {
    expect(timesOf({ kind: 'deterministic', ratePerS: 4 }, 1_001)).toEqual([250, 500, 750, 1_000]);
  });
});

describe('batches', () => {
  it('of constant size come whole, at exponential gaps, at the rate of requests asked for', () => {
    const times = timesOf({ kind: 'batch', ratePerS: 500, size: 5, sizes: 'constant' }, 200_000);
    const instants = [...new Set(times)];
    expect(times.length).toBe(instants.length * 5);
    expect(distance(gapsOf(instants), (x) => 1 - exp(-x / 10))).toBeLessThan(2.9);
  });

  it('of geometric size have the mean and the law asked for', () => {
    const sizes = new Map<number, number>();
    for (const t of timesOf({ kind: 'batch', ratePerS: 600, size: 3, sizes: 'geometric' }, 100_000)) {
      sizes.set(t, (sizes.get(t) ?? 0) + 1);
    }
    const list = [...sizes.values()];
    const n = list.length;
    // P(size > k) = (2/3)^k.
    for (const k of [1, 2, 5]) {
      const p = pow(2 / 3, k);
      expect(Math.abs(list.filter((size) => size > k).length - n * p)).toBeLessThan(5.5 * Math.sqrt(n * p * (1 - p)));
    }
    expect(Math.abs(list.reduce((a, b) => a + b, 0) / n - 3)).toBeLessThan((5.5 * Math.sqrt(6)) / Math.sqrt(n));
  });

  // Counts of batches: the variance is E[size^2] / E[size] times the mean; of geometric ones 2 mean - 1.
  it.each([
    ['constant', 4, 4],
    ['geometric', 4, 7],
  ] as const)('of %s size %i have the index of dispersion %i', (sizes, size, index) => {
    const seen = dispersion({ kind: 'batch', ratePerS: 100, size, sizes }, 1_000, 3_000);
    expect(Math.abs(seen.mean - 100)).toBeLessThan(5.5 * Math.sqrt((100 * index) / 3_000));
    // A sample variance of n counts near a normal law has the relative deviation sqrt(2 / n), 2.6 %; their own tails add a little.
    expect(Math.abs(seen.index / index - 1)).toBeLessThan(0.17);
  });
});

describe('on-off arrivals', () => {
  it('have the mean and the index of dispersion of a two-state Markov-modulated Poisson process', () => {
    const of = { kind: 'on-off', ratePerS: 100, offFraction: 0.1, onMs: 300, offMs: 900 } as const;
    const windowMs = 20_000;
    const meanPerS = 100 * (0.25 + 0.1 * 0.75);
    // Source: Fischer & Meier-Hellstern 1993, section 2: rates a, b and leaving rates r, s.
    const [a, b, r, s] = [0.1, 0.01, 1 / 300, 1 / 900];
    const limit = (2 * (a - b) * (a - b) * r * s) / ((r + s) * (r + s) * (a * s + b * r));
    const index = 1 + limit * (1 - (1 - exp(-(r + s) * windowMs)) / ((r + s) * windowMs));
    expect(index).toBeGreaterThan(10);
    const seen = dispersion(of, windowMs, 3_000);
    const expected = (meanPerS * windowMs) / 1_000;
    expect(Math.abs(seen.mean - expected)).toBeLessThan(5.5 * Math.sqrt((expected * index) / 3_000));
    expect(Math.abs(seen.index / index - 1)).toBeLessThan(0.17);
  });

  it('send nothing while off', () => {
    const of = { kind: 'on-off', ratePerS: 200, offFraction: 0, onMs: 400, offMs: 400 } as const;
    const shape = new OnOffShape(of, 0, new CounterStream(7), END_MS);
    for (const t of timesOf(of, 30_000)) expect(shape.passed(t + 1e-6) - shape.passed(t - 1e-6)).toBeGreaterThan(0);
  });
});

describe('all arrivals at a rate', () => {
  it('follow their clock: the integral of the rate has come as far at each request as without shape and changes', () => {
    const changes = fc.array(
      fc.record({ afterMs: fc.double({ min: 0, max: 4_000, noNaN: true }), ratePerS: fc.constantFrom(0, 7, 20, 61) }),
      { maxLength: 5 },
    );
    let judged = 0;
    fc.assert(
      fc.property(ratedSettings, changes, fc.nat(99), (settings, list, seed) => {
        // The same gaps at one request per ms, with nothing that moves the rate.
        const plain: ArrivalSettings =
          settings.kind === 'gamma' || settings.kind === 'batch' || settings.kind === 'deterministic'
            ? { ...settings, ratePerS: 1_000 }
            : { kind: 'poisson', ratePerS: 1_000 };
        const due = timesOf(plain, 3_000, seed);
        const shape =
          settings.kind === 'on-off' ? new OnOffShape(settings, 0, new CounterStream(seed), END_MS) : fixedShape(settings);
        const passed = (timeMs: number): number => (shape === null ? timeMs : shape.passed(timeMs));

        const arrivals = arrivalsOf([settings], seed);
        let clock = 0;
        let sinceMs = 0;
        let perMs = settings.ratePerS / 1_000;
        const judge = (untilMs: number): void => {
          for (const [atMs, , n] of take(arrivals, untilMs)) {
            if (n >= due.length) continue;
            judged++;
            const came = clock + (passed(atMs) - passed(sinceMs)) * perMs;
            expect(Math.abs(came - due[n]!)).toBeLessThan(1e-9 * (1 + due[n]!));
          }
          clock += (passed(untilMs) - passed(sinceMs)) * perMs;
          sinceMs = untilMs;
        };
        for (const { afterMs, ratePerS } of list) {
          judge(sinceMs + afterMs);
          arrivals.setRate(0, ratePerS, sinceMs);
          perMs = ratePerS / 1_000;
        }
        judge(sinceMs + 6_000);
      }),
      lawRuns(300),
    );
    expect(judged).toBeGreaterThan(10_000);
  });

  it('take the same rate again as no change at all, to the bit', () => {
    fc.assert(
      fc.property(ratedSettings, (settings) => {
        const arrivals = arrivalsOf([settings]);
        take(arrivals, 2_000);
        const due = arrivals.nextTime;
        arrivals.setRate(0, settings.ratePerS, 2_000);
        expect(arrivals.nextTime).toBe(due);
      }),
      lawRuns(),
    );
  });
});

describe('arrivals of any kind', () => {
  it('are in order, and go on after save and restore as if nothing had been', () => {
    fc.assert(
      fc.property(fc.array(anySettings, { minLength: 1, maxLength: 4 }), fc.nat(9_999), (settings, seed) => {
        // Requests of a closed loop stay out for 35 ms.
        const run = (cutMs: number | null): [number, number, number][] => {
          let arrivals = arrivalsOf(settings, seed);
          const seen: [number, number, number][] = [];
          let cut = cutMs;
          while (arrivals.nextTime < 4_000) {
            if (cut !== null && arrivals.nextTime > cut) {
              const state = structuredClone(arrivals.save());
              arrivals = arrivalsOf(settings, seed);
              take(arrivals, 777);
              arrivals.restore(state);
              cut = null;
            }
            const { nextTime: atMs, nextClass, nextN } = arrivals;
            expect(atMs).toBeGreaterThanOrEqual(seen.length === 0 ? 0 : seen[seen.length - 1]![0]);
            seen.push([atMs, nextClass, nextN]);
            arrivals.advance();
            arrivals.ended(nextClass, nextN, atMs + 35);
          }
          return seen;
        };
        expect(run(1_500)).toEqual(run(null));
      }),
      lawRuns(150),
    );
  });

  it('are the same alone and beside others', () => {
    fc.assert(
      fc.property(anySettings, anySettings, fc.nat(9_999), (one, other, seed) => {
        const together = take(arrivalsOf([one, other], seed), 3_000).filter(([, c]) => c === 0);
        expect(together).toEqual(take(arrivalsOf([one], seed), 3_000));
      }),
      lawRuns(),
    );
  });
});

describe('a closed loop', () => {
  const loop = { kind: 'closed-loop', users: 12, think: { kind: 'exponential', meanMs: 500 } } as const;

  it('sends one request per user at a time, turn by turn, each after its thinking', () => {
    // When a user's request ends is up to the fleet: here after 10 or 400 ms by turns.
    const thought = (lastsMs: (n: number) => number): Map<number, number> => {
      const arrivals = arrivalsOf([loop]);
      const readyMs = new Float64Array(12);
      const turn = new Float64Array(12);
      const thinkMs = new Map<number, number>();
      for (let i = 0; i < 300; i++) {
        const { nextTime: atMs, nextN: n } = arrivals;
        const user = arrivals.sender(0, n);
        expect(n).toBe(turn[user]!++ * 12 + user);
        thinkMs.set(n, atMs - readyMs[user]!);
        arrivals.advance();
        readyMs[user] = atMs + lastsMs(n);
        arrivals.ended(0, n, readyMs[user]);
      }
      return thinkMs;
    };
    const short = thought(() => 10);
    const mixed = thought((n) => (n % 2 === 0 ? 10 : 400));
    let both = 0;
    for (const [n, thinkMs] of mixed) {
      const other = short.get(n);
      if (other === undefined) continue;
      both++;
      expect(thinkMs).toBeCloseTo(other, 8);
    }
    expect(both).toBeGreaterThan(200);
  });

  it('sends nothing more while every user waits', () => {
    const arrivals = arrivalsOf([loop]);
    expect(take(arrivals, END_MS)).toHaveLength(12);
    expect(arrivals.nextTime).toBe(Infinity);
    arrivals.ended(0, 5, 99_000);
    expect(arrivals.sender(0, arrivals.nextN)).toBe(5);
    expect(arrivals.nextN).toBe(17);
    expect(arrivals.nextTime).toBeGreaterThan(99_000);
  });

  it('has no rate to set', () => {
    expect(() => arrivalsOf([loop]).setRate(0, 5, 0)).toThrow(/no rate/);
  });
});
