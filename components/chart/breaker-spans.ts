/** What the breaker lanes draw: per node that tripped, the intervals in which its breaker was not closed. */
import type { BreakerState } from '@/lib/fleet/snapshot';
import { byCodeUnit } from '@/lib/fleet/ids';
import type { BreakerTransition } from '@/lib/worker/protocol';

export interface BreakerSpan {
  readonly state: 'open' | 'half-open';
  readonly fromMs: number;
  /** null: it still lasts. */
  readonly toMs: number | null;
}

export interface BreakerLane {
  readonly node: string;
  readonly firstTripMs: number;
  readonly trips: number;
  /** In order of time, without gaps inside an outage. */
  readonly spans: readonly BreakerSpan[];
}

/** Lanes by first trip, then by node. `transitions` are in order of time. */
export function breakerLanes(transitions: readonly BreakerTransition[]): BreakerLane[] {
  const lanes = new Map<string, { node: string; firstTripMs: number; trips: number; spans: BreakerSpan[] }>();
  for (const { node, to, atMs } of transitions) {
    let lane = lanes.get(node);
    if (lane === undefined) {
      if (to === 'closed') continue;
      lanes.set(node, (lane = { node, firstTripMs: atMs, trips: 0, spans: [] }));
    }
    const last = lane.spans.at(-1);
    if (last?.toMs === null) lane.spans[lane.spans.length - 1] = { ...last, toMs: atMs };
    if (to !== 'closed') lane.spans.push({ state: to, fromMs: atMs, toMs: null });
    if (to === 'open') lane.trips++;
  }
  return [...lanes.values()].sort((a, b) => a.firstTripMs - b.firstTripMs || byCodeUnit(a.node, b.node));
}

export interface StateSince {
  readonly state: BreakerState;
  /** null: since the start of the run. */
  readonly sinceMs: number | null;
}

export function stateAt(lane: BreakerLane, ms: number): StateSince {
  let low = 0;
  let high = lane.spans.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (lane.spans[middle]!.fromMs <= ms) low = middle + 1;
    else high = middle;
  }
  const span = lane.spans[low - 1];
  if (span === undefined) return { state: 'closed', sinceMs: null };
  return span.toMs !== null && span.toMs <= ms
    ? { state: 'closed', sinceMs: span.toMs }
    : { state: span.state, sinceMs: span.fromMs };
}
