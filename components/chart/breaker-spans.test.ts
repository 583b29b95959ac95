import { describe, expect, it } from 'vitest';

import type { BreakerState } from '@/lib/fleet/snapshot';

import { breakerLanes, stateAt } from './breaker-spans';

const change = (atMs: number, node: string, from: BreakerState, to: BreakerState) => ({
  atMs,
  node,
  from,
  to,
  cause: 'test',
  nextMs: null,
});

const TRANSITIONS = [
  change(1_000, 'b', 'closed', 'open'),
  change(1_000, 'a', 'closed', 'open'),
  change(6_000, 'b', 'open', 'half-open'),
  change(6_500, 'b', 'half-open', 'open'),
  change(11_500, 'b', 'open', 'half-open'),
  change(12_000, 'b', 'half-open', 'closed'),
  change(13_000, 'c', 'closed', 'open'),
];

describe('breakerLanes', () => {
  const lanes = breakerLanes(TRANSITIONS);

  it('lists nodes that tripped, by first trip and then by name', () =>
    expect(lanes.map(({ node }) => node)).toEqual(['a', 'b', 'c']));

  it('joins transitions into intervals and counts trips', () => {
    expect(lanes[1]).toEqual({
      node: 'b',
      firstTripMs: 1_000,
      trips: 2,
      spans: [
        { state: 'open', fromMs: 1_000, toMs: 6_000 },
        { state: 'half-open', fromMs: 6_000, toMs: 6_500 },
        { state: 'open', fromMs: 6_500, toMs: 11_500 },
        { state: 'half-open', fromMs: 11_500, toMs: 12_000 },
      ],
    });
    expect(lanes[0]?.spans).toEqual([{ state: 'open', fromMs: 1_000, toMs: null }]);
  });

  it('is empty without transitions', () => expect(breakerLanes([])).toEqual([]));

  it('knows the state at any time', () => {
    const lane = lanes[1]!;
    expect(stateAt(lane, 500)).toEqual({ state: 'closed', sinceMs: null });
    expect(stateAt(lane, 1_000)).toEqual({ state: 'open', sinceMs: 1_000 });
    expect(stateAt(lane, 6_200)).toEqual({ state: 'half-open', sinceMs: 6_000 });
    expect(stateAt(lane, 20_000)).toEqual({ state: 'closed', sinceMs: 12_000 });
    expect(stateAt(lanes[2]!, 99_000)).toEqual({ state: 'open', sinceMs: 13_000 });
  });
});
