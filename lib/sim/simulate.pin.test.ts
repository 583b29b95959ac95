/**
 * Golden runs. A red pin with green laws means that the semantics changed: raise `SEMANTICS` and pin anew, or find out why. The numbers
 * are equal in every engine, since nothing but IEEE-exact operations goes into them.
 */
import { describe, expect, it } from 'vitest';

import type { Scenario, ScenarioInput } from '@/lib/scenario/schema';
import { arrivalsSchema } from '@/lib/scenario/schema/workload';

import { checkLaws } from './laws';
import { agents, oneNode, ratedArrivals, scenarioOf } from './scenarios.contract';
import { simulate } from './simulate';

const crashed = scenarioOf({
  ...oneNode({ slots: 2, ratePerS: 30, queueLimit: 3, durationMs: 20_000, service: { kind: 'lognormal', meanMs: 60, cv: 1 } }),
  network: { localMs: 4 },
  router: { strategy: { id: 'power-of-two' } },
  health: { probes: { intervalMs: 500, timeoutMs: 100 } },
  breaker: { failureThreshold: 3, openMs: 700 },
  client: { timeoutMs: 400, retries: 2, backoff: { kind: 'linear', ms: 50 } },
  timeline: [
    { id: 'down', kind: 'fault', atMs: 3_000, untilMs: 5_000, target: { kind: 'group', id: 'a' }, fault: { kind: 'crash' } },
    {
      id: 'slow',
      kind: 'fault',
      atMs: 8_000,
      untilMs: 9_000,
      target: { kind: 'region', id: 'home' },
      fault: { kind: 'slow-down', factor: 3 },
    },
    { id: 'more', kind: 'traffic', atMs: 12_000, class: 'w', ratePerS: 45 },
  ],
});

/** One class of every kind of arrivals, with every kind of sizes among them. */
function everyKind(): Scenario {
  const input = oneNode({ slots: 40, queueLimit: 100, durationMs: 10_000 });
  const services: readonly ScenarioInput['workload'][number]['service'][] = [
    { kind: 'erlang', meanMs: 60, phases: 20 },
    { kind: 'hyperexponential', meanMs: 50, cv: 4 },
    { kind: 'two-exponentials', share: 0.9, firstMeanMs: 20, secondMeanMs: 300 },
    { kind: 'bounded-pareto', shape: 1.1, minMs: 5, maxMs: 4_000 },
    { kind: 'empirical', values: [{ ms: 10 }, { ms: 80, weight: 2.5 }, { ms: 700, weight: 0.1 }] },
  ];
  return scenarioOf({
    ...input,
    regions: [{ id: 'home' }, { id: 'east' }, { id: 'west' }],
    workload: [
      ...ratedArrivals(40).map((arrivals, i) => ({
        ...input.workload[0]!,
        id: `w${i}`,
        arrivals,
        service: services[i % services.length]!,
      })),
      agents(7),
    ],
    client: { timeoutMs: 900, retries: 1 },
    timeline: [{ id: 'more', kind: 'traffic', atMs: 4_000, class: 'w5', ratePerS: 120 }],
  });
}

describe('pinned', () => {
  it('a run with arrivals and sizes of every kind, and its law', () => {
    const scenario = everyKind();
    const kinds = new Set(scenario.workload.map(({ arrivals }) => arrivals.kind));
    // All but a trace, which comes from a file.
    expect(kinds.size).toBe(arrivalsSchema.options.length - 1);
    const report = simulate(scenario);
    checkLaws(report);
    expect(report.requests.arrived).toBeGreaterThan(3_000);
    expect([report.semantics, report.digest, report.trafficHash, report.events]).toEqual([
      1,
      '61e5b4e921e3e868',
      '34edb12d0fc31ed6',
      15504,
    ]);
  });

  it('a small run with a crash, a slow-down and a change of traffic, and its law', () => {
    const report = simulate(crashed);
    checkLaws(report);
    expect(report.requests.arrived).toBeGreaterThan(500);
    expect([report.semantics, report.digest, report.trafficHash, report.events]).toEqual([
      1,
      '7c66f6de0ae77dbd',
      'a3aba82f52ba3344',
      2794,
    ]);
  });
});
