/**
 * Golden runs. A red pin with green laws means that the semantics changed: raise `SEMANTICS` and pin anew, or find out why. The numbers
 * are equal in every engine, since nothing but IEEE-exact operations goes into them.
 */
import { describe, expect, it } from 'vitest';

import { checkLaws } from './laws';
import { oneNode, scenarioOf } from './scenarios.contract';
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

describe('pinned', () => {
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
