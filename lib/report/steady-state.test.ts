import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { lawRuns } from '@/lib/base/law-runs';
import { log } from '@/lib/base/math';
import { CounterStream, SUBSYSTEM } from '@/lib/base/random';
import { Sketch } from '@/lib/base/sketch';

import { BatchLine } from './batch-line';
import { intervalOf, stretches } from './intervals';
import { steadyState, type SteadyState } from './steady-state';
import { warmUpCut } from './warm-up-cut';

describe('BatchLine', () => {
  it('holds batches of one size whose sums are those of the line, however long it is', () => {
    fc.assert(
      fc.property(fc.nat(40_000), fc.nat(200), (length, cut) => {
        let line = new BatchLine();
        for (let i = 0; i < length; i++) {
          if (i === cut) {
            const other = new BatchLine();
            other.add(99, 0);
            other.restore(structuredClone(line.save()));
            line = other;
          }
          line.add(i, 10 * i);
        }
        expect(line.count).toBeLessThanOrEqual(1_024);
        if (length > 5_200) expect(line.count).toBeGreaterThanOrEqual(512);
        expect(length - line.count * line.size).toBeLessThan(2 * line.size);
        line.means().forEach((mean, i) => {
          expect(mean).toBe(i * line.size + (line.size - 1) / 2);
          expect(line.endMs(i)).toBe(10 * ((i + 1) * line.size - 1));
        });
      }),
      lawRuns(30),
    );
  });
});

describe('warmUpCut', () => {
  it('cuts a ramp off, and nothing of what has no beginning', () => {
    const chance = new CounterStream(3).aim(SUBSYSTEM.experiment, 0);
    const noise = Float64Array.from({ length: 200 }, () => 50 + chance.nextUnit());
    expect(warmUpCut(noise)).toBeLessThan(20);
    const ramped = noise.map((x, i) => (i < 40 ? x - 40 + i : x));
    expect(warmUpCut(ramped)).toBeGreaterThanOrEqual(38);
    expect(warmUpCut(ramped)).toBeLessThan(60);
  });

  it('finds no settled part of a line that only rises', () => {
    expect(warmUpCut(Float64Array.from({ length: 100 }, (_, i) => 3 * i))).toBeNull();
  });
});

describe('intervalOf', () => {
  it('is the textbook interval of five batches, and says how they correlate', () => {
    // s = 1.5811, t(0.975, 4) = 2.7764: half width 1.9632.
    const { mean, halfWidth, batches, lag1, batchesTooShort } = intervalOf([3, 1, 5, 2, 4]);
    expect([mean, batches]).toEqual([3, 5]);
    expect(halfWidth).toBeCloseTo(1.9632, 4);
    expect(lag1).toBeCloseTo((0 * -2 + -2 * 2 + 2 * -1 + -1 * 1) / 10, 12);
    expect(batchesTooShort).toBe(false);
    expect(intervalOf([1, 2, 3, 4, 5, 6, 7, 8]).batchesTooShort).toBe(true);
    expect(intervalOf([4, 4, 4])).toMatchObject({ mean: 4, halfWidth: 0, lag1: 0 });
    expect(() => intervalOf([1, 2])).toThrow(/3 batches/);
  });

  it('leaves out what does not divide, at the beginning', () => {
    expect([...stretches(Float64Array.from({ length: 43 }, (_, i) => i))].slice(0, 2)).toEqual([3.5, 5.5]);
  });
});

/** M/M/1 by Lindley's recursion: sojourn times in units of the mean service, one every 1 / load; in bins of 100. */
function queue(load: number, customers: number, seed: number): SteadyState {
  const chance = new CounterStream(seed).aim(SUBSYSTEM.experiment, 1);
  const exponential = (): number => -log(1 - chance.nextUnit());
  const line = new BatchLine();
  const bins: number[] = [];
  const sketches: Sketch[] = [];
  const endMs = customers / load;
  let nowMs = 0;
  let wait = 0;
  for (let i = 0; i < customers; i++) {
    const service = exponential();
    const leaves = nowMs + wait + service;
    line.add(wait + service, leaves);
    const bin = Math.floor(leaves / 100);
    if (leaves < endMs) {
      bins[bin] = (bins[bin] ?? 0) + 1;
      (sketches[Math.floor((32 * leaves) / endMs)] ??= new Sketch()).add(wait + service);
    }
    const gap = exponential() / load;
    nowMs += gap;
    wait = Math.max(0, wait + service - gap);
  }
  // The last customer may leave before the expected end: nothing is whole there.
  const answers = Array.from(bins, (count) => count ?? 0).slice(0, Math.floor((0.95 * endMs) / 100));
  const parts = sketches.slice(0, 30).map((sketch, i) => ({ startMs: (i * endMs) / 32, sketch }));
  return steadyState(line, { binMs: 100, firstMs: 0, answers }, parts);
}

describe('steadyState', () => {
  it('covers the mean, the rate and the quantiles of M/M/1 about as often as it says', () => {
    const runs = 200;
    const load = 0.5;
    const truth = { meanLatencyMs: 2, throughputPerS: 500, p95Ms: -2 * log(0.05), p99Ms: -2 * log(0.01) } as const;
    const names = Object.keys(truth) as (keyof typeof truth)[];
    const covered = { meanLatencyMs: 0, throughputPerS: 0, p95Ms: 0, p99Ms: 0 };
    let said = 0;
    for (let seed = 0; seed < runs; seed++) {
      const steady = queue(load, 20_000, seed);
      if (steady.kind !== 'estimated') continue;
      said++;
      for (const name of names) {
        const { mean, halfWidth } = steady[name]!;
        if (Math.abs(mean - truth[name]) <= halfWidth) covered[name]++;
      }
    }
    expect(said).toBeGreaterThan(0.97 * runs);
    // 95 % of 200 have a deviation of 1.5 %.
    for (const name of names) {
      expect(covered[name] / said, name).toBeGreaterThan(0.915);
      expect(covered[name] / said, name).toBeLessThanOrEqual(1);
    }
  });

  it('says what is missing, and what does not settle', () => {
    expect(queue(0.5, 399, 1)).toEqual({ kind: 'not-enough-data', answers: 395, needed: 400 });
    expect(queue(1.6, 20_000, 1)).toMatchObject({ kind: 'not-settled' });
    const few = queue(0.5, 1_000, 1);
    expect(few.kind === 'estimated' && few.p99Ms).toBeNull();
  });
});
