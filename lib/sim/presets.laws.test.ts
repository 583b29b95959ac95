/** Every preset's sentence, held against ten runs of it: what it promises happens in each of them. */
import { describe, expect, it } from 'vitest';

import type { BreakerTransition, Report } from '@/lib/sim/report';
import { parseScenario } from '@/lib/scenario/parse';
import { preset, PRESETS } from '@/lib/scenario/presets';
import type { Scenario } from '@/lib/scenario/schema';

import { simulate } from './simulate';

const SEEDS = [1, 2, 3, 5, 8, 13, 21, 34, 55, 42];

function runs(id: string, change: (scenario: Scenario) => Scenario = (same) => same): Report[] {
  return SEEDS.map((seed) => {
    const parsed = parseScenario(change({ ...preset(id)!, seed }));
    if (!parsed.ok) throw new Error(parsed.problems[0]!.message);
    return simulate(parsed.value);
  });
}

function moves(report: Report, to: BreakerTransition['to'], prefix = ''): readonly BreakerTransition[] {
  return report.breakerTransitions.filter((one) => one.to === to && one.node.startsWith(prefix));
}

/** A column's largest value from one bin's end to another, and its value at the bin that ends at `fromMs`. */
function rise({ series }: Report, column: 'p50Ms' | 'p95Ms', fromMs: number, toMs: number): number {
  const bin = (timeMs: number): number => Math.round(timeMs / series.binMs) - 1;
  const before = series[column][bin(fromMs)]!;
  return Math.max(...series[column].slice(bin(fromMs) + 1, bin(toMs) + 1)) / before;
}

function share(report: Report, node: string): number {
  return report.nodes.find((one) => one.node === node)!.share;
}

describe('every preset', () => {
  it('has an id, a question and a sentence, and its requests are accounted for', () => {
    expect(PRESETS.map(({ id }) => id)).toEqual([
      'brown-out',
      'best-score-herds',
      'sick-never-ejected',
      'the-window',
      'region-outage',
    ]);
    for (const { id, question, lookFor } of PRESETS) {
      expect(question).toMatch(/\?$/);
      expect(lookFor).toMatch(/\.$/);
      const { arrived, finished, refused, failed, timedOut, inside } = simulate(preset(id)!).requests;
      expect(finished + refused + failed + timedOut + inside).toBe(arrived);
    }
  });
});

describe('brown-out', () => {
  it('triples p95 while p50 moves far less; three breakers open about 2 s late and close; nobody sees an error', () => {
    for (const report of runs('brown-out')) {
      expect(rise(report, 'p95Ms', 5_000, 13_000)).toBeGreaterThan(2.4);
      expect(rise(report, 'p50Ms', 5_000, 13_000)).toBeLessThan(1.7);
      const opened = moves(report, 'open');
      expect(opened.map(({ node }) => node).sort()).toEqual(['eu-west-01', 'eu-west-02', 'eu-west-03']);
      for (const { atMs } of opened) {
        expect(atMs).toBeGreaterThan(6_500);
        expect(atMs).toBeLessThan(9_500);
      }
      const closed = moves(report, 'closed');
      expect(closed).toHaveLength(3);
      for (const { atMs } of closed) expect(atMs).toBeLessThan(15_500);
      const { failed, timedOut, refused } = report.requests;
      expect(failed + timedOut + refused).toBe(0);
      expect(report.attempts.byOutcome['timed-out']).toBeGreaterThan(0);
    }
  });
});

describe('best-score-herds', () => {
  it('trips every breaker of a sound fleet and answers fewer than half of the requests', () => {
    for (const report of runs('best-score-herds')) {
      expect(new Set(moves(report, 'open').map(({ node }) => node)).size).toBe(10);
      expect(report.requests.finished / report.requests.arrived).toBeLessThan(0.5);
    }
  });

  it.each([
    [
      'power-of-two',
      (s: Scenario): Scenario => ({
        ...s,
        router: { ...s.router, strategy: { id: 'power-of-two', choices: 2, replacement: false } },
      }),
    ],
    [
      'a load policy of weight 2',
      (s: Scenario): Scenario => ({
        ...s,
        router: {
          ...s.router,
          policies: [...s.router.policies, { kind: 'load', weight: 2, fullAt: 2, signal: 'in-flight', mode: 'soft' }],
        },
      }),
    ],
  ])('is ended by %s', (_name, change) => {
    for (const report of runs('best-score-herds', change)) {
      expect(report.breakerTransitions).toEqual([]);
      expect(report.latency.p99Ms).toBeLessThan(1_500);
    }
  });
});

describe('sick-never-ejected', () => {
  it('trips no breaker, fails requests, and gives the sick node more than its neighbours', () => {
    for (const report of runs('sick-never-ejected')) {
      expect(report.breakerTransitions).toEqual([]);
      expect(report.requests.failed).toBeGreaterThan(10);
      const neighbours = (share(report, 'eu-west-01') + share(report, 'eu-west-03')) / 2;
      expect(share(report, 'eu-west-02')).toBeGreaterThan(neighbours);
    }
  });

  it('trips at 70 % errors', () => {
    const worse = (s: Scenario): Scenario => ({
      ...s,
      timeline: s.timeline.map((one) =>
        one.kind === 'fault' ? { ...one, fault: { kind: 'error-rate', fraction: 0.7, afterMs: 5, as: 'error' } } : one,
      ),
    });
    for (const report of runs('sick-never-ejected', worse)) expect(moves(report, 'open', 'eu-west-02').length).toBeGreaterThan(0);
  });
});

describe('the-window', () => {
  it('queues with half of the capacity idle, and does not with the window open', () => {
    const open = (s: Scenario): Scenario => ({ ...s, router: { ...s.router, window: { maxCandidates: null, minScore: null } } });
    const narrow = runs('the-window');
    const wide = runs('the-window', open);
    narrow.forEach((report, i) => {
      const used = report.nodes.reduce((sum, node) => sum + node.utilisation, 0) / report.nodes.length;
      expect(used).toBeLessThan(0.55);
      expect(report.latency.p99Ms).toBeGreaterThan(2_200);
      expect(wide[i]!.latency.p99Ms).toBeLessThan(1_300);
      expect(wide[i]!.trafficHash).toBe(report.trafficHash);
    });
  });
});

describe('region-outage', () => {
  it('fails some thirty attempts and no request; three breakers open within half a second and close within 5 s of recovery', () => {
    for (const report of runs('region-outage')) {
      const opened = moves(report, 'open', 'us-east');
      const first = new Map(opened.toReversed().map(({ node, atMs }) => [node, atMs]));
      expect(first.size).toBe(3);
      for (const atMs of first.values()) expect(atMs).toBeLessThan(10_500);
      const closed = moves(report, 'closed', 'us-east');
      expect(closed).toHaveLength(3);
      for (const { atMs } of closed) expect(atMs).toBeLessThan(27_000);
      expect(moves(report, 'open').length).toBe(opened.length);
      const { failed, timedOut, refused } = report.requests;
      expect(failed + timedOut + refused).toBe(0);
      expect(report.attempts.byOutcome.unreachable).toBeGreaterThan(20);
      expect(report.attempts.byOutcome.unreachable).toBeLessThan(45);
    }
  });
});
