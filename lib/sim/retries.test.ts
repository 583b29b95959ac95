import { describe, expect, it } from 'vitest';

import type { ScenarioInput } from '@/lib/scenario/schema';

import { checkLaws } from './laws';
import type { Report } from './report';
import { oneNode, scenarioOf } from './scenarios.contract';
import { simulate } from './simulate';

type Client = NonNullable<ScenarioInput['client']>;

/** Nodes that no request waits for, each attempt failing with probability `p`; nobody is told of it. */
function failing(p: number, client: Client, requests: number, nodes = 3): Report {
  const base = oneNode({ ratePerS: 1_000, durationMs: requests, slots: 100, service: { kind: 'constant', meanMs: 1 } });
  const report = simulate(
    scenarioOf({
      ...base,
      groups: [{ ...base.groups[0]!, count: nodes }],
      router: { policies: [], strategy: { id: 'random' } },
      breaker: { outcomes: { error: 'ignored' } },
      client,
      timeline: [
        {
          id: 'errors',
          kind: 'fault',
          atMs: 0,
          target: { kind: 'region', id: 'home' },
          fault: { kind: 'error-rate', fraction: p, afterMs: 0 },
        },
      ],
    }),
  );
  checkLaws(report);
  return report;
}

describe('retries without a budget', () => {
  // Attempts per request: the sum of p^k for k = 0 to R; success: 1 - p^(R + 1). Tolerances are six standard deviations at 15,000 requests.
  it.each([
    [0.1, 3, 1.111, 0.0184, 0.9999, 0.0006],
    [0.5, 2, 1.75, 0.042, 0.875, 0.0163],
    [0.9, 3, 3.439, 0.052, 0.3439, 0.0233],
  ])('where attempts fail with probability %f come %i times at most', (p, retries, attempts, off, success, offSuccess) => {
    const report = failing(p, { retries, backoff: { kind: 'none' } }, 15_000);
    expect(Math.abs(report.attempts.started / report.requests.arrived - attempts)).toBeLessThan(off);
    expect(Math.abs(report.requests.finished / report.requests.arrived - success)).toBeLessThan(offSuccess);
    expect(report.retriesDenied).toBe(0);
  });

  it('come a hundred times where the scenario says so, each with draws of its own', () => {
    const report = failing(1, { retries: 100, backoff: { kind: 'none' } }, 200);
    expect(report.attempts.started).toBe(101 * report.requests.arrived);
    const half = failing(0.9, { retries: 100, backoff: { kind: 'none' } }, 5_000);
    // 1 / (1 - p) = 10, standard deviation of a request sqrt(p) / (1 - p) = 9.5, six of the mean's.
    expect(Math.abs(half.attempts.started / half.requests.arrived - 10)).toBeLessThan(0.82);
  });
});

describe('a retry budget', () => {
  it.each([
    [1, 0.2, 1.2],
    [0.5, 0.1, 1.1],
    [0.1, 0.5, 1 / 0.9],
    [1, 0, 1],
  ])(
    'with attempts that fail with probability %f and %f retries per first attempt makes %f attempts',
    (p, fraction, attempts) => {
      const client: Client = { retries: 100, backoff: { kind: 'none' }, budget: { fraction, minPerS: 0 } };
      const report = failing(p, client, 60_000);
      expect(Math.abs(report.attempts.started / report.requests.arrived - attempts)).toBeLessThan(0.005);
      expect(report.retriesDenied > 0).toBe(p !== 0.1);
      expect(report.classes[0]!.retriesDenied).toBe(report.retriesDenied);
    },
  );

  it('ends a request that it refuses a retry as its last attempt did', () => {
    const report = failing(1, { retries: 5, budget: { fraction: 0, minPerS: 0 } }, 500);
    expect(report.requests.failed).toBe(report.requests.arrived);
    expect(report.attempts.byOutcome.error).toBe(report.requests.arrived);
    expect(report.retriesDenied).toBe(report.requests.arrived);
  });

  it('lets a few out whatever the traffic', () => {
    const report = failing(
      1,
      { retries: 5, backoff: { kind: 'none' }, budget: { fraction: 0, minPerS: 20, ttlMs: 1_000 } },
      5_000,
    );
    expect(report.attempts.started - report.requests.arrived).toBeGreaterThanOrEqual(100);
    expect(report.attempts.started - report.requests.arrived).toBeLessThanOrEqual(120);
  });
});

describe('a retry', () => {
  it('goes elsewhere as long as it can, unless it may come back', () => {
    const elsewhere = failing(1, { retries: 2, backoff: { kind: 'none' } }, 400);
    for (const node of elsewhere.nodes) expect(node.attempts).toBe(elsewhere.requests.arrived);
    const anywhere = failing(1, { retries: 2, backoff: { kind: 'none' }, excludeTried: false }, 400);
    expect(new Set(anywhere.nodes.map((node) => node.attempts)).size).toBeGreaterThan(1);
  });
});
