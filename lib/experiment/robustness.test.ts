import { describe, expect, it } from 'vitest';

import { conductHere } from './conduct';
import { experimentOf, scenarioOf, smallFleet } from './experiments.fixture';
import { recoveryText, robustnessFinding } from './findings';
import { recoveryOf } from './recovery';
import type { RunResult } from './replication';
import type { ExperimentInput } from './schema';
import { RobustnessRun, scriptsOf } from './robustness';

function plan(): Extract<ExperimentInput['plan'], { kind: 'robustness' }> {
  return {
    kind: 'robustness',
    variants: [{ id: 'two' }, { id: 'no-retries', patch: [{ path: 'client.retries', value: 0 }] }],
    fromMs: 2_000,
    untilMs: 4_000,
    each: ['node', 'region'],
    metric: 'success',
    replications: 3,
  };
}

describe('robustness', () => {
  const run = new RobustnessRun(experimentOf(plan(), { scenario: smallFleet({ durationMs: 12_000 }) }));
  conductHere(run);
  const report = run.report();

  it('runs each node and each region in its turn, and the calm one beside', () => {
    expect(run.scripts.map(({ name }) => name)).toEqual(
      ['node east-01', 'node east-02', 'node west-01', 'node west-02', 'region east', 'region west'].map((name) => name),
    );
    for (const { calm, scripts } of report.variants) {
      expect(calm!.mean).toBe(1);
      expect(scripts).toHaveLength(6);
      expect(scripts.every(({ metric }) => metric!.count === 3)).toBe(true);
    }
  });

  it('finds the worst script, and whom retries protect', () => {
    const [two, without] = report.variants;
    expect(two!.mean).toBeGreaterThan(without!.mean!);
    expect(without!.worst!.mean).toBeLessThan(1);
    expect(without!.worst!.script).toMatch(/^region/);
    expect(robustnessFinding(report, without!)).toMatch(
      /^no-retries: success .+ on average over 6 fault scripts, at worst .+ \(region/,
    );
  });
});

it('random scripts are drawn from the seed, without repeats within one', () => {
  const { plan: made } = experimentOf({ ...plan(), each: [], random: { scripts: 20, nodes: 3 } });
  const scenario = scenarioOf();
  const scripts = scriptsOf(made, scenario, 5);
  expect(scripts).toHaveLength(20);
  for (const { targets } of scripts) expect(new Set(targets.map(({ id }) => id)).size).toBe(3);
  expect(scriptsOf(made, scenario, 5)).toEqual(scripts);
  expect(scriptsOf(made, scenario, 6)).not.toEqual(scripts);
});

describe('recovery', () => {
  const TIMES = { fromMs: 1_000, untilMs: 2_000, tolerance: 0.25 };

  /** Bins of 500 ms. */
  function run(p95Ms: readonly number[], lost: readonly number[] = p95Ms.map(() => 0)): RunResult {
    const even = p95Ms.map(() => 10);
    const curves = {
      binMs: 500,
      offered: even,
      completed: even,
      lost,
      attempts: even,
      p50Ms: even,
      p95Ms,
      p99Ms: even,
      inFlight: even,
    };
    return { kind: 'measured', seed: 1, digest: '', trafficHash: '', values: {} as never, latencies: null, curves };
  }
  const calm = run([100, 100, 100, 100, 100, 100, 100, 100]);

  it('is timed from the end of the fault to the end of the last bad bin', () => {
    const found = recoveryOf([run([100, 100, 300, 300, 300, 120, 110, 100])], [calm], TIMES);
    expect(found).toEqual({ kind: 'recovers', meanMs: 500, mostMs: 500, windowMs: 3_000 });
    expect(recoveryText({ script: 'node a', recovery: found })).toContain('node a: back 500 ms after its end');
  });

  it('counts lost requests and silence as bad', () => {
    expect(recoveryOf([run([100, 100, 100, 100, 100, 100, 100, 100], [0, 0, 9, 9, 0, 9, 0, 0])], [calm], TIMES)).toMatchObject({
      meanMs: 1_000,
    });
    expect(recoveryOf([run([100, 100, NaN, NaN, NaN, 100, 100, 100])], [calm], TIMES)).toMatchObject({ meanMs: 500 });
  });

  it('may be absent, partial, or not needed', () => {
    const bad = run([100, 100, 300, 300, 300, 300, 300, 300]);
    const good = run([100, 100, 300, 100, 100, 100, 100, 100]);
    expect(recoveryOf([bad, bad], [calm, calm], TIMES)).toEqual({ kind: 'stays bad', forMs: 2_000 });
    expect(recoveryOf([bad, good], [calm, calm], TIMES)).toEqual({ kind: 'sometimes', recovered: 1, of: 2 });
    expect(recoveryOf([good], [calm], TIMES)).toMatchObject({ kind: 'recovers', meanMs: 0 });
    expect(recoveryOf([calm], [calm], TIMES)).toEqual({ kind: 'no harm' });
    expect(recoveryOf([{ kind: 'stopped', seed: 1, reason: 'full' }], [calm], TIMES)).toEqual({ kind: 'unknown' });
  });
});
