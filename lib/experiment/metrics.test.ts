import { expect, it } from 'vitest';

import { Simulation } from '@/lib/sim/simulate';

import { scenarioOf, smallFleet } from './experiments.fixture';
import { METRIC_NAMES, METRICS } from './metrics';
import { replicate } from './replication';

const scenario = scenarioOf(smallFleet({ warmUpMs: 1_000, client: { timeoutMs: 300, retries: 1 } }));
const result = replicate({ scenario, seed: 77, keep: 'all' });
const simulation = new Simulation({ ...scenario, seed: 77 });
simulation.runUntil(scenario.durationMs);
const report = simulation.report();

it('metrics are what the report says', () => {
  if (result.kind !== 'measured') throw new Error(result.reason);
  const { values } = result;
  expect(values.p99).toBe(report.latency.p99Ms);
  expect(values.mean).toBe(report.latency.meanMs);
  expect(values.wait).toBe(report.wait.meanMs);
  expect((values.cost! * report.requests.finished) / 1_000).toBeCloseTo(report.cost, 12);
  expect(values.offered! * 5).toBeCloseTo(report.requests.arrived, 9);
  expect(values.goodput! / values.throughput!).toBeCloseTo(
    (values.slo! * (report.requests.arrived - report.requests.inside)) / report.requests.finished,
    12,
  );
  expect(values.success! + values.failed! + values.refused! + values.timedOut!).toBeCloseTo(1, 12);
  const busy = report.nodes.map(({ utilisation }) => utilisation);
  expect(values.utilisation).toBeCloseTo(busy.reduce((sum, share) => sum + share, 0) / busy.length, 12);
});

it('has every metric of a run in which everything happens, and says what each is', () => {
  if (result.kind !== 'measured') throw new Error(result.reason);
  for (const name of METRIC_NAMES) {
    expect(result.values[name], name).not.toBeNull();
    expect(METRICS[name].meaning).toMatch(/^[A-Z\d].*\.$/);
  }
});
