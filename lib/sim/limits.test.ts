import { describe, expect, it } from 'vitest';

import { parseScenario } from '@/lib/scenario/parse';
import type { ScenarioInput } from '@/lib/scenario/schema';

import { checkLaws } from './laws';
import type { Report } from './report';
import { oneNode, scenarioOf } from './scenarios.contract';
import { simulate } from './simulate';

type Limits = ScenarioInput['groups'][number]['limits'];
type Class = ScenarioInput['workload'][number];

/** A request every 10 ms for a minute, 1 ms of work each. */
function limited(limits: Limits, rest: Partial<ScenarioInput> = {}, more: Partial<Class> = {}, nodes = 1): Report {
  const base = oneNode({ durationMs: 60_000, slots: 8, service: { kind: 'constant', meanMs: 1 } });
  const report = simulate(
    scenarioOf({
      ...base,
      groups: [{ ...base.groups[0]!, count: nodes, limits }],
      workload: [{ ...base.workload[0]!, arrivals: { kind: 'deterministic', ratePerS: 100 }, ...more }],
      router: { policies: [], strategy: { id: 'round-robin' } },
      ...rest,
    }),
  );
  checkLaws(report);
  return report;
}
const tokens = (mean: number): Class['tokens'] => ({ input: { kind: 'constant', mean }, output: { kind: 'constant', mean } });

describe('a quota', () => {
  it('of requests lets a minute of them through at once, then as many as come in, and answers 429 to the rest', () => {
    const report = limited({ requestsPerMinute: 1_200 });
    // 1,200 at first and 1,200 in the minute.
    expect(Math.abs(report.requests.finished - 2_400)).toBeLessThanOrEqual(2);
    expect(report.attempts.byOutcome['rate-limited']).toBe(report.requests.failed);
    expect(report.breakerTransitions).toEqual([]);
  });

  it('is of each node', () => {
    expect(Math.abs(limited({ requestsPerMinute: 1_200 }, {}, {}, 2).requests.finished - 4_800)).toBeLessThanOrEqual(3);
  });

  it('of tokens charges each request with its own, in and out', () => {
    const report = limited({ tokensPerMinute: 60_000 }, {}, { tokens: tokens(25) });
    expect(Math.abs(report.requests.finished - 2_400)).toBeLessThanOrEqual(2);
    const drawn = limited(
      { tokensPerMinute: 60_000 },
      {},
      { tokens: { input: { kind: 'exponential', mean: 24.5 }, output: { kind: 'empirical', values: [{ tokens: 25 }] } } },
    );
    // As many tokens for more requests: small ones slip through where a large one finds no room.
    expect(drawn.requests.finished).toBeGreaterThan(2_400);
    expect(drawn.requests.finished).toBeLessThan(3_300);
  });

  it('lets a request through that is larger than a whole minute, when nothing came before', () => {
    const report = limited({ tokensPerMinute: 60_000 }, {}, { tokens: tokens(60_000) });
    expect(report.requests.finished).toBe(1);
  });

  it('of requests at once counts the queue too', () => {
    const report = limited({ concurrent: 3 }, {}, { service: { kind: 'constant', meanMs: 45 } });
    // Three of every five find room: 45 ms of work, one every 10 ms.
    expect(report.nodes[0]!.utilisation).toBeLessThanOrEqual(3 / 8);
    expect(Math.abs(report.requests.finished / report.requests.arrived - 0.6)).toBeLessThan(0.01);
    expect(report.attempts.byOutcome.rejected).toBe(0);
  });

  it('of tokens asks every class that it may meet how many it has', () => {
    const base = oneNode({});
    const parsed = parseScenario({ ...base, groups: [{ ...base.groups[0]!, limits: { tokensPerMinute: 5_000 } }] });
    expect(parsed.ok ? [] : parsed.problems.map(({ message }) => message)).toEqual([
      'workload[0].tokens: must say how many tokens a request has, because groups[0], which may serve it, has a quota of tokens (found null).',
    ]);
  });
});

describe('Retry-After', () => {
  const client = { retries: 1, backoff: { kind: 'none' }, timeoutMs: 5_000 } as const;

  it('holds a retry back that has nowhere else to go, so that it finds room', () => {
    // A request every 200 ms, of which a node takes one in 250 ms once its minute is used up.
    const slow = { arrivals: { kind: 'deterministic', ratePerS: 4.5 } } as const;
    const limits = { requestsPerMinute: 240 };
    const rest = { client, durationMs: 600_000 };
    const told = limited(limits, rest, slow);
    const deaf = limited(limits, { ...rest, client: { ...client, honourRetryAfter: false } }, slow);
    expect(deaf.attempts.byOutcome['rate-limited']).toBe(2 * deaf.requests.failed);
    expect(told.requests.finished).toBeGreaterThanOrEqual(deaf.requests.finished);
    expect(told.latency.maxMs).toBeGreaterThan(100);
    expect(deaf.latency.maxMs).toBeLessThan(2);
  });

  it('does not hold back a retry that goes to another node', () => {
    const base = oneNode({ durationMs: 60_000, slots: 8, service: { kind: 'constant', meanMs: 1 } });
    const report = simulate(
      scenarioOf({
        ...base,
        groups: [
          { ...base.groups[0]!, limits: { requestsPerMinute: 1 } },
          { ...base.groups[0]!, id: 'b' },
        ],
        router: { policies: [], strategy: { id: 'round-robin' } },
        client,
      }),
    );
    checkLaws(report);
    expect(report.requests.finished).toBe(report.requests.arrived);
    expect(report.attempts.byOutcome['rate-limited']).toBeGreaterThan(10);
    expect(report.latency.maxMs).toBeCloseTo(1, 6);
  });
});

describe('admission', () => {
  it('refuses beyond the rate at once, before the router decides', () => {
    const report = limited(null, { router: { policies: [], admission: { ratePerS: 20, burst: 1 } } });
    expect(Math.abs(report.requests.finished - 1_200)).toBeLessThanOrEqual(1);
    expect(report.refusals.AdmissionLimit).toBe(report.requests.refused);
    expect(report.decisions).toBe(report.attempts.started);
    const bursty = limited(null, { router: { policies: [], admission: { ratePerS: 20, burst: 500 } } });
    expect(Math.abs(bursty.requests.finished - 1_700)).toBeLessThanOrEqual(1);
  });

  it('bounds what is under way, and a refused client tries again', () => {
    const busy = { service: { kind: 'constant', meanMs: 45 } } as const;
    const router = { policies: [], admission: { maxInFlight: 3 } };
    const report = limited(null, { router }, busy);
    expect(Math.abs(report.requests.finished / report.requests.arrived - 0.6)).toBeLessThan(0.01);
    const again = limited(null, { router, client: { retries: 3, backoff: { kind: 'fixed', ms: 7 } } }, busy);
    expect(again.requests.finished).toBeGreaterThan(report.requests.finished);
    expect(again.refusals.AdmissionLimit).toBeGreaterThan(again.requests.refused);
  });

  it('is of each replica', () => {
    const router = { policies: [], replicas: 4, admission: { ratePerS: 10, burst: 1 } };
    const one = limited(null, { router: { ...router, replicas: 1 } });
    expect(limited(null, { router }).requests.finished / one.requests.finished).toBeGreaterThan(3);
  });
});
