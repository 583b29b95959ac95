/** What a file of cases is taken to be: which runs it needs, how much of each, and what is left out. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { fileOf, queue, servers, type CaseInput } from './known.fixture';
import { plan } from './run-plan.fixture';

const shipped: unknown = JSON.parse(readFileSync(join(import.meta.dirname, '../fixtures/theory.json'), 'utf8'));

const of = (id: string, metric: string, requests: number, warmup: number, more: Partial<CaseInput> = {}): CaseInput => ({
  id,
  family: 'mmc',
  metric,
  expected: 0.3,
  model: queue(1.5, [servers(1, 2)]),
  tolerance: { type: 'relative', value: 0.05, requests, warmup },
  sd_at_1e6_requests: 0.002,
  ...more,
});

describe('equal models', () => {
  it('share one run, with the largest of what its cases ask', () => {
    const reordered = { ...queue(1.5, [servers(1, 2)]) };
    const turned = Object.fromEntries(Object.entries(reordered).reverse());
    const noted = { ...reordered, service: { dist: 'exponential', mean: 1, note: 'of any kind' } };
    const { runs, cases } = plan(
      fileOf(
        of('a', 'p_wait', 4_000, 900),
        of('b', 'mean_wait', 7_000, 300, { model: turned }),
        of('c', 'p_wait', 5_000, 100, { model: noted }),
        of('d', 'p_wait', 5_000, 100, { model: queue(1.6, [servers(1, 2)]) }),
      ),
    );
    expect(runs).toHaveLength(2);
    expect(runs[0]).toMatchObject({ metrics: ['p_wait', 'mean_wait'], of: 0, effort: { requests: 7_000, warmup: 900 } });
    expect(cases.map((one) => one.kind === 'runs' && one.run)).toEqual([0, 0, 0, 1]);
  });

  it('are those of equal scenarios, whatever the words', () => {
    const one = of('any', 'p_wait', 5_000, 100, {
      family: 'jsq',
      model: queue(1.5, [servers(2)], { router: { policy: 'least-connections' } }),
    });
    const two = { ...one, id: 'tie', model: queue(1.5, [servers(2)], { router: { policy: 'least-connections', ties: 'any' } }) };
    const coin = {
      ...one,
      id: 'coin',
      model: queue(1.5, [servers(2)], { router: { policy: 'least-connections', ties: 'uniform coin' } }),
    };
    expect(plan(fileOf(one, two, coin)).runs).toHaveLength(2);
  });
});

describe('--requests', () => {
  it('replaces the number of requests, and scales the tolerance by the stated deviation', () => {
    const { cases, runs } = plan(fileOf(of('a', 'p_wait', 4_000_000, 900)), 250_000);
    expect(runs[0]!.effort).toMatchObject({ requests: 250_000, warmup: 900 });
    // Five deviations at a quarter of a million are ten at a million.
    expect(cases[0]).toMatchObject({ kind: 'runs', most: 0.02 });
  });

  it('never widens a tolerance without one, and then measures no less than the case asks', () => {
    const { sd_at_1e6_requests: _none, ...bare } = of('a', 'p_wait', 40_000, 900);
    const fewer = plan(fileOf(bare), 5_000);
    expect(fewer.runs[0]!.effort.requests).toBe(40_000);
    expect(fewer.cases[0]).toMatchObject({ most: 0.05 * 0.3 });
    expect(plan(fileOf(bare), 90_000).runs[0]!.effort.requests).toBe(90_000);
  });
});

describe('the shipped file', () => {
  it('needs far fewer runs than it has cases; 21 are left out by name, and those that read a file which is not there', () => {
    const { cases, runs } = plan(shipped);
    const left = cases.flatMap((one) => (one.kind === 'left-out' ? [one] : []));
    const missing = left.filter(({ why }) => why.endsWith('is not there'));
    const named = left.filter((one) => !missing.includes(one)).map(({ id }) => id);
    const starting = (start: string): number => named.filter((id) => id.startsWith(start)).length;
    expect(named).toHaveLength(21);
    expect([starting('batching-'), starting('lru-'), starting('tandem-')]).toEqual([6, 3, 1]);
    expect([starting('fanout-'), starting('retry-layers'), starting('rendezvous-')]).toEqual([1, 1, 1]);
    expect(named.filter((id) => /^trace-.*-prefix-hit-/.test(id))).toHaveLength(8);
    expect(missing).toHaveLength(43);
    expect(missing[0]!.why).toMatch(/^\S+\.(csv|jsonl|txt) is not there$/);
    expect(cases.filter(({ kind }) => kind === 'too-much')).toEqual([]);
    // Equal models run once.
    expect(cases).toHaveLength(273);
    expect(runs.length).toBeLessThan(120);
  });
});
