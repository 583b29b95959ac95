import { formatPercent, formatSeconds } from '@/components/chart/format';
import type { NodeNow } from '@/lib/worker/protocol';

import { conditionWords } from './node-condition';
import { loadOf } from './load';

/** What marks a cell below: the node's own state when it is down, else what the router's health record says. */
export type Underline = 'none' | 'degraded' | 'unhealthy' | 'down';

export function underlineOf({ down, health }: Pick<NodeNow, 'down' | 'health'>): Underline {
  if (down) return 'down';
  return health === 'degraded' || health === 'unhealthy' ? health : 'none';
}

const HEALTH_WORDS = { degraded: 'health degraded', unhealthy: 'health down' } as const;

/** `eu-west-07, breaker open, health down, load 0 %, half-open in 12.4 s`. */
export function cellName(node: NodeNow, nowMs: number): string {
  const underline = underlineOf(node);
  const parts = [node.node, `breaker ${node.breaker}`];
  if (underline === 'degraded' || underline === 'unhealthy') parts.push(HEALTH_WORDS[underline]);
  parts.push(...conditionWords(node));
  parts.push(`load ${formatPercent(loadOf(node), 0)}`);
  if (node.breaker === 'open' && node.nextTransitionMs !== null) {
    const left = node.nextTransitionMs - nowMs;
    parts.push(left > 0 ? `half-open in ${formatSeconds(left)}` : 'half-open at the next request');
  }
  if (node.faults.length > 0) parts.push(node.faults.length === 1 ? 'one fault' : `${node.faults.length} faults`);
  return parts.join(', ');
}

/** The ordinal at an id's end, `07` of `eu-west-07`; its last two characters where there is none. */
export function shortId(id: string): string {
  return /\d{1,5}$/.exec(id)?.[0] ?? id.slice(-2);
}
