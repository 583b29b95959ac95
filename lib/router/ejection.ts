/**
 * What looks at the fleet as a whole: how many nodes may be ejected at once, and which stand out at a sweep. Idea: Envoy's outlier
 * detection, whose comparisons these are; it compares percentages, this compares shares, which is the same.
 */
import type { NodeIndex } from '@/lib/fleet/ids';
import type { CallTally } from './call-tally';
import type { EjectionSettings } from './settings';

/** Whether one more of `nodes` may be ejected while `ejected` are. Shares are quotients, so the tenth of ten meets a tenth. */
export function mayEject(ejected: number, nodes: number, rules: EjectionSettings | null): boolean {
  if (rules === null) return true;
  return (rules.alwaysOne && ejected === 0) || (ejected + 1) / nodes <= rules.maxEjectedFraction;
}

/** Whether so few of `nodes` are left that breakers are overlooked. */
export function inPanic(ejected: number, nodes: number, rules: EjectionSettings | null): boolean {
  return rules !== null && (nodes - ejected) / nodes < rules.panicFraction;
}

export interface Outlier {
  readonly node: NodeIndex;
  readonly cause: string;
}

/**
 * The nodes that stand out among those not ejected, in the order in which they are to be ejected: by success rate, then by share of
 * failures, each by registration. A node may stand out twice. O(nodes).
 */
export function outliers(
  tally: CallTally,
  nodes: number,
  isEjected: (node: NodeIndex) => boolean,
  rules: EjectionSettings,
): Outlier[] {
  const found: Outlier[] = [];
  const { successRate, failureShare } = rules;
  const compared = (minimumCalls: number): NodeIndex[] => {
    const list: NodeIndex[] = [];
    for (let node = 0; node < nodes; node++) {
      const calls = tally.calls[node]!;
      if (calls > 0 && calls >= minimumCalls && !isEjected(node)) list.push(node);
    }
    return list;
  };
  if (successRate !== null) {
    const list = compared(successRate.minimumCalls);
    if (list.length > 0 && list.length >= successRate.minimumNodes) {
      const rates = list.map((node) => (tally.calls[node]! - tally.failed[node]!) / tally.calls[node]!);
      const least = leastRate(rates, successRate.deviations);
      list.forEach((node, i) => {
        if (rates[i]! < least) found.push({ node, cause: `success rate ${percent(rates[i]!)}, below ${percent(least)}` });
      });
    }
  }
  if (failureShare !== null) {
    const list = compared(failureShare.minimumCalls);
    if (list.length >= failureShare.minimumNodes) {
      for (const node of list) {
        const [calls, failed] = [tally.calls[node]!, tally.failed[node]!];
        if (failed / calls >= failureShare.fraction)
          found.push({ node, cause: `${failed} of ${calls} calls failed since the last sweep` });
      }
    }
  }
  return found;
}

/** Mean less `deviations` standard deviations of the population. May be below 0, where nothing is found. */
export function leastRate(rates: readonly number[], deviations: number): number {
  const mean = rates.reduce((sum, rate) => sum + rate, 0) / rates.length;
  const variance = rates.reduce((sum, rate) => sum + (rate - mean) * (rate - mean), 0) / rates.length;
  return mean - deviations * Math.sqrt(variance);
}

/** The first whole multiple of `stepMs` at or after `fromMs`, and after `afterMs`. */
export function multipleFrom(stepMs: number, fromMs: number, afterMs: number): number {
  // The quotient may be rounded past a whole number; the products decide.
  let k = Math.ceil(Math.max(fromMs, afterMs) / stepMs) - 1;
  while (k * stepMs < fromMs || k * stepMs <= afterMs) k++;
  return k * stepMs;
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
