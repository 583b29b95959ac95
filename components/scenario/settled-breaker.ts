import type { BreakerSettings } from '@/lib/scenario/schema';

/** Envoy's base interval: a calm time to start with where trips would otherwise never be forgotten. */
const USUAL_CALM_MS = 10_000;

/** Rules that go together: what another choice leaves without effect is let go of, so that no switch waits for another. */
export function settled(rules: BreakerSettings): BreakerSettings {
  const rate = judging(rules.rate);
  const closes = rules.afterOpen === 'closed';
  const { growth, ejection, openMs } = rules;
  return {
    ...rules,
    rate,
    halfOpenCalls: rate === null || closes ? null : rules.halfOpenCalls,
    growth:
      growth === null
        ? null
        : {
            ...growth,
            capMs: Math.max(growth.capMs, openMs),
            calmMs: closes ? (growth.calmMs ?? USUAL_CALM_MS) : growth.calmMs,
          },
    ejection: ejection === null || ejection.sweepMs !== null ? ejection : { ...ejection, successRate: null, failureShare: null },
  };
}

/** A rule over calls that judges something, within what its window holds; null for one that judges nothing. */
function judging(rate: BreakerSettings['rate']): BreakerSettings['rate'] {
  if (rate === null || (rate.failureFraction === null && rate.slow === null && rate.slowFirstToken === null)) return null;
  const { window, minimumCalls } = rate;
  return { ...rate, minimumCalls: window.kind === 'count' ? Math.min(minimumCalls, window.calls) : minimumCalls };
}
