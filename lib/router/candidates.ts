import type { RouteCandidate, RouteTarget } from './decision';
import { HEALTH_SHARES } from './policies/health';
import { latencyShare } from './policies/latency';
import type { Leaf } from './policies/composite';
import { nearness } from './policies/locality';
import type { Facts } from './policies/policy';
import { isHard, type LeafPolicy } from './policies/table';
import { throughput } from './policies/throughput';
import type { Prompt } from './query';
import { refusalText, refusedBy } from './refusal';
import { isOutside, MEMBERSHIP, type RequestClass } from './request-class';
import type { Situation } from './situation';

/** The latency at which the latency component reaches 0, in ms; the reference's. */
const COMPONENT_LATENCY_MS = 5_000;

/** Ready deployments that breaker and health let pass, best total first, ties by registration; who is not eligible has total 0. */
export function candidatesOf(situation: Situation, of: RequestClass, prompt: Prompt): RouteCandidate[] {
  const { catalog, composite, health } = situation;
  const first = <Kind extends LeafPolicy['kind']>(kind: Kind): Extract<LeafPolicy, { kind: Kind }> | undefined =>
    composite.leaves
      .map(({ policy }) => policy)
      .find((policy): policy is Extract<LeafPolicy, { kind: Kind }> => policy.kind === kind);
  const far = first('locality');
  const fast = first('throughput');
  const candidates: RouteCandidate[] = [];
  for (const deployment of of.serving) {
    const node = catalog.nodeOf[deployment]!;
    if (!situation.isCandidate(deployment) || isOutside(of, deployment)) continue;
    const smoothedMs = health.smoothedMs[node]!;
    const eligible = of.membership[deployment] === MEMBERSHIP.accepted && situation.mayTake(of, deployment);
    const total = eligible ? situation.total(of, deployment, prompt) : 0;
    const facts = situation.facts(of, deployment, prompt);
    candidates.push({
      target: targetOf(situation, deployment, total),
      scores: {
        latency: latencyShare(smoothedMs, COMPONENT_LATENCY_MS),
        // Where no policy measures throughput and the node has no price of its own, these are the reference's constants.
        throughput: fast === undefined ? 0 : throughput.share(fast, facts),
        cost: facts.price === null ? 0.5 : 1 - facts.price,
        locality: far === undefined ? 0.5 : nearness(far, facts),
        health: HEALTH_SHARES[health.status[node]!]!,
        total,
      },
      eligible,
      rejection: eligible ? null : rejection(composite.leaves, facts),
    });
  }
  return candidates.sort((a, b) => b.scores.total - a.scores.total);
}

/** The reference's one text wherever a policy of its kind refuses; hard policies name their error and their reason. */
function rejection(leaves: readonly Leaf[], facts: Facts): string {
  const refusing = refusedBy(leaves, facts);
  if (!refusing.every(isHard)) return 'Policy rejected';
  const error = refusing.every(({ kind }) => kind === 'privacy') ? 'PrivacyViolation' : 'QoSViolation';
  return `${error}: ${refusalText(refusing, facts)}`;
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
