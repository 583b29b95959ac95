import { formatCount, plural } from '@/components/chart/format';

/** What a window of so many candidates does to a fleet, when it hides most of it; null when it does not. */
export function windowSentence(nodes: number, maxCandidates: number | null): string | null {
  if (maxCandidates === null || nodes <= 2 * maxCandidates) return null;
  const hidden = nodes - maxCandidates;
  return `A window of ${formatCount(maxCandidates)} hides ${formatCount(hidden)} of ${plural(nodes, 'node')} from every decision.`;
}
