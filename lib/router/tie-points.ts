/**
 * How far each weight is from flipping the choice of the highest total. A total is linear in every single weight, so each
 * eligible deployment is a line over that weight, the choice is the uppermost line, and the choice flips where another line
 * crosses it, or where it falls below the least score. The window's other limit, the best so many, always holds the uppermost.
 * Nodes that were tried before come in only while no other reaches the least score; so a line of the others that rises to it flips
 * the choice, too. Eligibility does not depend on weights. A tie point may lie beyond the weights that a scenario allows.
 */
import type { Choice } from './choice';
import type { TiePoint } from './decision';
import { policyOf, weightOf } from './policies/table';
import { isTried } from './query';

/** Relative step beyond a tie point at which the choice has flipped for sure: far above rounding, far below what a reader sees. */
export const BEYOND = 1e-9;

/** Everybody who could be chosen under other weights, by registration, in parallel lists. */
interface Field {
  readonly tried: readonly boolean[];
  readonly chosen: number;
  /** Whether the tried are left out of this choice. */
  readonly excluding: boolean;
  readonly minScore: number;
}

/** Of a choice by the highest total that is no probe. O(policies x eligible). */
export function tiePoints(
  { situation, of, query, deployment, excluding, fallback }: Choice,
  minScore: number | null,
): TiePoint[] {
  const { composite, catalog } = situation;
  const eligible = [...of.accepted].filter((d) => situation.mayTake(of, d));
  const facts = eligible.map((d) => situation.facts(of, d, query));
  const totals = facts.map((f) => composite.totalOf(f));
  const field: Field = {
    tried: eligible.map((d) => isTried(query, catalog.nodeOf[d]!)),
    chosen: eligible.indexOf(deployment),
    excluding,
    minScore: minScore ?? -Infinity,
  };
  const points: TiePoint[] = [];
  composite.leaves.forEach(({ policy, scale }, leaf) => {
    const weight = weightOf(policy);
    if (weight === null) return;
    const slopes = facts.map((f) => policyOf(policy).share(policy, f) * scale);
    const change = leastChange(field, totals, slopes);
    if (change === null) {
      points.push({ policy: policy.kind, weight, flipsAt: null, to: null });
      return;
    }
    const flipsAt = weight + change.by;
    const beyond = composite.withLeafWeight(leaf, flipsAt + change.direction * BEYOND * Math.max(1, Math.abs(flipsAt)));
    const after = facts.map((f) => beyond.totalOf(f));
    let next = eligible[uppermost(field, after, false)] ?? fallback;
    if (next === -1) next = eligible[uppermost(field, after, true)] ?? -1;
    points.push({ policy: policy.kind, weight, flipsAt, to: next === -1 ? null : catalog.nodeIdOf(next) });
  });
  return points;
}

/** The least change of the weight that flips the choice; upward among equals. */
function leastChange(
  { tried, chosen, excluding, minScore }: Field,
  totals: readonly number[],
  slopes: readonly number[],
): { readonly by: number; readonly direction: 1 | -1 } | null {
  let least: { by: number; direction: 1 | -1 } | null = null;
  /** A gap that closes at so much per unit of the weight. */
  const consider = (gap: number, closing: number): void => {
    if (closing === 0 || gap === Infinity) return;
    const direction = closing > 0 ? 1 : -1;
    const by = gap / closing;
    const nearer =
      least === null || Math.abs(by) < Math.abs(least.by) || (Math.abs(by) === Math.abs(least.by) && direction === 1);
    if (nearer) least = { by, direction };
  };
  const [total, slope] = [totals[chosen]!, slopes[chosen]!];
  for (let i = 0; i < totals.length; i++) {
    if (i === chosen) continue;
    if (!excluding || !tried[i]) consider(total - totals[i]!, slopes[i]! - slope);
    if (!excluding && tried[chosen] && !tried[i]) consider(minScore - totals[i]!, slopes[i]!);
  }
  consider(total - minScore, -slope);
  return least;
}

/** Index of the highest total that reaches `minScore`, ties by registration; -1 when there is none. */
function uppermost({ tried, minScore }: Field, totals: readonly number[], withTried: boolean): number {
  let best = -1;
  for (let i = 0; i < totals.length; i++) {
    if ((tried[i] && !withTried) || totals[i]! < minScore) continue;
    if (best === -1 || totals[i]! > totals[best]!) best = i;
  }
  return best;
}
