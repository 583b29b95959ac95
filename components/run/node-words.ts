/** What the node inspector says, as sentences. */
import type { HealthState } from '@/lib/fleet/snapshot';
import type { BreakerSettings } from '@/lib/scenario/schema';
import type { NodeNow } from '@/lib/worker/protocol';
import type { BreakerTransition, HealthTransition } from '@/lib/worker/protocol';

import { formatClock, formatCount, formatSeconds } from '@/components/chart/format';

export const HEALTH_WORDS: Readonly<Record<HealthState, string>> = {
  healthy: 'Healthy',
  degraded: 'Degraded',
  unhealthy: 'Down',
  unknown: 'Unknown',
};

type Traffic = Pick<NodeNow, 'breaker' | 'health' | 'attemptsPerS'>;

/** Breaker, health and traffic are three things. A cause is named only where it is what keeps traffic away. */
export function trafficSentence({ breaker, health, attemptsPerS }: Traffic, boundedProbes: boolean): string {
  if (breaker === 'open') return 'Traffic: none, breaker open';
  if (attemptsPerS > 0) {
    const rate = `Traffic: ${formatCount(attemptsPerS)} attempts/s`;
    return breaker === 'half-open' && boundedProbes ? `${rate}, probes of its breaker` : rate;
  }
  if (breaker === 'half-open') return 'Traffic: none yet, breaker half-open';
  if (health === 'unhealthy') return 'Traffic: none, health down';
  return 'Traffic: none in the last second';
}

/** Where the health record's two counters stand; neither is counted out beyond what it takes. */
export function healthSentence(
  node: Pick<NodeNow, 'failuresInRow' | 'successesInRow'>,
  rules: { readonly failureThreshold: number; readonly recoveryThreshold: number },
): string {
  const failed = Math.min(node.failuresInRow, rules.failureThreshold);
  const ok = Math.min(node.successesInRow, rules.recoveryThreshold);
  return `In a row: ${failed} of ${rules.failureThreshold} failures, ${ok} of ${rules.recoveryThreshold} successes`;
}

const TURNS = { 'half-open': 'Half-open', closed: 'Closes' } as const;

/** What the middle figure is called and what it says: when the breaker may next move, by the router's own clock. */
export function nextMove(
  node: Pick<NodeNow, 'breaker' | 'nextTransitionMs'>,
  nowMs: number,
  { afterOpen, ejection }: Pick<BreakerSettings, 'afterOpen' | 'ejection'>,
): { readonly label: string; readonly value: string } {
  if (node.breaker === 'half-open') return { label: 'Half-open', value: 'now' };
  const turns = TURNS[afterOpen];
  if (node.breaker === 'closed' || node.nextTransitionMs === null) return { label: `${turns} in`, value: '–' };
  const left = node.nextTransitionMs - nowMs;
  if (left > 0) return { label: `${turns} in`, value: formatSeconds(left) };
  return { label: turns, value: (ejection?.sweepMs ?? null) === null ? 'when asked' : 'at a sweep' };
}

/** How long a node's open breaker stays so, by its last trip: growth and sweeps make it longer than the rules' own time. */
export function openTimeOf(node: string, transitions: readonly BreakerTransition[], usualMs: number): number {
  const trip = transitions.findLast((one) => one.node === node && one.to === 'open');
  return trip === undefined || trip.nextMs === null ? usualMs : trip.nextMs - trip.atMs;
}

/** Share of the open time that has passed, 0 to 1; null when the breaker is not open. */
export function openShare(node: Pick<NodeNow, 'breaker' | 'nextTransitionMs'>, nowMs: number, openMs: number): number | null {
  if (node.breaker !== 'open' || node.nextTransitionMs === null) return null;
  if (openMs <= 0) return 1;
  return Math.max(0, Math.min(1, 1 - (node.nextTransitionMs - nowMs) / openMs));
}

export interface HistoryLine {
  readonly atMs: number;
  readonly text: string;
}

const BREAKER_WORDS = { closed: 'Breaker closed', open: 'Breaker opened', 'half-open': 'Breaker half-open' } as const;

/** The last so many transitions of a node, newest first; at one instant the breaker's come first. */
export function historyOf(
  node: string,
  breaker: readonly BreakerTransition[],
  health: readonly HealthTransition[],
  most: number,
): HistoryLine[] {
  const lines: HistoryLine[] = [];
  for (let i = breaker.length - 1, left = most; i >= 0 && left > 0; i--) {
    const one = breaker[i]!;
    if (one.node !== node) continue;
    const next = one.nextMs === null ? '' : `, until ${formatClock(one.nextMs, 1)} or later`;
    lines.push({ atMs: one.atMs, text: `${BREAKER_WORDS[one.to]}, ${one.cause}${next}` });
    left--;
  }
  for (let i = health.length - 1, left = most; i >= 0 && left > 0; i--) {
    const one = health[i]!;
    if (one.node !== node) continue;
    lines.push({
      atMs: one.atMs,
      text: `Health ${HEALTH_WORDS[one.from].toLowerCase()} to ${HEALTH_WORDS[one.to].toLowerCase()}, ${one.cause}`,
    });
    left--;
  }
  return lines.sort((a, b) => b.atMs - a.atMs).slice(0, most);
}

/** Whether the node is in the fleet, and in how many router replicas its breaker is open where that is not all or none. */
export function statusSentence(
  { status, inFlight, openIn }: Pick<NodeNow, 'status' | 'inFlight' | 'openIn'>,
  replicas: number,
): string {
  const open = replicas > 1 && openIn > 0 ? `; breaker open in ${openIn} of ${replicas} routers` : '';
  switch (status) {
    case 'ready':
      return `In the fleet${open}`;
    case 'draining':
      return `Draining, ${inFlight} under way${open}`;
    case 'loading':
      return 'Loading its model';
    case 'removed':
      return 'Not in the fleet';
  }
}
