import { describe, expect, it } from 'vitest';

import { CompareRun, type Comparison } from './compare';
import { conduct, conductHere, type Pool } from './conduct';
import { experimentOf, smallFleet, THREE_STRATEGIES } from './experiments.fixture';
import { METRIC_NAMES } from './metrics';
import { replicate, type RunResult, type Task } from './replication';
import { finding, headline } from './sentences';

function compared(...args: Parameters<typeof experimentOf<'compare'>>): Comparison {
  const run = new CompareRun(experimentOf(...args));
  conductHere(run);
  return run.report();
}

const strategies = compared({ kind: 'compare', variants: THREE_STRATEGIES, replications: 8 });

describe('a comparison', () => {
  it('runs every variant on the same requests, replication by replication', () => {
    expect(strategies.replications).toBe(8);
    expect(strategies.variants.map(({ sameTraffic }) => sameTraffic)).toEqual([true, true, true]);
    for (const { values } of strategies.variants) for (const name of METRIC_NAMES) expect(values[name]).toHaveLength(8);
    expect(new Set(strategies.variants[0]!.values.mean).size).toBe(8);
  });

  it('tells a bad strategy from a good one, and ranks only what it tells apart', () => {
    const [two, random, fewest] = strategies.variants;
    expect(random!.metrics.p95.verdict).toEqual({ kind: 'higher' });
    expect(random!.metrics.p95.difference!.low).toBeGreaterThan(0);
    expect(random!.metrics.p95.rank).toEqual({ from: 3, to: 3 });
    expect(two!.metrics.p95.verdict).toEqual({ kind: 'baseline' });
    expect(fewest!.metrics.p95.rank!.from).toBe(1);
    expect(finding(strategies, random!, 'p95')).toMatch(
      /^p95 of random is \S+ ms \(.+ %\) higher than of two, which is worse; the 95 % interval is .+ to .+ ms\.$/,
    );
  });

  it('keeps distributions and columns over time', () => {
    for (const { distribution, overTime, values } of strategies.variants) {
      const ms = distribution.map((point) => point.ms);
      expect(ms.toSorted((a, b) => a - b)).toEqual(ms);
      expect(ms.length).toBeGreaterThan(20);
      const { offered } = overTime!;
      expect(offered.mean).toHaveLength(24);
      const arrived = offered.mean.reduce<number>((sum, n) => sum + n!, 0);
      expect(arrived).toBeGreaterThan(100);
      offered.mean.forEach((mean, i) => {
        expect(mean!).toBeGreaterThanOrEqual(offered.least[i]!);
        expect(mean!).toBeLessThanOrEqual(offered.most[i]!);
      });
      expect(values.p50.every((p50) => p50 !== null)).toBe(true);
    }
  });

  it('of identical variants differs by exactly zero and says so', () => {
    const same = compared({
      kind: 'compare',
      variants: [{ id: 'a' }, { id: 'b', patch: [{ path: 'title', value: 'Other' }] }],
      replications: 3,
    });
    for (const name of METRIC_NAMES) {
      expect(same.variants[1]!.metrics[name].difference).toMatchObject({ mean: 0, low: 0, high: 0, identical: true });
      expect(same.variants[1]!.metrics[name].verdict).toEqual({ kind: 'identical' });
    }
    expect(headline(same, 'p99')).toBe('All variants have the very same p99 in every replication.');
    expect(finding(same, same.variants[1]!, 'p99')).toBe('p99 of b is the very same as of a in each of 3 replications.');
  });

  it('of one variant gives its interval alone', () => {
    const one = compared({ kind: 'compare', variants: [{ id: 'a', title: 'As it is' }], replications: 4 });
    expect(headline(one, 'mean')).toMatch(
      /^Mean latency of As it is is \S+ ms on average over 4 replications \(95 % interval .+\)\.$/,
    );
  });

  it('on seeds of their own meets other requests', () => {
    const apart = compared({
      kind: 'compare',
      variants: [{ id: 'a' }, { id: 'b' }],
      numbers: 'independent',
      replications: 4,
    });
    expect(apart.variants[1]!.sameTraffic).toBe(false);
    expect(apart.variants[1]!.metrics.mean.verdict.kind).not.toBe('identical');
    expect(apart.variants[1]!.metrics.mean.pairingGain).toBeNull();
  });

  it('says where a variant met other traffic', () => {
    const busier = compared({
      kind: 'compare',
      variants: [{ id: 'a' }, { id: 'busier', patch: [{ path: 'workload[users].arrivals.ratePerS', value: 45 }] }],
      replications: 4,
    });
    expect(busier.variants[1]!.sameTraffic).toBe(false);
    expect(finding(busier, busier.variants[1]!, 'throughput')).toContain('It met other requests than the baseline did');
  });

  it('has no verdict on a variant whose run was ended', () => {
    const run = new CompareRun(experimentOf({ kind: 'compare', variants: THREE_STRATEGIES.slice(0, 2), replications: 2 }));
    conductHere(run, (task) =>
      task.scenario.router.strategy.id === 'random'
        ? { kind: 'stopped', seed: task.seed, reason: 'it was full' }
        : replicate(task),
    );
    const report = run.report();
    expect(report.variants[1]!.stopped).toEqual({ count: 2, reason: 'it was full' });
    expect(report.variants[1]!.metrics.p99.verdict).toEqual({ kind: 'unknown' });
    expect(headline(report, 'p99')).toBe('random cannot be judged: a run of it was ended, because it was full.');
  });

  it('is provisional until its last replication', () => {
    const run = new CompareRun(experimentOf({ kind: 'compare', variants: THREE_STRATEGIES, replications: 3 }));
    for (let i = 0; i < 6; i++) {
      const next = run.next()!;
      run.take(next, replicate(next.task));
    }
    const report = run.report();
    expect(report).toMatchObject({ provisional: true, replications: 2, ended: null });
    expect(headline(report, 'p99')).toMatch(/^Provisional: /);
  });
});

describe('a wanted precision', () => {
  const plan = { kind: 'compare', variants: THREE_STRATEGIES, replications: 60, batch: 4 } as const;

  it('ends the experiment at a batch, with all intervals as narrow as was asked', () => {
    const report = compared({ ...plan, variants: [...plan.variants], precision: { metric: 'mean', fraction: 0.15 } });
    expect(report.ended).toBe('the wanted precision was reached');
    expect(report.replications % 4).toBe(0);
    expect(report.replications).toBeLessThan(60);
    const base = report.variants[0]!.metrics.mean.estimate!.mean;
    for (const { metrics } of report.variants.slice(1)) {
      const { low, high } = metrics.mean.difference!;
      expect((high - low) / 2).toBeLessThanOrEqual(0.15 * base);
    }
  });
});

it('a wanted precision of a single variant is that of its mean', () => {
  const report = compared({
    kind: 'compare',
    variants: [{ id: 'alone' }],
    replications: 100,
    batch: 4,
    precision: { metric: 'mean', fraction: 0.08 },
  });
  const { mean, low, high } = report.variants[0]!.metrics.mean.estimate!;
  expect((high! - low!) / 2).toBeLessThanOrEqual(0.08 * mean);
  expect(report.replications).toBeGreaterThan(4);
});

describe('the order in which results come', () => {
  const experiment = experimentOf({
    kind: 'compare',
    variants: THREE_STRATEGIES,
    replications: 12,
    batch: 2,
    precision: { metric: 'mean', fraction: 0.4, of: 'mean' },
  });

  /** So many runs at once, which end in an order of their own. */
  function unevenPool(size: number): Pool {
    let n = 0;
    return {
      size,
      run: async (task: Task): Promise<RunResult> => {
        const result = replicate(task);
        const turns = (++n * 7) % 5;
        for (let i = 0; i < turns; i++) await Promise.resolve();
        return result;
      },
    };
  }

  it('and the number of threads change nothing', async () => {
    const here = new CompareRun(experiment);
    conductHere(here);
    for (const size of [1, 3, 8]) {
      const run = new CompareRun(experiment);
      expect(await conduct(run, unevenPool(size))).toBe(true);
      expect(run.report()).toEqual(here.report());
    }
    expect(here.report().replications).toBeLessThan(12);
  });

  it('ends at once when it is cancelled', async () => {
    const run = new CompareRun(experiment);
    expect(await conduct(run, unevenPool(2), () => run.done < 5)).toBe(false);
    expect(run.done).toBe(5);
  });

  it('does not hide that a run failed', async () => {
    const run = new CompareRun(experiment);
    const pool: Pool = { size: 2, run: () => Promise.reject(new Error('the thread died')) };
    await expect(conduct(run, pool)).rejects.toThrow('the thread died');
  });
});

it('what a replication says follows from its seed alone', () => {
  const { scenario } = experimentOf(
    { kind: 'compare', variants: [{ id: 'a' }] },
    { scenario: smallFleet({ durationMs: 2_000 }) },
  );
  const once = replicate({ scenario, seed: 5, keep: 'all' });
  expect(replicate({ scenario: { ...scenario, seed: 99 }, seed: 5, keep: 'all' })).toEqual(once);
  expect(replicate({ scenario, seed: 6, keep: 'numbers' })).not.toMatchObject({
    digest: once.kind === 'measured' && once.digest,
  });
});
