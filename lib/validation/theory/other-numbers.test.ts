/**
 * Cases with other numbers than the shipped file's, their expected values by formulas that stand here, and files of their own. The
 * tolerances are five standard deviations or more, known in closed form where the estimate is a share, from the shipped cases of
 * like load where it is a mean.
 */
import { describe, expect, it } from 'vitest';

import { exp } from '@/lib/base/math';

import { erlangB, erlangC, fileOf, queue, roundRobin, servers, type CaseInput } from './known.fixture';
import { verdictsOf } from './run-plan.fixture';
import type { Verdict } from './verdict';

const within = (type: string, value: number, more: object = {}): object => ({ type, value, ...more });
const failures = (verdicts: readonly Verdict[]): Verdict[] => verdicts.filter(({ passed }) => !passed);

/** Five standard deviations of a share of `n` independent trials. */
const five = (p: number, n: number): number => 5 * Math.sqrt((p * (1 - p)) / n);

describe('queues with other numbers', () => {
  it('of three slots, of a server of double speed, and without a queue', () => {
    const n = { requests: 20_000, warmup: 2_000 };
    const [c, a] = [3, 1.8];
    const wait = erlangC(c, a) / (c - a);
    const cases: CaseInput[] = [
      {
        id: 'p',
        family: 'mmc',
        metric: 'p_wait',
        expected: erlangC(c, a),
        model: queue(a, [servers(1, c)]),
        tolerance: within('relative', 0.15, n),
      },
      {
        id: 'w',
        family: 'mmc',
        metric: 'mean_wait',
        expected: wait,
        model: queue(a, [servers(1, c)]),
        tolerance: within('relative', 0.4, n),
      },
      {
        id: 'double',
        family: 'mm1',
        metric: 'sojourn_quantile:0.9',
        expected: 2.302585093 / (2 - 1.2),
        model: queue(1.2, [servers(1, 1, { speed: 2 })]),
        tolerance: within('relative', 0.25, n),
      },
      {
        id: 'lost',
        family: 'loss',
        metric: 'blocked_fraction',
        expected: erlangB(3, 2),
        model: queue(2, [servers(1, 3, { capacity: 3 })]),
        tolerance: within('absolute', 0.025, n),
      },
      {
        id: 'tail',
        family: 'mm1',
        metric: 'tail_fraction:2',
        expected: 0.36,
        model: queue(0.6, [servers(1)]),
        tolerance: within('absolute', 0.08, n),
      },
    ];
    expect(failures(verdictsOf(fileOf(...cases)))).toEqual([]);
  });

  it('that come in an order', () => {
    const n = { requests: 30_000, warmup: 2_000 };
    const order: CaseInput = {
      id: 'order',
      family: 'bounds',
      kind: 'ordering',
      metric: 'order_of_mean_sojourn',
      expected: 1,
      expected_values: [1 + erlangC(10, 5) / 5, roundRobin(10, 0.5), 2],
      model: { ...queue(5, [servers(10)]), router: ['one shared queue (M/M/N)', 'round-robin', 'random'] },
      tolerance: { type: 'ordering', ...n },
    };
    expect(failures(verdictsOf(fileOf(order)))).toEqual([]);
    const turned = { ...order, model: { ...order.model, router: ['random', 'round-robin', 'one shared queue (M/M/N)'] } };
    const [verdict] = verdictsOf(fileOf(turned));
    expect(verdict).toMatchObject({ passed: false, measured: 0 });
    expect(verdict!.broken).toHaveLength(2);
  });

  it('under a rate that swings', () => {
    const [mean, swing, frequency] = [40, 20, 1];
    const wave: CaseInput = {
      id: 'wave',
      family: 'time-varying',
      metric: 'peak_of_mean_in_system',
      unit: 'requests',
      expected: mean + swing / Math.sqrt(1 + frequency * frequency),
      lag: Math.PI / 4,
      model: { ...queue(1, [servers(1, null)]), arrivals: { process: 'poisson', rate: `${mean}+${swing}*sin(${frequency}*t)` } },
      tolerance: within('relative', 0.07, { cycles: 100 }),
    };
    expect(failures(verdictsOf(fileOf(wave)))).toEqual([]);
    expect(verdictsOf(fileOf({ ...wave, lag: 2 }))[0]).toMatchObject({
      passed: false,
      broken: [expect.stringMatching(/the peak comes/)],
    });
  });
});

describe('clients with other numbers', () => {
  it('try again, some by a budget', () => {
    const [p, n] = [0.3, 50_000];
    const model = { failure_probability_per_attempt: p, max_retries: 1, backoff: 'any', budget: null };
    const cases: CaseInput[] = [
      {
        id: 'tries',
        family: 'retries',
        metric: 'attempts_per_request',
        expected: 1 + p,
        model,
        tolerance: within('absolute', five(p, n), { requests: n }),
      },
      {
        id: 'ends',
        family: 'retries',
        metric: 'success_fraction',
        expected: 1 - p * p,
        model,
        tolerance: within('absolute', five(p * p, n), { requests: n }),
      },
      {
        id: 'budget',
        family: 'retries',
        metric: 'attempts_per_request',
        expected: 1.05,
        model: { failure_probability_per_attempt: 0.4, retry_budget_ratio: 0.05, minimum_per_second: 0 },
        tolerance: within('absolute', 0.005, { requests: n }),
      },
    ];
    expect(failures(verdictsOf(fileOf(...cases)))).toEqual([]);
  });

  it('send a second copy', () => {
    const [d, n] = [0.7, 50_000];
    const model = {
      service: { dist: 'exponential', mean: 1 },
      servers: 'unlimited (no queueing)',
      hedge_after: d,
      copies: 2,
      loser: 'cancelled or ignored',
    };
    const extra = exp(-d);
    const cases: CaseInput[] = [
      {
        id: 'extra',
        family: 'hedging',
        metric: 'extra_copies_per_request',
        expected: extra,
        model,
        tolerance: within('absolute', five(extra, n), { requests: n }),
      },
      {
        id: 'mean',
        family: 'hedging',
        metric: 'mean_sojourn',
        expected: 1 - extra / 2,
        model,
        tolerance: within('absolute', 5 / Math.sqrt(n), { requests: n }),
      },
    ];
    expect(failures(verdictsOf(fileOf(...cases)))).toEqual([]);
  });

  it('keep a backend down that two retries have overrun', () => {
    const model = { capacity_per_second: 30, timeout_seconds: 0.8, max_retries: 2, outage_seconds: 3 };
    const one: CaseInput = {
      id: 'meta',
      family: 'metastable',
      metric: 'highest_always_recovering_load_per_second',
      unit: 'requests per second',
      expected: 10,
      model,
      tolerance: within('relative', 0.1),
    };
    expect(failures(verdictsOf(fileOf(one)))).toEqual([]);
  });
});

describe('cases that read a file', () => {
  const latencies = Array.from({ length: 40 }, (_, i) => `${95 + i / 4}`).join('\n');
  const slow = (policy: string, expected: number): CaseInput => ({
    id: policy,
    family: 'slow-server',
    metric: 'fraction_within_timeout',
    expected,
    model: {
      servers: 5,
      load_dependent: false,
      latency: 'latencies.txt, drawn at random',
      arrivals: '400 per second, evenly spaced',
      seconds: 20,
      slow: { server: 2, from_s: 4, to_s: 9, latency_s: 3 },
      timeout_s: 1,
      router: { policy },
    },
    tolerance: within('absolute', 0.0005),
  });

  it('find a slow server among five', () => {
    // A fifth of all requests in a quarter of the time.
    expect(failures(verdictsOf(fileOf(slow('round-robin', 0.95)), null, { 'latencies.txt': latencies }))).toEqual([]);
  });

  it('measure a trace', () => {
    const trace =
      'TIMESTAMP,ContextTokens,GeneratedTokens\n' +
      [0, 2, 4, 10].map((s) => `2023-11-16 18:17:${String(s).padStart(2, '0')}.0000000,${100 + s},7\n`).join('');
    const of = (metric: string, expected: number): CaseInput => ({
      id: metric,
      family: 'trace',
      metric,
      expected,
      model: { file: 'small.csv' },
      tolerance: within('relative', 1e-9),
    });
    // Gaps of 2, 2 and 6 s.
    const cases = [
      of('rows', 4),
      of('duration', 10),
      of('mean_input_tokens', 104),
      of('interarrival_cv', Math.sqrt(32 / 9) / (10 / 3)),
    ];
    expect(failures(verdictsOf(fileOf(...cases), null, { 'small.csv': trace }))).toEqual([]);
  });
});

describe('hashing and weights with other numbers', () => {
  it('move keys, keep shares, and take turns', () => {
    const cases: CaseInput[] = [
      {
        id: 'moved',
        family: 'hash-ring',
        metric: 'moved_fraction',
        expected: 1 / 6,
        invariant: 'every moved key lands on the new server',
        model: { servers: 5, points_per_server: 200 },
        tolerance: within('relative', 0.15, { rings: 20, keys: 2_000 }),
      },
      {
        id: 'even',
        family: 'maglev',
        metric: 'max_entries_over_mean',
        expected: (9 * 12) / 101,
        invariant: 'entries per backend in {8, 9}',
        model: { backends: 12, table_size: 101 },
        tolerance: within('absolute', 1e-9),
      },
      // Two of twenty leave: at least their own tenth changes owner, and not twice as much.
      ...(['at_least', 'at_most'] as const).map((type): CaseInput => ({
        id: type,
        family: 'maglev',
        metric: 'changed_fraction',
        expected: type === 'at_least' ? 0.1 : 0.2,
        model: { backends: 20, table_size: 1_009, removed: 2 },
        tolerance: within(type, 0.02, { tables: 20 }),
      })),
      {
        id: 'turns',
        family: 'weights',
        metric: 'sequence',
        expected: 6,
        expected_sequence: ['x', 'y', 'x', 'x', 'y', 'x'],
        model: { weights: { x: 2, y: 1 } },
        tolerance: { type: 'sequence' },
      },
      {
        id: 'shares',
        family: 'weights',
        metric: 'share_of_first',
        expected: 0.25,
        expected_shares: [0.25, 0.75],
        model: { weights: [0.5, 1.5] },
        tolerance: within('absolute', five(0.25, 50_000), { requests: 50_000 }),
      },
      {
        id: 'bounded',
        family: 'bounded-loads',
        metric: 'max_load',
        expected: 30,
        model: { servers: 4, keys: 80, factor: 1.5 },
        tolerance: within('at_most', 0),
      },
    ];
    expect(failures(verdictsOf(fileOf(...cases)))).toEqual([]);
  });

  it('say what does not hold', () => {
    const wrong: CaseInput[] = [
      {
        id: 'even',
        family: 'maglev',
        metric: 'max_entries_over_mean',
        expected: (9 * 12) / 101,
        invariant: 'entries per backend in {9, 10}',
        model: { backends: 12, table_size: 101 },
        tolerance: within('absolute', 1e-9),
      },
      {
        id: 'turns',
        family: 'weights',
        metric: 'sequence',
        expected: 3,
        expected_sequence: ['x', 'x', 'y'],
        model: { weights: { x: 2, y: 1 } },
        tolerance: { type: 'sequence' },
      },
      {
        id: 'shares',
        family: 'weights',
        metric: 'share_of_first',
        expected: 0.25,
        expected_shares: [0.25, 0.7],
        model: { weights: [0.5, 1.5] },
        tolerance: within('absolute', 0.02, { requests: 20_000 }),
      },
    ];
    const [even, turns, shares] = verdictsOf(fileOf(...wrong));
    expect(even).toMatchObject({ passed: false, broken: ['some backends own 8 entries, not 9 or 10'] });
    expect(turns).toMatchObject({ passed: false, measured: 1, broken: ['the sequence is x y x, not x x y'] });
    expect(shares).toMatchObject({ passed: false, broken: [expect.stringMatching(/^the share of server 2 is 0\.7/)] });
  });

  it('opens a breaker after other numbers of failures', () => {
    const p = 0.5;
    const calls = (1 - p ** 4) / (p ** 4 * (1 - p));
    const one: CaseInput = {
      id: 'opens',
      family: 'breaker',
      metric: 'calls_to_open',
      unit: 'calls',
      expected: calls,
      model: { breaker: 'consecutive failures', threshold: 4, failure_probability: p },
      tolerance: within('relative', 0.12, { openings: 2_000 }),
    };
    expect(failures(verdictsOf(fileOf(one)))).toEqual([]);
  });
});
