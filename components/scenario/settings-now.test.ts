import { describe, expect, it } from 'vitest';

import { preset, PRESETS } from '@/lib/scenario/presets';
import type { Scenario, TimelineEntry } from '@/lib/scenario/schema';

import { lastChangeMs, settingsAt } from './settings-now';

const base = preset(PRESETS[0]!.id)!;
const timeline: TimelineEntry[] = [
  { id: 'later', kind: 'strategy', atMs: 9_000, strategy: { id: 'round-robin' } },
  { id: 'first', kind: 'strategy', atMs: 2_000, strategy: { id: 'least-latency' } },
  { id: 'w', kind: 'weights', atMs: 3_000, weights: [{ policy: 'latency', weight: 4 }] },
  { id: 't', kind: 'traffic', atMs: 3_000, class: base.workload[0]!.id, ratePerS: 60 },
  { id: 't2', kind: 'traffic', atMs: 3_000, class: base.workload[0]!.id, ratePerS: 70 },
];
const scenario: Scenario = { ...base, timeline };

describe('settingsAt', () => {
  it('is the document before the first change', () => {
    const now = settingsAt(scenario, 1_999);
    expect(now.strategy).toEqual(base.router.strategy);
    expect(now.weights.get('health')).toBe(2);
    expect(now.weights.has('privacy')).toBe(false);
  });

  it('takes changes in the order of time, at their own instant already', () => {
    expect(settingsAt(scenario, 2_000).strategy.id).toBe('least-latency');
    expect(settingsAt(scenario, 9_000).strategy.id).toBe('round-robin');
  });

  it('changes one weight and leaves the others', () => {
    const { weights } = settingsAt(scenario, 3_000);
    expect(weights.get('latency')).toBe(4);
    expect(weights.get('health')).toBe(2);
  });

  it('lets the last of one instant hold', () => {
    expect(settingsAt(scenario, 3_000).rates.get(base.workload[0]!.id)).toBe(70);
  });
});

it('lastChangeMs looks at changes, not at faults', () => {
  expect([0, 2_500, 8_999, 9_000].map((t) => lastChangeMs([...timeline, ...base.timeline], t))).toEqual([
    -1, 2_000, 3_000, 9_000,
  ]);
});
