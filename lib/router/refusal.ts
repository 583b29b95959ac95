import { HEALTH_CODE } from '@/lib/fleet/snapshot';
import type { Choice } from './choice';
import type { Decision, RouteError } from './decision';
import { MEMBERSHIP } from './request-class';

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
  }
}

/** The refusal of a choice that found nobody, with the counts of what stood in the way. */
export function refusal({ situation, of, nowMs, pool }: Choice): Decision {
  const { catalog, health, breaker } = situation;
  const { capability } = of;
  const inTheWay = new Map<string, number>();
  const count = (what: string): void => void inTheWay.set(what, (inTheWay.get(what) ?? 0) + 1);
  let candidates = 0;
  for (const deployment of of.serving) {
    const node = catalog.nodeOf[deployment]!;
    if (!catalog.isReady(deployment)) count(catalog.status(deployment));
    else if (situation.isCandidate(deployment)) {
      candidates++;
      const refused = of.membership[deployment] !== MEMBERSHIP.accepted || !pool.eligible(deployment);
      count(refused ? 'rejected by policies' : 'outside the window');
    } else if (breaker.at(node).kind === 'open') count('with an open breaker');
    else if (breaker.at(node).kind === 'half-open' && health.status[node] !== HEALTH_CODE.unhealthy) {
      count(breaker.freeProbes(node, nowMs) === 0 ? 'half-open without a free probe slot' : 'half-open and not for this request');
    } else count('unhealthy');
  }
  const why = [...inTheWay].map(([what, times]) => `${times} ${what}`).join(', ');
  const error: RouteError = { kind: candidates === 0 ? 'NoCapacity' : 'AllNodesUnhealthy', capability };
  const sentence = of.serving.length === 0 ? `No node serves ${capability}.` : `${errorText(error).slice(0, -1)}: ${why}.`;
  return { kind: 'refused', error, reasoning: sentence };
}
