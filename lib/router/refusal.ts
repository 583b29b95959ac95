/**
 * Why a request got nobody. The fast path and the slow door ask the same question, `errorOf`; the words are the slow door's alone.
 * Without hard policies there are the reference's two answers. With them, a request that every candidate is refused for by a hard
 * privacy policy is a `PrivacyViolation`; one that every candidate is refused for by some hard policy is a `QoSViolation`.
 */
import { HEALTH_CODE } from '@/lib/fleet/snapshot';
import type { DeploymentIndex } from '@/lib/fleet/ids';
import type { Choice } from './choice';
import { ROUTE_ERROR, type Decision, type RouteError, type RouteErrorCode } from './decision';
import { VERDICT, type Leaf } from './policies/composite';
import type { Facts } from './policies/policy';
import { isHard, policyOf, type LeafPolicy } from './policies/table';
import { isOutside, MEMBERSHIP, type RequestClass } from './request-class';
import type { Situation } from './situation';

/** An error in one sentence. */
export function errorText(error: RouteError): string {
  switch (error.kind) {
    case 'NoCapacity':
      return `No node can take ${error.capability} requests.`;
    case 'AllNodesUnhealthy':
      return `No candidate for ${error.capability} may be picked.`;
    case 'QoSViolation':
      return `No node meets the request's service level: ${error.rule}.`;
    case 'PrivacyViolation':
      return `No node meets the request's privacy level: ${error.rule}.`;
    case 'CircuitOpen':
      return `The breaker of ${error.node} is open.`;
    case 'Timeout':
      return `${error.node} did not answer within ${error.afterMs} ms.`;
    case 'NodeUnreachable':
      return `${error.node} cannot be reached.`;
    case 'AdmissionLimit':
      return `The router lets no more in: ${error.rule}.`;
  }
}

/** The error of a request that got nobody. O(deployments) where hard policies refuse or nobody is a candidate, else to the first candidate. */
export function errorOf(situation: Situation, of: RequestClass): RouteErrorCode {
  const { catalog } = situation;
  let candidates = 0;
  let byPrivacy = 0;
  for (const deployment of of.serving) {
    if (!situation.isCandidate(deployment) || isOutside(of, deployment)) continue;
    const verdict = of.verdicts[catalog.profileOf[deployment]!]!;
    const privacy = (verdict & VERDICT.violatesPrivacy) !== 0;
    if (!privacy && (verdict & VERDICT.violatesQos) === 0 && !situation.violates(of, deployment))
      return ROUTE_ERROR.AllNodesUnhealthy;
    candidates++;
    if (privacy) byPrivacy++;
  }
  if (candidates === 0) return ROUTE_ERROR.NoCapacity;
  return byPrivacy === candidates ? ROUTE_ERROR.PrivacyViolation : ROUTE_ERROR.QoSViolation;
}

/** The policies that refuse. */
export function refusedBy(leaves: readonly Leaf[], facts: Facts): LeafPolicy[] {
  return leaves.map(({ policy }) => policy).filter((policy) => !policyOf(policy).accepts(policy, facts));
}

/** What each of them has against it, once. */
export function refusalText(refusing: readonly LeafPolicy[], facts: Facts): string {
  return [...new Set(refusing.map((policy) => `${policy.kind}: ${policyOf(policy).refusal(policy, facts)}`))].join('; ');
}

/** The refusal of a choice that found nobody, with the counts of what stood in the way. */
export function refusal(choice: Choice): Decision {
  const { situation, of } = choice;
  const error = named(choice, errorOf(situation, of));
  return { kind: 'refused', error, reasoning: sentenceOf(choice, error) };
}

function sentenceOf(choice: Choice, error: RouteError): string {
  if (choice.of.serving.length === 0) return `No node serves ${choice.of.capability}.`;
  const counts = inTheWay(choice);
  return 'rule' in error ? `${errorText(error)} In the way: ${counts}.` : `${errorText(error).slice(0, -1)}: ${counts}.`;
}

function named(choice: Choice, code: RouteErrorCode): RouteError {
  const { capability } = choice.of;
  switch (code) {
    case ROUTE_ERROR.NoCapacity:
      return { kind: 'NoCapacity', capability };
    case ROUTE_ERROR.QoSViolation:
      return { kind: 'QoSViolation', rule: brokenRule(choice, isHard) };
    case ROUTE_ERROR.PrivacyViolation:
      return { kind: 'PrivacyViolation', rule: brokenRule(choice, (policy) => isHard(policy) && policy.kind === 'privacy') };
    default:
      return { kind: 'AllNodesUnhealthy', capability };
  }
}

/** What each of the policies asked for that refused somebody fails by, at the candidate that comes nearest: limit and best value seen. */
function brokenRule(choice: Choice, asked: (policy: LeafPolicy) => boolean): string {
  const { situation, of, query } = choice;
  const all = candidates(choice).map((deployment) => situation.facts(of, deployment, query));
  const rules = situation.composite.leaves
    .map(({ policy }) => policy)
    .filter(asked)
    .flatMap((policy) => {
      const refused = all.filter((facts) => !policyOf(policy).accepts(policy, facts));
      if (refused.length === 0) return [];
      const excess = (facts: Facts): number => policyOf(policy).excess(policy, facts);
      const nearest = refused.reduce((best, facts) => (excess(facts) < excess(best) ? facts : best));
      const whom = refused.length === 1 ? '1 candidate' : `the best of ${refused.length} candidates`;
      return [`${policy.kind} (${whom}: ${policyOf(policy).refusal(policy, nearest)})`];
    });
  return rules.join(', ');
}

/** Deployments that breaker and health let pass, by registration. */
function candidates({ situation, of }: Choice): DeploymentIndex[] {
  return [...of.serving].filter((deployment) => situation.isCandidate(deployment) && !isOutside(of, deployment));
}

/** `1 with an open breaker, 2 unhealthy`. */
function inTheWay({ situation, of, nowMs, pool }: Choice): string {
  const { catalog, health, breaker } = situation;
  const counts = new Map<string, number>();
  const count = (what: string): void => void counts.set(what, (counts.get(what) ?? 0) + 1);
  for (const deployment of of.serving) {
    const node = catalog.nodeOf[deployment]!;
    if (isOutside(of, deployment)) count('not asked for');
    else if (!catalog.isReady(deployment)) count(catalog.status(deployment));
    else if (situation.isCandidate(deployment)) {
      const refused = of.membership[deployment] !== MEMBERSHIP.accepted || !pool.eligible(deployment);
      count(refused ? 'rejected by policies' : 'outside the window');
    } else if (breaker.at(node).kind === 'open') count('with an open breaker');
    else if (breaker.at(node).kind === 'half-open' && health.status[node] !== HEALTH_CODE.unhealthy) {
      count(breaker.freeProbes(node, nowMs) === 0 ? 'half-open without a free probe slot' : 'half-open and not for this request');
    } else count('unhealthy');
  }
  return [...counts].map(([what, times]) => `${times} ${what}`).join(', ');
}
