import { describe, expect, it } from 'vitest';

import { parseScenario } from './parse';
import { brownOut } from './presets/brown-out';
import type { ScenarioInput } from './schema';

/** What the door says of the opening preset with this breaker. */
function said(breaker: unknown, rest: Partial<ScenarioInput> = {}): string[] {
  const parsed = parseScenario({ ...brownOut.scenario, ...rest, breaker });
  return parsed.ok ? [] : parsed.problems.map(({ message }) => message);
}

describe('a threshold that means nothing is refused', () => {
  it('zero', () => {
    expect(said({ failureThreshold: 0 })).toEqual(['breaker.failureThreshold: must be at least 1 (found 0).']);
    expect(said({ rate: { failureFraction: 0 } })).toEqual(['breaker.rate.failureFraction: must be at least 0.001 (found 0).']);
    expect(said({ rate: { minimumCalls: 0 } })).toEqual(['breaker.rate.minimumCalls: must be at least 1 (found 0).']);
    expect(said({ rate: { slow: { ms: 100, fraction: 0 } } })).toEqual([
      'breaker.rate.slow.fraction: must be at least 0.001 (found 0).',
    ]);
    expect(said({ halfOpenSuccesses: 0 })).toEqual(['breaker.halfOpenSuccesses: must be at least 1 (found 0).']);
  });

  it('above its window', () => {
    expect(said({ rate: { window: { kind: 'count', calls: 10 }, minimumCalls: 11 } })).toEqual([
      'breaker.rate.minimumCalls: must be at most 10, the calls that its window holds (found 11).',
    ]);
    expect(said({ rate: { window: { kind: 'count', calls: 10 }, minimumCalls: 10 } })).toEqual([]);
    expect(said({ rate: { window: { kind: 'count', calls: 1_001 } } })[0]).toMatch(
      /^breaker\.rate\.window\.calls: must be at most 1,000/,
    );
  });

  it('above 1', () => {
    expect(said({ rate: { failureFraction: 1.5 } })).toEqual(['breaker.rate.failureFraction: must be at most 1 (found 1.5).']);
    expect(said({ ejection: { maxEjectedFraction: 10 } })).toEqual([
      'breaker.ejection.maxEjectedFraction: must be at most 1 (found 10).',
    ]);
  });
});

describe('a part without effect is refused, with what it would take', () => {
  it('a rate that judges nothing', () => {
    expect(said({ rate: { failureFraction: null } })[0]).toMatch(
      /^breaker\.rate: must judge something: set failureFraction or slow, or make rate null \(found /,
    );
    expect(said({ rate: { failureFraction: null, slow: { ms: 800 } } })).toEqual([]);
  });

  it('first tokens, which no node reports', () => {
    expect(said({ rate: { slowFirstToken: { ms: 300 } } })[0]).toMatch(
      /^breaker\.rate\.slowFirstToken: must be null: a slots node gives its answer whole, so nothing tells when a first token came/,
    );
  });

  it('a trial by shares that nothing can judge', () => {
    expect(said({ halfOpenCalls: 4 })).toEqual([
      'breaker.halfOpenCalls: must be null without breaker.rate, whose fractions would judge these calls (found 4).',
    ]);
    expect(said({ halfOpenCalls: 4, rate: {}, afterOpen: 'closed' })).toEqual([
      'breaker.halfOpenCalls: must be null where afterOpen is "closed", because no breaker is half-open then (found 4).',
    ]);
  });

  it('a growth that cannot grow', () => {
    expect(said({ openMs: 9_000, growth: { capMs: 8_000 } })).toEqual([
      'breaker.growth.capMs: must be at least openMs, 9,000 (found 8000).',
    ]);
    expect(said({ afterOpen: 'closed', growth: {} })[0]).toMatch(
      /^breaker\.growth\.calmMs: must be a time where afterOpen is "closed"/,
    );
    expect(said({ afterOpen: 'closed', growth: { calmMs: 1_000 } })).toEqual([]);
  });

  it('a comparison without a sweep', () => {
    expect(said({ ejection: { successRate: {} } })[0]).toMatch(
      /^breaker\.ejection\.successRate: must be null without ejection\.sweepMs, because nodes are compared at sweeps/,
    );
    expect(said({ ejection: { sweepMs: 5_000, successRate: {}, failureShare: {} } })).toEqual([]);
    expect(said({ ejection: { maxEjectedFraction: 0.2, panicFraction: 0.5 } })).toEqual([]);
  });
});

it('windows and sweeps stay within what a run can hold', () => {
  const groups = [{ ...brownOut.scenario.groups[0]!, count: 10_000 }];
  const workload = brownOut.scenario.workload;
  const big = { groups, workload, timeline: [], health: { probes: null } };
  expect(said({ rate: { window: { kind: 'count', calls: 201 } } }, big)).toEqual([
    'breaker.rate.window.calls: must come to at most 2,000,000 remembered calls, as nodes times calls (found 2010000).',
  ]);
  expect(said({ rate: { window: { kind: 'count', calls: 200 } } }, big)).toEqual([]);
  expect(said({ ejection: { sweepMs: 10 } }, { ...big, durationMs: 200_000 })).toEqual([
    'breaker.ejection.sweepMs: must come to at most 100,000,000 nodes looked at, as nodes times duration over sweepMs (found 200000000).',
  ]);
});
