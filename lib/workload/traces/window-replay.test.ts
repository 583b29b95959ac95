import { describe, expect, it } from 'vitest';

import { CounterStream } from '@/lib/base/random';

import type { ReplaySettings } from './slice';
import { requestsWithin } from './slice';
import { GAMMA, NO_FIT, WEIBULL, type WindowTrace } from './trace';
import { WindowReplay } from './window-replay';

const AS_RECORDED: ReplaySettings = { fromMs: 0, untilMs: null, timeScale: 1, rateScale: 1, spreadMs: 0 };

function windows(...rows: readonly (readonly [ratePerS: number, law: number, shape: number])[]): WindowTrace {
  return {
    kind: 'windows',
    startMs: Float64Array.from(rows, (_, i) => i * 600_000),
    endMs: rows.length * 600_000,
    ratePerS: Float64Array.from(rows, ([rate]) => rate),
    cv: Float64Array.from(rows, () => 1),
    law: Uint8Array.from(rows, ([, law]) => law),
    shape: Float64Array.from(rows, ([, , shape]) => shape),
  };
}
const replay = (trace: WindowTrace, settings: Partial<ReplaySettings> = {}, seed = 5): WindowReplay =>
  new WindowReplay(trace, { ...AS_RECORDED, ...settings }, 10, 3, new CounterStream(seed));

function take(of: WindowReplay, untilMs = Infinity): number[] {
  const times: number[] = [];
  while (of.nextMs < untilMs) {
    times.push(of.nextMs);
    of.advance();
  }
  return times;
}

function gapsOf(times: readonly number[]): { mean: number; cv: number } {
  const gaps = times.slice(1).map((t, i) => t - times[i]!);
  const mean = gaps.reduce((a, b) => a + b, 0) / gaps.length;
  return { mean, cv: Math.sqrt(gaps.reduce((a, b) => a + (b - mean) * (b - mean), 0) / gaps.length) / mean };
}

describe('gaps drawn from a window', () => {
  // Cases with light tails: five standard deviations of 60,000 gaps (false alarm below one in a million) fit into the margins.
  it.each([
    ['gamma of shape 4', GAMMA, 4, 0.5],
    ['gamma of shape 1/2', GAMMA, 0.5, Math.SQRT2],
    ['Weibull of shape 2', WEIBULL, 2, 0.5227232008770633],
    ['Weibull of shape 1', WEIBULL, 1, 1],
    // CV^2 = gamma(1 + 4) / gamma(1 + 2)^2 - 1 = 5.
    ['Weibull of shape 1/2', WEIBULL, 0.5, Math.sqrt(5)],
  ])('%s have the rate of the window and the spread of the fit', (_, law, shape, cv) => {
    const times = take(replay(windows([100, law, shape])));
    const found = gapsOf(times);
    const deviation = cv / Math.sqrt(times.length);
    expect(times.length).toBeGreaterThan(50_000);
    expect(Math.abs(found.mean / 10 - 1)).toBeLessThan(5.5 * deviation);
    expect(Math.abs(found.cv / cv - 1)).toBeLessThan(cv > 2 ? 0.15 : 0.04);
  });
});

describe('windows', () => {
  const TWO = windows([20, GAMMA, 1], [0, NO_FIT, 0], [5, WEIBULL, 0.8], [0, NO_FIT, 0]);
  const within = (times: readonly number[], from: number, to: number): number => times.filter((t) => t >= from && t < to).length;
  const near = (found: number, expected: number): void => expect(Math.abs(found - expected)).toBeLessThan(7 * Math.sqrt(expected));

  it('keep to their rates, one of rate 0 sends nothing, and the last ends it', () => {
    const times = take(replay(TWO));
    near(within(times, 0, 600_000), 12_000);
    expect(within(times, 600_000, 1_200_000)).toBe(0);
    near(within(times, 1_200_000, 1_800_000), 3_000);
    expect(within(times, 1_800_000, Infinity)).toBe(0);
    expect(requestsWithin(TWO, AS_RECORDED, Infinity)).toBe(15_000);
    expect(requestsWithin(TWO, { ...AS_RECORDED, rateScale: 2 }, 1_500_000)).toBe(27_000);
  });

  it('are squeezed by the time scale with all their requests, thinned by the rate scale, and cut by the slice', () => {
    near(within(take(replay(TWO, { timeScale: 0.01 })), 12_000, 18_000), 3_000);
    near(within(take(replay(TWO, { rateScale: 0.1 })), 0, 600_000), 1_200);
    const sliced = take(replay(TWO, { fromMs: 300_000, untilMs: 1_500_000 }));
    near(within(sliced, 0, 300_000), 6_000);
    near(within(sliced, 900_000, 1_200_000), 1_500);
    expect(within(sliced, 1_200_000, Infinity)).toBe(0);
    expect(within(sliced, 300_000, 900_000)).toBe(0);
  });

  it('send the same up to a change of rate, and in proportion after it', () => {
    const plain = take(replay(TWO));
    const of = replay(TWO);
    const before = take(of, 200_000);
    of.setRate(20, 200_000);
    const after = take(of);
    expect(before).toEqual(plain.filter((t) => t < 200_000));
    near(within(after, 200_000, 600_000), 16_000);
    const stopped = replay(TWO);
    take(stopped, 100_000);
    stopped.setRate(0, 100_000);
    expect(stopped.nextMs).toBe(Infinity);
    stopped.setRate(10, 1_300_000);
    near(take(stopped).length, 2_500);
  });

  it('take the same rate again as no change, to the bit', () => {
    const of = replay(TWO);
    const due = of.nextMs;
    of.setRate(10, due / 3);
    expect(of.nextMs).toBe(due);
  });

  it('go on after save and restore', () => {
    const one = replay(TWO);
    take(one, 400_000);
    one.setRate(13, 400_000);
    const other = replay(TWO);
    other.restore(structuredClone(one.save()));
    expect(take(other)).toEqual(take(one));
    expect(() => other.restore({ kind: 'replay', n: 0, atMs: 0, sinceMs: 0, ratePerS: 1 })).toThrow(/replay/);
  });

  it('depend on the seed and the class alone', () => {
    expect(take(replay(TWO), 10_000)).toEqual(take(replay(TWO), 10_000));
    expect(take(replay(TWO), 10_000)).not.toEqual(take(replay(TWO, {}, 6), 10_000));
  });
});
