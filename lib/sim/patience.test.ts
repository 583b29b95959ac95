import { describe, expect, it } from 'vitest';

import { exp } from '@/lib/base/math';
import type { ScenarioInput } from '@/lib/scenario/schema';

import { checkLaws } from './laws';
import type { Report } from './report';
import { oneNode, scenarioOf } from './scenarios.contract';
import { simulate } from './simulate';

type Client = NonNullable<ScenarioInput['client']>;

const MEAN_MS = 100;
/** Service of mean 100 ms; `load` arrivals per mean service time. */
function impatient(
  load: number,
  slots: number,
  patience: Client['patience'],
  requests: number,
  rest: Partial<Client> = {},
): Report {
  const report = simulate(
    scenarioOf({
      ...oneNode({
        slots,
        ratePerS: (load * 1_000) / MEAN_MS,
        service: { kind: 'exponential', meanMs: MEAN_MS },
        durationMs: (requests * MEAN_MS) / load,
      }),
      warmUpMs: 20_000,
      client: { timeoutMs: 3_600_000, retries: 0, patience, ...rest },
    }),
  );
  checkLaws(report);
  return report;
}
const share = (report: Report): number => report.abandoned / report.requests.arrived;

describe('patience', () => {
  // Share that gives up, (1 - rho) rho O / (1 - rho^2 O) with O = exp(-(mu - lambda) tau). Source: D. Y. Barrer, Operations Research 5, 1957.
  it.each([
    // load, patience in service times, standard deviation at a million requests
    [0.8, 2, 0.000494],
    [1.5, 1, 0.000544],
  ])('at load %f and of %f service times is lost as often as Barrer says', (load, tau, deviation) => {
    const requests = 60_000;
    const report = impatient(load, 1, { kind: 'constant', meanMs: tau * MEAN_MS }, requests);
    const o = exp(-(1 - load) * tau);
    const expected = ((1 - load) * load * o) / (1 - load * load * o);
    expect(Math.abs(share(report) - expected)).toBeLessThan(6 * deviation * Math.sqrt(1_000_000 / requests));
    expect(report.requests.timedOut).toBe(report.abandoned);
    expect(report.attempts.byOutcome.cancelled).toBe(report.abandoned);
    expect(report.requests.finished + report.abandoned + report.requests.inside).toBe(report.requests.arrived);
  });

  it('of exponential length, at ten slots, is lost as often as in Palm’s Erlang-A', () => {
    const requests = 60_000;
    const report = impatient(10, 10, { kind: 'exponential', meanMs: 2 * MEAN_MS }, requests);
    expect(Math.abs(share(report) - 0.1039132123)).toBeLessThan(6 * 0.000672 * Math.sqrt(1_000_000 / requests));
  });

  it('ends where service begins, at that very instant too, and is not tried again', () => {
    // Every 100 ms a request of 150 ms of work: the second waits 50 ms for its slot; the run ends before the third gives up.
    const base = oneNode({ service: { kind: 'constant', meanMs: 150 }, durationMs: 320 });
    const run = (meanMs: number): Report => {
      const report = simulate(
        scenarioOf({
          ...base,
          workload: [{ ...base.workload[0]!, arrivals: { kind: 'deterministic', ratePerS: 10 } }],
          client: { timeoutMs: 10_000, retries: 3, patience: { kind: 'constant', meanMs } },
        }),
      );
      checkLaws(report);
      return report;
    };
    expect(run(50).abandoned).toBe(0);
    const hurried = run(49);
    expect(hurried.abandoned).toBe(1);
    expect(hurried.attempts.started).toBe(hurried.requests.arrived);
  });

  it('runs out on the way, too', () => {
    const base = oneNode({ durationMs: 5_000, ratePerS: 10 });
    const report = simulate(
      scenarioOf({ ...base, network: { localMs: 80 }, client: { retries: 2, patience: { kind: 'constant', meanMs: 39 } } }),
    );
    checkLaws(report);
    expect(report.abandoned).toBe(report.requests.arrived - report.requests.inside);
    expect(report.nodes[0]!.utilisation).toBe(0);
    expect(report.nodes[0]!.failed).toBe(0);
  });
});
