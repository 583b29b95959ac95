import type { RouteCandidate, RouteTarget } from './decision';
import { HEALTH_SHARES } from './policies/health';
import { latencyShare } from './policies/latency';
import { nearness, type LocalityPolicy } from './policies/locality';
import { MEMBERSHIP, type RequestClass } from './request-class';
import type { Situation } from './situation';

/** The latency at which the latency component reaches 0, in ms; the reference's. */
const COMPONENT_LATENCY_MS = 5_000;

/** Ready deployments that breaker and health let pass, best total first, ties by registration; who is not eligible has total 0. */
export function candidatesOf(situation: Situation, of: RequestClass): RouteCandidate[] {
  const { catalog, composite, health } = situation;
  const far = composite.leaves.map(({ policy }) => policy).find((policy): policy is LocalityPolicy => policy.kind === 'locality');
  const candidates: RouteCandidate[] = [];
  for (const deployment of of.serving) {
    const node = catalog.nodeOf[deployment]!;
    if (!situation.isCandidate(deployment)) continue;
    const smoothedMs = health.smoothedMs[node]!;
    const eligible = of.membership[deployment] === MEMBERSHIP.accepted && smoothedMs <= composite.maxLatencyMs;
    const total = eligible ? situation.total(of, deployment) : 0;
    candidates.push({
      target: targetOf(situation, deployment, total),
      scores: {
        latency: latencyShare(smoothedMs, COMPONENT_LATENCY_MS),
        // Neither throughput nor a price of its own is measured; these are the reference's constants.
        throughput: 0,
        cost: 0.5,
        locality: far === undefined ? 0.5 : nearness(far, situation.facts(of, deployment)),
        health: HEALTH_SHARES[health.status[node]!]!,
        total,
      },
      eligible,
      rejection: eligible ? null : 'Policy rejected',
    });
  }
  return candidates.sort((a, b) => b.scores.total - a.scores.total);
}

export function targetOf(situation: Situation, deployment: number, score: number): RouteTarget {
  const { catalog, health } = situation;
  return {
    deployment,
    node: catalog.nodeIdOf(deployment),
    region: catalog.regionIdOf(deployment),
    model: catalog.modelIdOf(deployment),
    estimatedLatencyMs: health.smoothedMs[catalog.nodeOf[deployment]!]!,
    score,
  };
}
