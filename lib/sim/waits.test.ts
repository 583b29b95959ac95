import { describe, expect, it } from 'vitest';

import { checkLaws } from './laws';
import { oneNode, scenarioOf } from './scenarios.contract';
import { simulate } from './simulate';

const down = (id: string, atMs: number, untilMs: number | null) => ({
  id,
  kind: 'fault' as const,
  atMs,
  untilMs,
  target: { kind: 'node' as const, id: 'a-01' },
  fault: { kind: 'crash' as const },
});

describe('what a report says of waiting', () => {
  it('counts who waits and how long, with those that start at once', () => {
    // Every 40 ms one of 100 ms work on two slots: the third and fourth wait 20 ms, the fifth and sixth 40 ms, and so on by pairs.
    const report = simulate(
      scenarioOf({
        ...oneNode({ slots: 2, durationMs: 245, service: { kind: 'constant', meanMs: 100 } }),
        workload: [
          {
            id: 'w',
            origins: [{ region: 'home', weight: 1 }],
            arrivals: { kind: 'deterministic', ratePerS: 25 },
            service: { kind: 'constant', meanMs: 100 },
          },
        ],
      }),
    );
    checkLaws(report);
    const { arrived, finished } = report.requests;
    expect([arrived, finished]).toEqual([6, 3]);
    // Begun by 245 ms: at 40, 80, 140 (20 late), 180 (20 late) and 240 (40 late); the sixth waits still.
    expect(report.wait).toEqual({ served: 5, waitedFraction: 3 / 5, meanMs: (20 + 20 + 40) / 5 });
    expect(report.classes[0]!.wait).toEqual(report.wait);
    // Two that waited 0 and one that waited 20 ms are answered, of 100 ms work each.
    expect(report.meanSlowdown).toBeCloseTo((1 + 1 + 1.2) / 3, 12);
    expect(report.nodes[0]!.meanInSystem * 245).toBeCloseTo(
      (report.nodes[0]!.utilisation * 2 + report.nodes[0]!.meanQueue) * 245,
      9,
    );
  });

  it('of one server waits as Erlang, Pollaczek and Khinchine say', () => {
    const load = 0.6;
    const report = simulate(
      scenarioOf({
        ...oneNode({ ratePerS: load * 10, service: { kind: 'constant', meanMs: 100 }, durationMs: 16_000_000 }),
        warmUpMs: 100_000,
      }),
    );
    // Ten seeds of this length spread by 0.17 % and 0.6 %: seven of them.
    expect(Math.abs(report.wait.waitedFraction! / load - 1)).toBeLessThan(0.012);
    const meanMs = (100 * load) / (2 * (1 - load));
    expect(Math.abs(report.wait.meanMs! / meanMs - 1)).toBeLessThan(0.042);
    expect(report.meanSlowdown).toBeCloseTo(report.latency.meanMs! / 100, 9);
  });

  it('has no number where nothing was served', () => {
    const report = simulate(scenarioOf(oneNode({ ratePerS: 0.001, durationMs: 10 })));
    expect(report.wait).toEqual({ served: 0, waitedFraction: null, meanMs: null });
    expect(report.meanSlowdown).toBeNull();
  });
});

describe('the share of time that a node is up', () => {
  it.each([
    ['before, across and after the warm-up', [down('x', 500, 1_500), down('y', 3_000, 4_000)], 1 - 1_500 / 9_000],
    ['with faults that overlap', [down('x', 2_000, 5_000), down('y', 3_000, 6_000)], 1 - 4_000 / 9_000],
    ['over within the warm-up', [down('x', 200, 900)], 1],
    ['down to the end', [down('x', 8_200, null)], 1 - 1_800 / 9_000],
  ])('counts crashes %s', (_, timeline, expected) => {
    const report = simulate(scenarioOf({ ...oneNode({ ratePerS: 5, rest: { timeline } }), warmUpMs: 1_000 }));
    expect(report.nodes[0]!.upFraction).toBeCloseTo(expected, 12);
  });
});
