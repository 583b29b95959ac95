/**
 * The example of N. Bronson et al., "Metastable Failures in Distributed Systems", HotOS 2021: a backend of 300 requests a second, a time-out of one
 * second, one retry. Below 150 a second it recovers from any outage; above that it may stay down when the outage is over.
 */
import { describe, expect, it } from 'vitest';

import type { ScenarioInput } from '@/lib/scenario/schema';

import { checkLaws } from './laws';
import { oneNode, scenarioOf } from './scenarios.contract';
import { simulate } from './simulate';

/** Share of the last ten seconds' requests that are answered, 85 s after an outage of ten seconds. */
function answeredInTheEnd(ratePerS: number, client: ScenarioInput['client'] = {}): number {
  const report = simulate(
    scenarioOf({
      ...oneNode({ ratePerS, slots: 3, service: { kind: 'constant', meanMs: 10 }, durationMs: 100_000 }),
      warmUpMs: 90_000,
      breaker: { outcomes: { 'timed-out': 'ignored' } },
      client: { timeoutMs: 1_000, retries: 1, backoff: { kind: 'none' }, cancel: 'never', ...client },
      timeline: [
        {
          id: 'outage',
          kind: 'fault',
          atMs: 5_000,
          untilMs: 15_000,
          target: { kind: 'region', id: 'home' },
          fault: { kind: 'slow-down', factor: 1_000_000 },
        },
      ],
    }),
  );
  checkLaws(report);
  return report.requests.finished / (report.requests.arrived - report.requests.inside);
}

describe('a backend that was overloaded by an outage', () => {
  it('recovers below half its capacity, and may stay down above', () => {
    expect(answeredInTheEnd(120)).toBe(1);
    expect(answeredInTheEnd(280)).toBeLessThan(0.01);
  });

  it('recovers at a load above that where a budget caps the retries', () => {
    expect(answeredInTheEnd(200)).toBeLessThan(0.01);
    expect(answeredInTheEnd(200, { budget: { fraction: 0.1, minPerS: 0 } })).toBe(1);
  });
});
