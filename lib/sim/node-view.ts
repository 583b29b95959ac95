import { latencyQuantiles, type LatencyWindow } from '@/lib/router/latency-window';
import type { NodeView, Router } from '@/lib/router/router';
import type { ScenarioNode } from '@/lib/scenario/nodes';

import type { FaultBoard } from './faults';
import type { NodeMeter } from './node-meter';
import type { NodeNow } from './node-now';
import type { Reporting } from './reporting';
import type { Stations } from './stations';
import type { WarmUp } from './warm-up';

const NO_WINDOWS: readonly LatencyWindow[] = [];
const BREAKER_RANKS = { closed: 0, 'half-open': 1, open: 2 } as const;
const HEALTH_RANKS = { healthy: 0, unknown: 1, degraded: 2, unhealthy: 3 } as const;

/** Everything about one node, now; `index` is its place in the scenario. */
export function nodeNow(
  node: ScenarioNode,
  index: number,
  nowMs: number,
  routers: readonly Router[],
  reporting: Reporting,
  stations: Stations,
  faults: FaultBoard,
  warmUp: WarmUp,
  meter: NodeMeter,
): NodeNow {
  const view = routers.length === 1 ? routers[0]!.nodeView(index, nowMs) : viewOfAll(index, nowMs, routers);
  // Field by field: spreading a row costs about 20 times as much, and a frame has a row per node.
  return {
    node: view.node,
    status: view.status,
    inFlight: view.inFlight,
    health: view.health,
    smoothedLatencyMs: view.smoothedLatencyMs,
    p50LatencyMs: view.p50LatencyMs,
    p99LatencyMs: view.p99LatencyMs,
    latencySamples: view.latencySamples,
    successesInRow: view.successesInRow,
    failuresInRow: view.failuresInRow,
    breaker: view.breaker,
    breakerFailures: view.breakerFailures,
    halfOpenSuccesses: view.halfOpenSuccesses,
    probesInFlight: view.probesInFlight,
    nextTransitionMs: view.nextTransitionMs,
    openIn: openIn(index, routers),
    group: node.group,
    region: node.region,
    slots: node.slots,
    busy: stations.busy(index),
    queued: stations.queued(index),
    signalAgeMs: reporting.ageMs(index, nowMs),
    attemptsPerS: meter.perS(index),
    faults: faults.idsOn(index),
    down: faults.down[index] === 1,
    crashed: faults.crashed[index] === 1,
    stalled: faults.stalled[index] === 1,
    cutOff: faults.cut[index] === 1,
    warmShare: warmUp.share[index]!,
  };
}

/** Several routers' sight of a node as one: `NodeNow` says how. */
function viewOfAll(index: number, nowMs: number, routers: readonly Router[]): NodeView {
  const views = routers.map((router) => router.nodeView(index, nowMs, NO_WINDOWS));
  const worst = views.reduce((a, b) => (isWorse(b, a) ? b : a));
  const turns = views.map(({ nextTransitionMs }) => nextTransitionMs).filter((atMs) => atMs !== null);
  const { p50Ms, p99Ms, samples } = latencyQuantiles(
    routers.map(({ health }) => health.latencies),
    index,
  );
  return {
    ...worst,
    inFlight: views.reduce((sum, { inFlight }) => sum + inFlight, 0),
    probesInFlight: views.reduce((sum, { probesInFlight }) => sum + probesInFlight, 0),
    nextTransitionMs: turns.length === 0 ? null : Math.min(...turns),
    p50LatencyMs: p50Ms,
    p99LatencyMs: p99Ms,
    latencySamples: samples,
  };
}

function isWorse(a: NodeView, b: NodeView): boolean {
  if (a.breaker !== b.breaker) return BREAKER_RANKS[a.breaker] > BREAKER_RANKS[b.breaker];
  if (a.health !== b.health) return HEALTH_RANKS[a.health] > HEALTH_RANKS[b.health];
  return a.failuresInRow > b.failuresInRow;
}

function openIn(index: number, routers: readonly Router[]): number {
  let open = 0;
  for (const { breaker } of routers) if (breaker.at(index).kind === 'open') open++;
  return open;
}
