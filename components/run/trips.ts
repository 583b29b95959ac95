import type { BreakerTransition } from '@/lib/worker/protocol';

import { formatCount } from '@/components/chart/format';

/** `3 breakers opened in eu-west.`, one part per region in the order of their first trip; null when none opened. */
export function tripsSentence(transitions: readonly BreakerTransition[], regionOf: (node: string) => string): string | null {
  const byRegion = new Map<string, Set<string>>();
  for (const { node, to } of transitions) {
    if (to !== 'open') continue;
    const region = regionOf(node);
    byRegion.set(region, (byRegion.get(region) ?? new Set()).add(node));
  }
  if (byRegion.size === 0) return null;
  const parts = [...byRegion].map(([region, nodes]) => `${formatCount(nodes.size)} in ${region}`);
  const total = [...byRegion.values()].reduce((sum, nodes) => sum + nodes.size, 0);
  if (byRegion.size > 1) return `${formatCount(total)} breakers opened: ${parts.join(', ')}.`;
  return `${formatCount(total)} ${total === 1 ? 'breaker' : 'breakers'} opened in ${[...byRegion.keys()][0]!}.`;
}
