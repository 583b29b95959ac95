import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { lawRuns } from '@/lib/base/law-runs';

import { latencyQuantiles, LatencyWindow, type LatencyQuantiles } from './latency-window';

/** The obvious twin: every latency ever heard, sorted when asked. */
function twin(lists: readonly (readonly number[])[], samples: number): LatencyQuantiles {
  const sorted = lists.flatMap((list) => list.slice(-samples).map(Math.fround)).sort((a, b) => a - b);
  if (sorted.length === 0) return { p50Ms: null, p99Ms: null, samples: 0 };
  const at = (p: number): number => sorted.find((_, i) => i + 1 >= p * sorted.length)!;
  return { p50Ms: at(0.5), p99Ms: at(0.99), samples: sorted.length };
}

const latency = fc.oneof(fc.constantFrom(0, 5, 5, 400), fc.double({ min: 0, max: 60_000, noNaN: true }));
const heard = fc.array(fc.record({ node: fc.nat(40), latency }), { maxLength: 400 });

describe('a latency window', () => {
  it('answers the nearest rank over the last latencies of each node, as sorting them would, also cut by save and restore', () => {
    fc.assert(
      fc.property(heard, fc.constantFrom(1, 16, 33), fc.nat(400), (list, samples, cut) => {
        let window = new LatencyWindow(samples);
        const lists = new Map<number, number[]>();
        list.forEach(({ node, latency: latencyMs }, i) => {
          if (i === cut) {
            const restored = new LatencyWindow(samples);
            restored.add(3, 1);
            restored.restore(structuredClone(window.save()));
            window.add(node, -1);
            window = restored;
          }
          window.add(node, latencyMs);
          lists.set(node, [...(lists.get(node) ?? []), latencyMs]);
        });
        for (let node = 0; node <= 41; node++) {
          expect(latencyQuantiles([window], node)).toEqual(twin([lists.get(node) ?? []], samples));
        }
      }),
      lawRuns(100),
    );
  });

  it('answers over several routers’ windows as over one', () => {
    fc.assert(
      fc.property(fc.array(fc.array(latency, { maxLength: 60 }), { maxLength: 4 }), (lists) => {
        const windows = lists.map((list) => {
          const window = new LatencyWindow(20);
          for (const latencyMs of list) window.add(0, latencyMs);
          return window;
        });
        expect(latencyQuantiles(windows, 0)).toEqual(twin(lists, 20));
      }),
      lawRuns(100),
    );
  });

  it('answers in good time when all latencies are equal, ascend or descend', () => {
    for (const value of [() => 7, (i: number) => i, (i: number) => -i]) {
      const window = new LatencyWindow(4_096);
      const list = Array.from({ length: 4_096 }, (_, i) => value(i));
      for (const latencyMs of list) window.add(0, latencyMs);
      expect(latencyQuantiles([window], 0)).toEqual(twin([list], 4_096));
    }
  });

  it('keeps nothing of nodes that never answered', () => {
    const window = new LatencyWindow(256);
    window.add(9_999, 40);
    const { latencies, rows } = window.save();
    expect([latencies.length, rows.length]).toEqual([256, 10_000]);
  });

  it('rounds a latency by at most 2^-24 of itself', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.001, max: 3_600_000, noNaN: true }), (latencyMs) => {
        const window = new LatencyWindow(1);
        window.add(0, latencyMs);
        expect(Math.abs(latencyQuantiles([window], 0).p50Ms! - latencyMs)).toBeLessThanOrEqual(latencyMs / 2 ** 24);
      }),
      lawRuns(200),
    );
  });

  it('forgets a node that is cleared, and no other', () => {
    const window = new LatencyWindow(16);
    window.add(0, 10);
    window.add(1, 20);
    window.clear(0);
    window.clear(7);
    expect([window.count(0), window.count(1)]).toEqual([0, 1]);
    window.add(0, 30);
    expect(latencyQuantiles([window], 0)).toEqual({ p50Ms: 30, p99Ms: 30, samples: 1 });
  });
});
