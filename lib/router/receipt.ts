/** What a choice is told as: a decision with its sentence, and the receipt that accounts for every candidate. Slow doors only. */
import type { DeploymentIndex } from '@/lib/fleet/ids';
import type { DeploymentStatus } from '@/lib/fleet/deployment';
import { BREAKER_STATES, HEALTH_CODE, HEALTH_STATES } from '@/lib/fleet/snapshot';
import { targetOf } from './candidates';
import type { Choice } from './choice';
import type { CandidateStanding, Decision, Receipt, ReceiptCandidate, ReceiptTerm } from './decision';
import type { Composite } from './policies/composite';
import type { Facts } from './policies/policy';
import { policyOf, weightOf } from './policies/table';
import type { Pool } from './pool';
import { refusal, refusalText, refusedBy } from './refusal';
import { isOutside, MEMBERSHIP } from './request-class';
import { isTried } from './query';
import type { WindowSettings } from './settings';
import { strategies, type StrategyId } from './strategies/table';
import { tiePoints } from './tie-points';

/** The next best of the pool that a decision names. */
const ALTERNATIVES = 3;

export function decisionOf(choice: Choice): Decision {
  const { situation, of, query, deployment, probe, pool, notes } = choice;
  if (deployment === -1) return refusal(choice);
  const ranked = rankedPool(pool);
  const target = targetOf(situation, deployment, situation.total(of, deployment, query));
  const alone = !probe && ranked.length === 1;
  return {
    kind: 'routed',
    decision: {
      target,
      alternatives: ranked
        .filter((place) => pool.at(place) !== deployment)
        .slice(0, ALTERNATIVES)
        .map((place) => targetOf(situation, pool.at(place), pool.total(place))),
      reasoning: alone ? `${target.node} is the only eligible node${pool.hidden > 0 ? ' in the window' : ''}.` : notes.sentence,
    },
  };
}

export function receiptOf(choice: Choice, strategy: StrategyId, window: WindowSettings, transitions: readonly string[]): Receipt {
  const { of, deployment, probe, pool, notes, nowMs } = choice;
  const decision = decisionOf(choice);
  const rival = rankedPool(pool).find((place) => pool.at(place) !== deployment);
  const candidates = [...of.serving].map((d) => candidate(choice, d, window)).sort((a, b) => b.total - a.total);
  const routed = decision.kind === 'routed';
  return {
    nowMs,
    strategy,
    decision,
    candidates,
    steps: notes.steps,
    runnerUp: routed && rival !== undefined ? pool.nodeId(rival) : null,
    margin: routed && rival !== undefined ? decision.decision.target.score - pool.total(rival) : null,
    tiePoints: routed && !probe && strategies[strategy].byTotal ? tiePoints(choice, window.minScore) : [],
    transitions,
    hiddenByWindow: pool.hidden,
  };
}

/** Places of the pool, best total first, ties by registration. */
function rankedPool(pool: Pool): number[] {
  pool.rate();
  return Array.from({ length: pool.size }, (_, place) => place).sort((a, b) => pool.total(b) - pool.total(a));
}

function candidate(choice: Choice, deployment: DeploymentIndex, window: WindowSettings): ReceiptCandidate {
  const { situation, of, query } = choice;
  const { catalog, health, breaker } = situation;
  const node = catalog.nodeOf[deployment]!;
  const total = situation.total(of, deployment, query);
  const facts = situation.facts(of, deployment, query);
  const [standing, reason] = standingOf(choice, deployment, facts, total, window);
  return {
    deployment,
    node: catalog.nodeIdOf(deployment),
    region: catalog.regionIdOf(deployment),
    model: catalog.modelIdOf(deployment),
    breaker: BREAKER_STATES[breaker.codes[node]!]!,
    health: HEALTH_STATES[health.status[node]!]!,
    inFlight: situation.inFlight[node]!,
    smoothedLatencyMs: health.smoothedMs[node]!,
    terms: termsOf(situation.composite, facts),
    total,
    standing,
    reason,
  };
}

function termsOf({ leaves, constant }: Composite, facts: Facts): ReceiptTerm[] {
  const terms = leaves.map(({ policy, scale }): ReceiptTerm => {
    const definition = policyOf(policy);
    const weight = weightOf(policy);
    const value = definition.share(policy, facts);
    return {
      policy: policy.kind,
      raw: definition.raw(policy, facts),
      normalised: weight === null ? null : value,
      weight,
      contribution: value * (weight ?? 1) * scale,
    };
  });
  if (constant !== 0) terms.push({ policy: 'composite', raw: 'empty', normalised: null, weight: null, contribution: constant });
  return terms;
}

function standingOf(
  choice: Choice,
  deployment: DeploymentIndex,
  facts: Facts,
  total: number,
  window: WindowSettings,
): readonly [CandidateStanding, string | null] {
  const { situation, of, query, nowMs, excluding, pool } = choice;
  const { catalog, health, breaker, composite } = situation;
  const refused = (): readonly [CandidateStanding, string] => [
    'policy-rejected',
    refusalText(refusedBy(composite.leaves, facts), facts),
  ];
  const node = catalog.nodeOf[deployment]!;
  if (isOutside(of, deployment)) return ['policy-rejected', outsideReason(choice, deployment)];
  const status = catalog.status(deployment);
  if (status !== 'ready') return [status, statusReason(status, situation.inFlight[node]!)];
  const state = breaker.at(node);
  if (state.kind === 'open' && !breaker.panic) return ['breaker-open', `open until ${(state.untilMs / 1000).toFixed(3)} s`];
  const accepted = of.membership[deployment] === MEMBERSHIP.accepted;
  const tried = excluding && isTried(query, node);
  if (!situation.breakerAdmits(node)) {
    if (!accepted) return refused();
    if (isTried(query, node)) return ['already-tried', 'an earlier attempt went to it'];
    if (breaker.freeProbes(node, nowMs) === 0) return ['half-open-full', 'every probe slot is taken'];
    if (query.attempt > 0 && !choice.probe) return ['half-open-full', 'probe slots are for first attempts'];
    return ['probe', deployment === choice.deployment ? null : 'another probe goes first'];
  }
  if (health.status[node] === HEALTH_CODE.unhealthy && !breaker.panic) {
    const failures = health.record(node)?.failuresInRow ?? 0;
    return [
      'unhealthy',
      failures === 0 ? 'not yet enough successes in a row' : `${failures} ${failures === 1 ? 'failure' : 'failures'} in a row`,
    ];
  }
  if (!accepted || !situation.mayTake(of, deployment)) return refused();
  if (tried) return ['already-tried', 'an earlier attempt went to it'];
  if (pool.holdsDeployment(deployment)) return ['in-pool', null];
  const tooLow = window.minScore !== null && total < window.minScore;
  return [
    'outside-window',
    tooLow ? `score ${total.toFixed(3)} is below ${window.minScore}` : `not among the best ${window.maxCandidates}`,
  ];
}

function outsideReason({ situation, of }: Choice, deployment: DeploymentIndex): string {
  const region = situation.catalog.regionIdOf(deployment);
  return of.regions.length > 0 && !of.regions.includes(region)
    ? `the request asks for ${of.regions.join(' or ')}`
    : `the request asks for ${of.models.join(' or ')}`;
}

function statusReason(status: Exclude<DeploymentStatus, 'ready'>, inFlight: number): string {
  switch (status) {
    case 'loading':
      return 'its model is being loaded';
    case 'draining':
      return `takes no new requests; ${inFlight} ${inFlight === 1 ? 'is' : 'are'} under way`;
    case 'removed':
      return 'is not in the fleet now';
  }
}
