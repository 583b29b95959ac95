import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { lawRuns } from '@/lib/base/law-runs';

import { TokenBuckets } from './token-buckets';

const bucket = (capacity: number, perMs: number): TokenBuckets =>
  new TokenBuckets(Float64Array.of(capacity), Float64Array.of(perMs));

describe('a token bucket', () => {
  it('gives out at most its capacity and its rate over any span, and what waits long enough is given', () => {
    const asked = fc.array(
      fc.record({ afterMs: fc.double({ min: 0, max: 400, noNaN: true }), cost: fc.constantFrom(1, 1, 3, 7) }),
      { maxLength: 60 },
    );
    fc.assert(
      fc.property(fc.constantFrom(3, 10), fc.constantFrom(0.01, 0.2), asked, (capacity, perMs, list) => {
        const one = bucket(capacity, perMs);
        const given: { atMs: number; cost: number }[] = [];
        let nowMs = 0;
        for (const { afterMs, cost } of list) {
          nowMs += afterMs;
          const waitMs = one.waitMs(0, cost, nowMs);
          expect(waitMs).toBeGreaterThanOrEqual(0);
          if (waitMs > 0) {
            expect(one.waitMs(0, cost, nowMs + waitMs + 1e-6)).toBe(0);
            continue;
          }
          one.take(0, cost, nowMs);
          given.push({ atMs: nowMs, cost });
        }
        given.forEach(({ atMs: fromMs }, i) => {
          let sum = 0;
          for (const { atMs, cost } of given.slice(i)) {
            sum += cost;
            // One that costs more than the capacity is given on credit.
            const most = Math.max(capacity, cost) + (atMs - fromMs) * perMs;
            expect(sum).toBeLessThanOrEqual(most + Math.max(0, 7 - capacity) + 1e-9);
          }
        });
      }),
      lawRuns(300),
    );
  });

  it('fills evenly: after a burst it gives one for each that has come in', () => {
    const one = bucket(5, 0.5);
    for (let i = 0; i < 5; i++) {
      expect(one.waitMs(0, 1, 100)).toBe(0);
      one.take(0, 1, 100);
    }
    expect(one.waitMs(0, 1, 100)).toBe(2);
    expect(one.waitMs(0, 1, 101)).toBe(1);
    expect(one.waitMs(0, 1, 102)).toBe(0);
    expect(bucket(Infinity, Infinity).waitMs(0, 1_000, 5)).toBe(0);
  });

  it('gives what is larger than itself when it is full, and is in debt then', () => {
    const one = bucket(10, 1);
    one.take(0, 1, 0);
    expect(one.waitMs(0, 25, 0)).toBe(1);
    one.take(0, 25, 1);
    expect(one.waitMs(0, 1, 1)).toBe(16);
  });
});
