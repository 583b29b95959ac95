import { HEALTH_STATES } from '@/lib/fleet/snapshot';
import { policyOf, weightOf, type PolicySettings } from './policies/table';
import type { Router } from './router';

/** What a request asks, as far as policies read it. */
export interface Asked {
  /** Rank, 0 to 3. */
  readonly privacy: number;
  readonly costTolerance: number;
  readonly origin: string | null;
  /** Nodes that earlier attempts went to. */
  readonly tried: readonly number[];
}

/**
 * The pool of a question, best first, without columns, classes, programs, orders or pools: the slow, obvious way. `accepted` are the
 * deployments that the policies reading the request accept, by registration; `untried` the pool while tried nodes are left out.
 */
export function exhaustive(
  router: Router,
  ask: Asked,
  nowMs: number,
): { totals: Map<number, number>; accepted: number[]; untried: number[]; pool: number[] } {
  const { catalog, health, breaker } = router;
  const bounded = breaker.settings.probes !== null;
  const factsOf = (deployment: number): Parameters<ReturnType<typeof policyOf>['share']>[1] => {
    const node = catalog.nodeOf[deployment]!;
    const region = catalog.regionIdOf(deployment);
    const { origin } = ask;
    return {
      health: HEALTH_STATES[health.status[node]!]!,
      smoothedLatencyMs: health.smoothedMs[node]!,
      inFlight: router.inFlight(node),
      slots: catalog.slotsOf[deployment]!,
      region,
      privacy: ask.privacy,
      costTolerance: ask.costTolerance,
      roundTripMs: origin === null ? null : router.config.roundTripMs!(origin, region),
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
        : policyOf(policy).reads !== 'request' || policyOf(policy).accepts(policy, factsOf(deployment)),
    );
  const lets = (deployment: number): boolean => {
    const state = breaker.at(catalog.nodeOf[deployment]!);
    // The question itself turns a breaker half-open whose time is over.
    const kind = state.kind === 'open' && nowMs >= state.untilMs ? 'half-open' : state.kind;
    return kind === 'closed' || (kind === 'half-open' && !bounded);
  };
  const totals = new Map([...catalog.deployments()].map((d) => [d, score(router.policies, d)] as const));
  const { maxCandidates, minScore } = router.config.window;
  const windowed = (excluded: readonly number[]): number[] =>
    [...totals.keys()]
      .filter(
        (d) =>
          catalog.status(d) === 'ready' &&
          lets(d) &&
          factsOf(d).health !== 'unhealthy' &&
          accepts(router.policies, d) &&
          !excluded.includes(catalog.nodeOf[d]!),
      )
      .filter((d) => minScore === null || totals.get(d)! >= minScore)
      .sort((a, b) => totals.get(b)! - totals.get(a)! || a - b)
      .slice(0, maxCandidates ?? undefined);
  const rest = windowed(ask.tried);
  const accepted = [...totals.keys()].filter((d) => acceptsRequest(router.policies, d));
  return { totals, accepted, untried: rest, pool: rest.length > 0 ? rest : windowed([]) };
}
