import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { lawRuns } from '@/lib/base/law-runs';

import { RequestReplay } from './request-replay';
import { requestsWithin, type ReplaySettings } from './slice';
import type { RequestTrace } from './trace';

const AS_RECORDED: ReplaySettings = { fromMs: 0, untilMs: null, timeScale: 1, rateScale: 1, spreadMs: 0 };
const NOMINAL = 4;

function trace(timeMs: readonly number[]): RequestTrace {
  const tokens = Int32Array.from(timeMs, (_, i) => i);
  return { kind: 'requests', timeMs: Float64Array.from(timeMs), inputTokens: tokens, outputTokens: tokens, session: null, blocks: null };
}
const replay = (timeMs: readonly number[], settings: Partial<ReplaySettings> = {}): RequestReplay =>
  new RequestReplay(trace(timeMs), { ...AS_RECORDED, ...settings }, NOMINAL);

function take(of: RequestReplay, untilMs = Infinity): number[] {
  const times: number[] = [];
  while (of.nextMs < untilMs) {
    times.push(of.nextMs);
    of.advance();
  }
  return times;
}

describe('requests of a trace come', () => {
  it('at the recorded times, to the bit, and then no more', () => {
    const times = [0, 0.1, 0.1, 0.30000000000000004, 7.7, 1e9 + 0.123];
    const of = replay(times);
    expect(take(of)).toEqual(times);
    expect(of.n).toBe(6);
    expect(of.nextMs).toBe(Infinity);
  });

  it('faster or slower by the time scale', () => {
    expect(take(replay([0, 3, 10], { timeScale: 0.5 }))).toEqual([0, 1.5, 5]);
    expect(take(replay([0, 3, 10], { timeScale: 3 }))).toEqual([0, 9, 30]);
  });

  it('from a slice alone, which begins with the run', () => {
    expect(take(replay([0, 100, 200, 300, 400], { fromMs: 150, untilMs: 400, timeScale: 2 }))).toEqual([100, 300]);
    expect(take(replay([0, 100, 200], { fromMs: 100, untilMs: 200 }))).toEqual([0]);
    expect(take(replay([0, 100, 200], { fromMs: 201 }))).toEqual([]);
  });

  it('spread evenly from each instant where that is asked for, never past the next', () => {
    const times = [0, 0, 0, 3_000, 5_999, 5_999];
    expect(take(replay(times))).toEqual(times);
    expect(take(replay(times, { spreadMs: 3_000 }))).toEqual([0, 1_000, 2_000, 3_000, 5_999, 7_499]);
    expect(take(replay(times, { spreadMs: 300 }))).toEqual([0, 100, 200, 3_000, 5_999, 6_149]);
    expect(take(replay([0, 0, 10], { spreadMs: 600_000 }))).toEqual([0, 5, 10]);
  });

  it('at another pace from a change of rate on, and stand still at rate 0', () => {
    const of = replay([0, 1_000, 2_000, 3_000, 4_000]);
    expect(take(of, 1_500)).toEqual([0, 1_000]);
    of.setRate(2 * NOMINAL, 1_500);
    expect(take(of, 2_000)).toEqual([1_750]);
    of.setRate(0, 2_000);
    expect(of.nextMs).toBe(Infinity);
    of.setRate(NOMINAL, 10_000);
    // Half a second of the trace was left to the request at 3 s.
    expect(take(of)).toEqual([10_500, 11_500]);
  });

  it('unmoved by the same rate again', () => {
    const of = replay([0, 0.1, 0.7]);
    of.advance();
    of.setRate(NOMINAL, 0.05);
    expect(of.nextMs).toBe(0.1);
  });
});

const times = fc.array(fc.oneof(fc.constant(0), fc.double({ min: 0, max: 500, noNaN: true })), { minLength: 1, maxLength: 60 }).map((gaps) => {
  let atMs = 0;
  return gaps.map((gap, i) => (i === 0 ? 0 : (atMs += gap)));
});
const settings = fc.record({
  fromMs: fc.double({ min: 0, max: 1_000, noNaN: true }),
  untilMs: fc.option(fc.double({ min: 1_001, max: 9_000, noNaN: true })),
  timeScale: fc.double({ min: 0.01, max: 50, noNaN: true }),
  rateScale: fc.constant(1),
  spreadMs: fc.oneof(fc.constant(0), fc.double({ min: 0, max: 3_000, noNaN: true })),
});
const changes = fc.array(fc.tuple(fc.integer({ min: 1, max: 20 }), fc.constantFrom(0, 0.5, 4, 7)), { maxLength: 4 });

it('L1 whatever the changes of rate, requests come in order, each once', () => {
  fc.assert(
    fc.property(times, settings, changes, (timeMs, how, steps) => {
      const of = replay(timeMs, how);
      let last = 0;
      let count = 0;
      const run = (most: number): void => {
        for (; most > 0 && of.nextMs < Infinity; most--) {
          expect(of.nextMs).toBeGreaterThanOrEqual(last);
          expect(of.n).toBe(count);
          last = of.nextMs;
          count++;
          of.advance();
        }
      };
      for (const [most, rate] of steps) {
        run(most);
        of.setRate(rate, last);
      }
      of.setRate(NOMINAL, last);
      run(Infinity);
      expect(count).toBe(timeMs.filter((ms) => ms >= how.fromMs && ms < (how.untilMs ?? Infinity)).length);
    }),
    lawRuns(200),
  );
});

it('L2 a saved replay goes on as the one that was not saved', () => {
  fc.assert(
    fc.property(times, settings, fc.nat(70), fc.constantFrom(0.5, 4, 9), (timeMs, how, before, rate) => {
      const one = replay(timeMs, how);
      for (let i = 0; i < before && one.nextMs < Infinity; i++) one.advance();
      if (one.nextMs < Infinity) one.setRate(rate, one.nextMs / 2 + (one.n > 0 ? one.nextMs / 2 : 0));
      const other = replay(timeMs, how);
      other.advance();
      other.restore(structuredClone(one.save()));
      expect(take(other)).toEqual(take(one));
    }),
    lawRuns(200),
  );
});

it('L3 as many are foretold for a run as come in it', () => {
  fc.assert(
    fc.property(times, settings, fc.double({ min: 1, max: 20_000, noNaN: true }), (timeMs, how, durationMs) => {
      const came = take(replay(timeMs, { ...how, spreadMs: 0 }), Infinity).filter((ms) => ms <= durationMs).length;
      // A request at the last instant may fall to either side by rounding.
      expect(Math.abs(requestsWithin(trace(timeMs), { ...how, spreadMs: 0 }, durationMs) - came)).toBeLessThanOrEqual(
        timeMs.filter((ms) => Math.abs((ms - how.fromMs) * how.timeScale - durationMs) < 1e-6).length,
      );
    }),
    lawRuns(200),
  );
});
