import { HEALTH_STATES } from '@/lib/fleet/snapshot';
import type { ROUTE_ERROR } from './decision';
import type { Facts } from './policies/policy';
import { policyOf, weightOf, type LeafPolicy, type PolicySettings } from './policies/table';
import type { Router } from './router';

/** What a request asks, as far as policies read it. */
export interface Asked {
  /** Rank, 0 to 3. */
  readonly privacy: number;
  readonly costTolerance: number;
  readonly origin: string | null;
  /** null: no bound. */
  readonly maxLatencyMs: number | null;
  readonly minThroughput: number | null;
  readonly preferGpu: boolean;
  /** Of the prompt. */
  readonly blocks: readonly number[];
  /** Nodes that earlier attempts went to. */
  readonly tried: readonly number[];
}

type PoolError = Exclude<keyof typeof ROUTE_ERROR, 'none'>;

/**
 * The pool of a question, best first, without columns, classes, programs, orders or pools: the slow, obvious way. `accepted` are the
 * deployments that the policies reading the request accept, by registration; `untried` the pool while tried nodes are left out; `error` what
 * a request is told that gets nobody.
 */
export function exhaustive(
  router: Router,
  ask: Asked,
  nowMs: number,
): { totals: Map<number, number>; accepted: number[]; untried: number[]; pool: number[]; error: PoolError } {
  const { catalog, health, breaker, signals } = router;
  const bounded = breaker.settings.probes !== null;
  const names = Array.from({ length: catalog.nodes.size }, (_, node) => node);
  const closed = names.filter((node) => breaker.at(node).kind === 'closed').length;
  const panic = closed / names.length < (breaker.settings.ejection?.panicFraction ?? 0);
  const factsOf = (deployment: number): Facts => {
    const node = catalog.nodeOf[deployment]!;
    const { region, price, gpu } = catalog.profileAt(deployment);
    const missing = ask.blocks.findIndex((block) => signals.matched(node, Uint32Array.of(block), 1) === 0);
    const { origin } = ask;
    return {
      health: HEALTH_STATES[health.status[node]!]!,
      smoothedLatencyMs: health.smoothedMs[node]!,
      inFlight: router.inFlight(node),
      reported: signals.queued(node) + signals.running(node),
      slots: catalog.slotsOf[deployment]!,
      region,
      price,
      gpu,
      privacy: ask.privacy,
      costTolerance: ask.costTolerance,
      roundTripMs: origin === null ? null : router.config.roundTripMs!(origin, region),
      maxLatencyMs: ask.maxLatencyMs ?? Infinity,
      minThroughput: ask.minThroughput ?? 0,
      preferGpu: ask.preferGpu,
      promptBlocks: ask.blocks.length,
      matchedBlocks: missing === -1 ? ask.blocks.length : missing,
    };
  };
  const score = (policies: readonly PolicySettings[], deployment: number): number => {
    if (policies.length === 0) return 1;
    let sum = 0;
    for (const policy of policies) {
      if (policy.kind === 'composite') sum += score(policy.policies, deployment);
      else sum += policyOf(policy).share(policy, factsOf(deployment)) * (weightOf(policy) ?? 1);
    }
    return sum / policies.length;
  };
  const accepts = (policies: readonly PolicySettings[], deployment: number): boolean =>
    policies.every((policy) =>
      policy.kind === 'composite' ? accepts(policy.policies, deployment) : policyOf(policy).accepts(policy, factsOf(deployment)),
    );
  const acceptsRequest = (policies: readonly PolicySettings[], deployment: number): boolean =>
    policies.every((policy) =>
      policy.kind === 'composite'
        ? acceptsRequest(policy.policies, deployment)
        : policyOf(policy).reads(policy) !== 'request' || policyOf(policy).accepts(policy, factsOf(deployment)),
    );
  const lets = (deployment: number): boolean => {
    const state = breaker.at(catalog.nodeOf[deployment]!);
    // The question itself turns a breaker half-open whose time is over.
    const kind = state.kind === 'open' && nowMs >= state.untilMs ? 'half-open' : state.kind;
    return kind === 'closed' || (kind === 'half-open' && !bounded);
  };
  const leavesOf = (policies: readonly PolicySettings[]): LeafPolicy[] =>
    policies.flatMap((policy) => (policy.kind === 'composite' ? leavesOf(policy.policies) : [policy]));
  const isCandidate = (d: number): boolean =>
    catalog.status(d) === 'ready' && (panic || (lets(d) && factsOf(d).health !== 'unhealthy'));
  const errorFor = (deployments: readonly number[]): PoolError => {
    const candidates = deployments.filter(isCandidate);
    if (candidates.length === 0) return 'NoCapacity';
    const hard = leavesOf(router.policies).filter((policy) => 'mode' in policy && policy.mode === 'hard');
    const violates = (d: number, policies: readonly LeafPolicy[]): boolean =>
      policies.some((policy) => !policyOf(policy).accepts(policy, factsOf(d)));
    const privacy = hard.filter(({ kind }) => kind === 'privacy');
    if (candidates.every((d) => violates(d, privacy))) return 'PrivacyViolation';
    return candidates.every((d) => violates(d, hard)) ? 'QoSViolation' : 'AllNodesUnhealthy';
  };
  const totals = new Map([...catalog.deployments()].map((d) => [d, score(router.policies, d)] as const));
  const { maxCandidates, minScore } = router.config.window;
  const windowed = (excluded: readonly number[]): number[] =>
    [...totals.keys()]
      .filter((d) => isCandidate(d) && accepts(router.policies, d) && !excluded.includes(catalog.nodeOf[d]!))
      .filter((d) => minScore === null || totals.get(d)! >= minScore)
      .sort((a, b) => totals.get(b)! - totals.get(a)! || a - b)
      .slice(0, maxCandidates ?? undefined);
  const rest = windowed(ask.tried);
  const accepted = [...totals.keys()].filter((d) => acceptsRequest(router.policies, d));
  return { totals, accepted, untried: rest, pool: rest.length > 0 ? rest : windowed([]), error: errorFor([...totals.keys()]) };
}
