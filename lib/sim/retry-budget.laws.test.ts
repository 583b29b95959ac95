import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { lawRuns } from '@/lib/base/law-runs';

import { RetryBudget } from './retry-budget';

const settings = fc.record({
  fraction: fc.constantFrom(0, 0.2, 0.5, 1),
  minPerS: fc.constantFrom(0, 0.5, 7),
  ttlMs: fc.constantFrom(10, 500, 10_000),
});
/** Time that passes before it, and what comes. */
const steps = fc.array(
  fc.record({ afterMs: fc.oneof(fc.constant(0), fc.double({ min: 0, max: 900, noNaN: true })), first: fc.boolean() }),
  { maxLength: 200 },
);

describe('a retry budget', () => {
  it('lets out at most its share of the first attempts of the ten slices up to now, and its floor, and never less than that', () => {
    fc.assert(
      fc.property(settings, steps, (of, list) => {
        const budget = new RetryBudget(of);
        const firsts: number[] = [];
        const taken: number[] = [];
        let nowMs = 0;
        for (const { afterMs, first } of list) {
          nowMs += afterMs;
          const slice = Math.floor(nowMs / (of.ttlMs / 10));
          const within = (times: readonly number[]): number => times.filter((one) => one > slice - 10).length;
          if (first) {
            budget.firstAttempt(nowMs);
            firsts.push(slice);
            continue;
          }
          const allowed = of.fraction * within(firsts) + (of.minPerS * of.ttlMs) / 1_000;
          const went = budget.take(nowMs);
          expect(went).toBe(within(taken) + 1 <= allowed);
          if (went) taken.push(slice);
        }
      }),
      lawRuns(300),
    );
  });

  it('goes on after a save as it would have', () => {
    fc.assert(
      fc.property(settings, steps, fc.nat(200), (of, list, cut) => {
        const play = (budget: RetryBudget, from: number, to: number, startMs: number): { said: boolean[]; endMs: number } => {
          let nowMs = startMs;
          const said: boolean[] = [];
          for (const { afterMs, first } of list.slice(from, to)) {
            nowMs += afterMs;
            if (first) budget.firstAttempt(nowMs);
            else said.push(budget.take(nowMs));
          }
          return { said, endMs: nowMs };
        };
        const one = new RetryBudget(of);
        const { endMs } = play(one, 0, cut, 0);
        const other = new RetryBudget(of);
        play(other, 0, 3, 0);
        other.restore(structuredClone(one.save()));
        expect(play(other, cut, 200, endMs).said).toEqual(play(one, cut, 200, endMs).said);
      }),
      lawRuns(100),
    );
  });
});
