import type { NodeNow } from '@/lib/worker/protocol';
import { nodesOf } from '@/lib/scenario/nodes';
import type { Scenario } from '@/lib/scenario/schema';
import { gridOf } from '@/lib/report/grid';
import type { Series } from '@/lib/report/series';
import type { LatencySummary, RequestCounts } from '@/lib/report/summary';

/** What the page shows before the worker has answered: the fleet idle, every axis empty. */
export function idleNodes(scenario: Pick<Scenario, 'groups' | 'health'>): NodeNow[] {
  const { warmLatencyMs, recoveryThreshold } = scenario.health;
  return nodesOf(scenario).map(({ node, group, region, slots }) => ({
    node,
    status: 'ready',
    group,
    region,
    slots,
    busy: 0,
    queued: 0,
    inFlight: 0,
    signalAgeMs: null,
    openIn: 0,
    health: warmLatencyMs === null ? 'unknown' : 'healthy',
    smoothedLatencyMs: warmLatencyMs ?? 0,
    p50LatencyMs: null,
    p99LatencyMs: null,
    latencySamples: 0,
    successesInRow: warmLatencyMs === null ? 0 : recoveryThreshold,
    failuresInRow: 0,
    breaker: 'closed',
    breakerFailures: 0,
    halfOpenSuccesses: 0,
    probesInFlight: 0,
    nextTransitionMs: null,
    attemptsPerS: 0,
    faults: [],
    down: false,
    crashed: false,
    stalled: false,
    cutOff: false,
    warmShare: 1,
  }));
}

export const NO_REQUESTS: RequestCounts = { arrived: 0, finished: 0, refused: 0, failed: 0, timedOut: 0, inside: 0 };

export const NO_LATENCY: LatencySummary = {
  count: 0,
  meanMs: null,
  p50Ms: null,
  p95Ms: null,
  p99Ms: null,
  p999Ms: null,
  maxMs: null,
};

/** On the grid that the run will have, so that nothing moves when it begins. */
export function emptySeries(durationMs: number): Series {
  const { binMs, windowMs } = gridOf(durationMs);
  return { ...NO_COLUMNS, binMs, windowMs };
}

const NO_COLUMNS: Omit<Series, 'binMs' | 'windowMs'> = {
  offered: [],
  completed: [],
  lost: [],
  attempts: [],
  errors: [],
  rejected: [],
  unreachable: [],
  timedOut: [],
  p50Ms: [],
  p95Ms: [],
  p99Ms: [],
  windowCount: [],
  inFlight: [],
  regionAttempts: [],
};
