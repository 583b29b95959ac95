import { describe, expect, it } from 'vitest';

import { parseScenario } from './parse';
import { preset } from './presets';
import { drawShare, shareSize } from './share';

const OF = preset('brown-out')!;
const FAULT = {
  id: 'x',
  kind: 'fault',
  atMs: 1_000,
  target: { kind: 'group', id: 'us-east' },
  fault: { kind: 'crash' },
} as const;

/** What is said against the preset with other fields and one more entry. */
function said(entry: object, rest: object = {}): string[] {
  const parsed = parseScenario({ ...OF, ...rest, timeline: [{ ...FAULT, ...entry }] });
  return parsed.ok ? [] : parsed.problems.map(({ message }) => message);
}

describe('a fault', () => {
  it('grows only where it has a size', () => {
    expect(said({ rampMs: 500 })).toEqual([
      'timeline[0].rampMs: must be 0 for crash, which has no size that could grow (slow-down, added-latency, error-rate, grey, packet-loss, capacity-loss have one) (found 500).',
    ]);
    expect(said({ rampMs: 500, fault: { kind: 'packet-loss', fraction: 0.2 } })).toEqual([]);
  });

  it('hits a model or a share of nodes that are there', () => {
    expect(said({ target: { kind: 'model', id: 'chaat' } })[0]).toMatch(/^timeline\[0\]\.target\.id: .*did you mean "chat"\?/);
    expect(said({ target: { kind: 'share', fraction: 0.2, of: { kind: 'region', id: 'mars' } } })[0]).toMatch(
      /^timeline\[0\]\.target\.of\.id: must be the id of a region/,
    );
    expect(said({ target: { kind: 'share', fraction: 1.5 } })[0]).toMatch(/^timeline\[0\]\.target\.fraction: must be at most 1/);
    expect(said({ target: { kind: 'share', fraction: 0.2 } })).toEqual([]);
    expect(said({ target: { kind: 'shelf', id: 'x' } })[0]).toMatch(
      /^timeline\[0\]\.target\.kind: must be one of node, group, region, model, share/,
    );
  });

  it('of a model or a share is no drain and no join', () => {
    for (const kind of ['drain', 'join']) {
      expect(said({ kind, fault: undefined, target: { kind: 'model', id: 'chat' } })[0]).toMatch(
        /^timeline\[0\]\.target\.kind: must be one of node, group, region/,
      );
    }
  });

  it('does not turn without end', () => {
    const failures = { kind: 'random-failures', upMs: 0.01, downMs: 0 };
    const day = {
      durationMs: 86_400_000,
      timeline: [],
      workload: OF.workload.map((w) => ({ ...w, arrivals: { kind: 'poisson', ratePerS: 1 } })),
      health: { probes: null },
    };
    // 3 nodes, 86,399 s at 100,000 failures a second, two turns each.
    expect(said({ fault: failures }, day)).toEqual([
      'timeline: must come to at most 5,000,000 crashes and recoveries of single nodes, and steps of what grows and warms up on them; most are of timeline[0].fault (found 51839400000).',
    ]);
    expect(said({ fault: { ...failures, upMs: 200_000 } }, day)).toEqual([]);
    expect(said({ fault: { kind: 'flapping', upMs: 1, downMs: 0.5 } }, day)[0]).toMatch(
      /^timeline: must come to at most 20,000 crashes and recoveries of flapping faults and steps of growing faults together/,
    );
  });

  it('counts the ten steps of every cold start among its turns', () => {
    // 39 s of 60 nodes at 1,000 failures a second: 4.7 million turns, and with ten steps for each failure six times as many.
    const fault = { kind: 'random-failures', upMs: 1, downMs: 0 };
    const whole = { fault, target: { kind: 'share', fraction: 1 } };
    expect(said(whole)).toEqual([]);
    const cold = { groups: OF.groups.map((group) => ({ ...group, count: 15, coldStart: { warmUpMs: 5, speedFraction: 0.5 } })) };
    expect(said(whole, cold)[0]).toMatch(/most are of timeline\[0\]\.fault/);
    expect(
      said(
        { ...whole, fault: { ...fault, work: 'resumed' } },
        { groups: cold.groups.map((group) => ({ ...group, coldStart: null })) },
      ),
    ).toEqual([]);
  });
});

describe('a share of nodes', () => {
  it('is rounded up, at least one and at most all', () => {
    expect([0, 0.1, 0.25, 0.5, 1].map((fraction) => shareSize(10, fraction))).toEqual([1, 1, 3, 5, 10]);
    // 0.07 * 100 is 7.000000000000001 as numbers go.
    expect(shareSize(100, 0.07)).toBe(7);
    expect(shareSize(0, 0.5)).toBe(0);
  });

  it('depends on the seed and the entry’s id alone, and hits every node alike', () => {
    const nodes = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];
    expect(drawShare(nodes, 0.3, 'x', 7)).toEqual(drawShare(nodes, 0.3, 'x', 7));
    const hits = nodes.map(() => 0);
    for (let seed = 0; seed < 2_000; seed++) {
      const drawn = drawShare(nodes, 0.3, 'x', seed);
      expect(drawn.length).toBe(3);
      expect(drawn).toEqual(drawn.toSorted((a, b) => a - b));
      for (const node of drawn) hits[node]!++;
    }
    // Binomial, 2,000 draws at 0.3: six standard deviations are 123.
    for (const n of hits) expect(Math.abs(n - 600)).toBeLessThan(123);
    const others = new Set(['a', 'b', 'c', 'd', 'e', 'f'].map((id) => drawShare(nodes, 0.3, id, 7).join()));
    expect(others.size).toBeGreaterThan(3);
  });
});
