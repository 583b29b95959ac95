import { describe, expect, it } from 'vitest';

import { CounterStream, SUBSYSTEM } from '@/lib/base/random';
import { normalQuantile } from '@/lib/base/math';

import { amount, apart, differenceText, distance, interval } from './amount';
import { holm, looksAt, shared } from './corrections';
import { independentDifference, pairedDifference, pairingGain, type Difference } from './difference';
import { estimate } from './estimate';
import { ranksOf } from './ranks';
import { PURPOSE, replicationSeed } from './seeds';
import { verdictOf } from './verdict';

describe('an estimate', () => {
  it("is the mean with Student's interval", () => {
    // Mean 5, standard deviation 2, t of 3 degrees 3.1824: half a width of 3.1824 x 2 / 2.
    const found = estimate([3, 4, 5, 8])!;
    expect(found).toMatchObject({ count: 4, mean: 5 });
    expect(found.sd).toBeCloseTo(2.160246899, 9);
    expect(found.high! - 5).toBeCloseTo(3.182446305 * 1.0801234497, 8);
    expect(5 - found.low!).toBeCloseTo(found.high! - 5, 12);
  });

  it('of equal values is exactly theirs, of one has no interval, of none is none', () => {
    expect(estimate([0.1, 0.1, 0.1])).toEqual({ count: 3, mean: 0.1, sd: 0, low: 0.1, high: 0.1 });
    expect(estimate([7])).toEqual({ count: 1, mean: 7, sd: 0, low: null, high: null });
    expect(estimate([])).toBeNull();
  });
});

describe('a difference', () => {
  it('of pairs sees through what both share', () => {
    const base = [100, 300, 500, 200];
    const other = [103, 304, 502, 203];
    const paired = pairedDifference(other, base)!;
    expect(paired.mean).toBe(3);
    expect(paired.low).toBeGreaterThan(1.6);
    expect(verdictOf(paired)).toEqual({ kind: 'higher' });
    expect(verdictOf(independentDifference(other, base))).toEqual({ kind: 'undecided' });
    expect(pairingGain(other, base)!).toBeGreaterThan(100);
  });

  it('of equal lists is exactly zero and called identical', () => {
    expect(pairedDifference([0.1, 0.7], [0.1, 0.7])).toEqual({
      count: 2,
      mean: 0,
      low: 0,
      high: 0,
      chance: 1,
      identical: true,
    });
    expect(pairingGain([1, 1], [1, 1])).toBeNull();
    expect(pairingGain([1, 2], [1, 2])).toBe(Infinity);
  });

  it("of seeds of their own is Welch's", () => {
    // By hand: variances 1 and 16 over 3 and 4 values; error sqrt(1/3 + 4), 3.4456 degrees.
    const found = independentDifference([4, 5, 6], [1, 1, 1, 9])!;
    expect(found.mean).toBe(2);
    expect(found.count).toBe(3);
    expect(found.chance).toBeGreaterThan(0.35);
    expect(found.chance).toBeLessThan(0.45);
    expect(found.high - found.mean).toBeCloseTo(found.mean - found.low, 12);
  });

  it('needs two pairs', () => {
    expect(pairedDifference([1], [2])).toBeNull();
    expect(independentDifference([1, 2], [2])).toBeNull();
    expect(verdictOf(null)).toEqual({ kind: 'unknown' });
    expect(() => pairedDifference([1, 2], [2])).toThrow('equal length');
  });
});

describe('corrections', () => {
  it("Holm's chances step down and keep their order", () => {
    const adjusted = holm([0.01, 0.04, 0.03, 0.005]);
    [0.03, 0.06, 0.06, 0.02].forEach((exact, i) => expect(adjusted[i]).toBeCloseTo(exact, 12));
    expect(holm([])).toEqual([]);
    expect(holm([0.9, 0.8])).toEqual([1, 1]);
  });

  it('looks come at every batch and at the end, and share the tail', () => {
    expect(looksAt(20, 5)).toEqual([5, 10, 15, 20]);
    expect(looksAt(12, 5)).toEqual([5, 10, 12]);
    expect(looksAt(4, 10)).toEqual([4]);
    expect(shared(0.05, looksAt(20, 5).length)).toBe(0.0125);
    expect(shared(0.05, 0)).toBe(0.05);
  });

  it('keep the confidence where an experiment stops at the first look that is narrow enough', () => {
    const chance = new CounterStream(11);
    const looks = looksAt(40, 5);
    let missed = 0;
    for (let run = 0; run < 2_000; run++) {
      chance.aim(SUBSYSTEM.experiment, run);
      const values: number[] = [];
      for (const look of looks) {
        while (values.length < look) values.push(normalQuantile(chance.nextUnit() || 0.5));
        const { low, high } = estimate(values, shared(0.05, looks.length))!;
        if (high! - low! > 1.2 && look < 40) continue;
        if (low! > 0 || high! < 0) missed++;
        break;
      }
    }
    expect(missed / 2_000).toBeLessThan(0.05);
  });

  it('ranks are ties where nothing tells apart', () => {
    expect(ranksOf(3, [])).toEqual([
      { from: 1, to: 3 },
      { from: 1, to: 3 },
      { from: 1, to: 3 },
    ]);
    const apart = [
      { better: 1, worse: 0 },
      { better: 1, worse: 2 },
    ];
    expect(ranksOf(3, apart)).toEqual([
      { from: 2, to: 3 },
      { from: 1, to: 1 },
      { from: 2, to: 3 },
    ]);
  });
});

it('seeds of replications depend on nothing else, and purposes and points never share one', () => {
  const seeds = [0, 1].flatMap((point) =>
    [PURPOSE.replication, PURPOSE.validation].flatMap((purpose) =>
      Array.from({ length: 500 }, (_, r) => replicationSeed(77, r, purpose, point)),
    ),
  );
  expect(new Set(seeds).size).toBe(2_000);
  expect(seeds.every((seed) => Number.isSafeInteger(seed) && seed >= 0)).toBe(true);
  expect(replicationSeed(77, 3)).toBe(seeds[3]);
});

function between(low: number, high: number, identical = false): Difference {
  return { count: 4, mean: (low + high) / 2, low, high, chance: 0.5, identical };
}

describe('amounts', () => {
  it.each([
    [amount(412.4, 'ms'), '412 ms'],
    [amount(1_786, 'ms'), '1.79 s'],
    [amount(0.99974, 'share'), '99.97 %'],
    [amount(0.99999712, 'share'), '99.9997 %'],
    [amount(0.0712, 'share'), '7.12 %'],
    [amount(12_345.6, '/s'), '12,346 /s'],
    [amount(1.0046, 'ratio'), '1.00'],
    [amount(0, 'ms'), '0 ms'],
    [distance(-0.0123, 'share'), '1.23 points'],
    [interval(1_234.56, 1_239.4, 'ms'), '1.23 to 1.24 s'],
    [interval(98.76, 1_239.4, 'ms'), '0.0987 to 1.24 s'],
    [apart(-884, -701, 'ms'), '701 to 884 ms'],
    [apart(-0.5, 2.25, 'ms'), '−0.500 to +2.25 ms'],
    [apart(0.0001234, 0.0005678, 'share'), '0.0123 to 0.0568 points'],
    [differenceText(between(-884, -701), 'ms'), '−884 to −701 ms'],
    [differenceText(between(701, 1_884), 'ms'), '+0.701 to +1.89 s'],
    [differenceText(between(-0.5, 2.25), 'ms'), '−0.500 to +2.25 ms'],
    [differenceText(between(0, 0, true), 'ms'), 'exactly 0'],
    [differenceText(null, 'ms'), '–'],
  ])('%s', (text, expected) => {
    expect(text).toBe(expected);
  });
});
