import { expect, it } from 'vitest';

import { oneNode, scenarioOf } from './scenarios.contract';
import { Simulation } from './simulate';

it('the totals at any time are those that a report would have then, the warm-up left out', () => {
  for (const warmUpMs of [0, 700]) {
    const rest = {
      warmUpMs,
      client: {
        timeoutMs: 300,
        retries: 1,
        patience: { kind: 'exponential', meanMs: 200 },
        budget: { fraction: 0.1, minPerS: 0 },
      },
    } as const;
    const simulation = new Simulation(scenarioOf(oneNode({ slots: 2, ratePerS: 60, durationMs: 3_000, queueLimit: 9, rest })));
    for (const toMs of [0, 400, 1_100, 3_000]) {
      simulation.runUntil(toMs);
      const { requests, refusals, outcomes, wait, retryAmplification, ...totals } = simulation.totals();
      const report = simulation.report();
      expect(retryAmplification).toBe(report.retryAmplification);
      expect(outcomes).toEqual(report.attempts.byOutcome);
      expect({ requests, refusals, wait }).toEqual({ requests: report.requests, refusals: report.refusals, wait: report.wait });
      for (const [kind, count] of Object.entries(totals)) expect(count).toBe(report[kind as keyof typeof totals]);
    }
    const { requests, retriesDenied, abandoned, wait } = simulation.totals();
    const { finished, refused, timedOut } = requests;
    expect(Math.min(finished, refused, timedOut, retriesDenied, abandoned, wait.waitedFraction!)).toBeGreaterThan(0);
  }
});
