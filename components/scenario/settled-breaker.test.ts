import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { lawRuns } from '@/lib/base/law-runs';
import { breakerRules } from '@/lib/scenario/breaker-rules';
import { BREAKER_SETS } from '@/lib/router/breaker-sets';
import type { BreakerSettings } from '@/lib/scenario/schema';
import { breakerSchema } from '@/lib/scenario/schema/breaker';

import { settled } from './settled-breaker';

const maybe = <T>(of: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(of, { nil: null });
const comparison = fc.constant({});

/** Whatever switches and numbers may leave behind; slow first tokens cannot be switched on. */
const rules: fc.Arbitrary<BreakerSettings> = fc
  .record({
    failureThreshold: maybe(fc.integer({ min: 1, max: 9 })),
    rate: maybe(
      fc.record({
        window: fc.oneof(
          fc.record({ kind: fc.constant('count' as const), calls: fc.integer({ min: 1, max: 100 }) }),
          fc.record({ kind: fc.constant('time' as const), ms: fc.integer({ min: 10, max: 10_000 }) }),
        ),
        minimumCalls: fc.integer({ min: 1, max: 200 }),
        failureFraction: maybe(fc.constant(0.5)),
        slow: maybe(fc.constant({ ms: 400, fraction: 0.5 })),
      }),
    ),
    openMs: fc.integer({ min: 0, max: 100_000 }),
    growth: maybe(fc.record({ capMs: fc.integer({ min: 0, max: 100_000 }), calmMs: maybe(fc.constant(3_000)) })),
    afterOpen: fc.constantFrom('half-open' as const, 'closed' as const),
    halfOpenCalls: maybe(fc.integer({ min: 1, max: 20 })),
    ejection: maybe(
      fc.record({ sweepMs: maybe(fc.constant(5_000)), successRate: maybe(comparison), failureShare: maybe(comparison) }),
    ),
  })
  .map((part) => breakerSchema.parse(part));

describe('settled rules', () => {
  it('break no rule, whatever was switched before', () => {
    fc.assert(
      fc.property(rules, (before) => {
        expect(breakerRules(settled(before))).toEqual([]);
      }),
      lawRuns(),
    );
  });

  it('leave rules that go together as they are', () => {
    fc.assert(
      fc.property(rules, (before) => {
        if (breakerRules(before).length === 0) expect(settled(before)).toEqual(before);
      }),
      lawRuns(),
    );
    for (const { breaker } of Object.values(BREAKER_SETS)) expect(settled(breakerSchema.parse(breaker))).toEqual(breaker);
  });

  it('let go of a trial by shares where there are none, and of comparisons without sweeps', () => {
    const envoy = breakerSchema.parse(BREAKER_SETS.envoy.breaker);
    expect(settled({ ...envoy, ejection: { ...envoy.ejection!, sweepMs: null } }).ejection?.successRate).toBeNull();
    const resilience4j = breakerSchema.parse(BREAKER_SETS.resilience4j.breaker);
    expect(settled({ ...resilience4j, rate: null }).halfOpenCalls).toBeNull();
    const judgesNothing = { ...resilience4j.rate!, failureFraction: null, slow: null };
    expect(settled({ ...resilience4j, rate: judgesNothing }).rate).toBeNull();
  });
});
