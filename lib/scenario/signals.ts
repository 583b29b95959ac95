/**
 * Which engines say what of themselves, and what that leaves to choose from. A strategy that needs a signal which no node reports is
 * refused with that reason, and so is a policy; neither is ever run on guesses. One rule for the router's strategy, the timeline's and live
 * changes.
 */
import { problem, type Problem } from '@/lib/base/result';
import type { Signal } from '@/lib/fleet/snapshot';
import { policies } from '@/lib/router/policies/table';
import { scorers } from '@/lib/router/strategies/scorers/table';
import { signalsNeeded } from '@/lib/router/strategies/table';

import type { Group, PolicyKind, PolicySettings, Scenario, ScorerKind, StrategyId, StrategySettings } from './schema';
import { policySchema, SCORER_KINDS, strategySchema } from './schema/router';
import { listed } from './words';

export type EngineKind = Group['engine']['kind'];

/** What nodes report, and words on who reports what: `slots nodes report queued, running`. */
export interface Reported {
  readonly signals: ReadonlySet<Signal>;
  readonly words: string;
}

/** What an engine of each kind says of itself. */
export const REPORTS: Readonly<Record<EngineKind, readonly Signal[]>> = {
  slots: ['queued', 'running'],
  'processor-sharing': ['queued', 'running'],
};

/** What the nodes of these groups report, all together. */
export function reportedBy(groups: Scenario['groups']): Reported {
  const kinds = [...new Set(groups.map(({ engine }) => engine.kind))];
  return {
    signals: new Set(kinds.flatMap((kind) => REPORTS[kind])),
    words: kinds.map((kind) => `${kind} nodes report ${listed(REPORTS[kind])}`).join('; '),
  };
}

/** Why something that needs these signals cannot be had, as a rule; null where nodes report all of them. */
export function lacking(needs: readonly Signal[], { signals, words }: Reported): string | null {
  const missing = [...new Set(needs)].filter((signal) => !signals.has(signal));
  return missing.length === 0 ? null : `needs ${listed(missing)}, which no node of this scenario reports (${words})`;
}

/** What the strategy at a path needs and nobody reports. */
export function unheard(strategy: StrategySettings, path: string, reported: Reported): Problem[] {
  if (strategy.id !== 'scorer-sum') {
    const rule = lacking(signalsNeeded(strategy), reported);
    return rule === null ? [] : [problem(`${path}.id`, strategy.id, rule)];
  }
  // Each scorer on its own, so that the one to take out is named.
  return strategy.scorers.flatMap((scorer, i) => {
    const rule = lacking(signalsNeeded({ ...strategy, scorers: [scorer] }), reported);
    return rule === null ? [] : [problem(`${path}.scorers[${i}].kind`, scorer.kind, rule)];
  });
}

/** Why each strategy with its default settings cannot be chosen for these nodes; null for one that can. */
export function obstacles(groups: Scenario['groups']): Readonly<Record<StrategyId, string | null>> {
  const reported = reportedBy(groups);
  const ids = strategySchema.options.map((option) => option.shape.id.value);
  return Object.fromEntries(ids.map((id) => [id, lacking(signalsNeeded(strategySchema.parse({ id })), reported)])) as Record<
    StrategyId,
    string | null
  >;
}

/** The scorers of `scorer-sum` that these nodes have signals for. */
export function hearableScorers(groups: Scenario['groups']): readonly ScorerKind[] {
  const reported = reportedBy(groups);
  return SCORER_KINDS.filter((kind) => lacking(scorers[kind].needs, reported) === null);
}

/** What the policy at a path needs and nobody reports. */
export function unheardPolicy(policy: PolicySettings, path: string, reported: Reported): Problem[] {
  const rule = lacking(signalsOf(policy), reported);
  return rule === null ? [] : [problem(`${path}.kind`, policy.kind, rule)];
}

/** Why each policy with its default settings cannot be had with these nodes; null for one that can. */
export function policyObstacles(groups: Scenario['groups']): Readonly<Record<PolicyKind, string | null>> {
  const reported = reportedBy(groups);
  const kinds = policySchema.options.map((option) => option.shape.kind.value);
  return Object.fromEntries(kinds.map((kind) => [kind, lacking(signalsOf(policySchema.parse({ kind })), reported)])) as Record<
    PolicyKind,
    string | null
  >;
}

/** The settings of a kind as the document has them are those that its policy takes, less what regions add. */
function signalsOf(policy: PolicySettings): readonly Signal[] {
  const entry = policies[policy.kind] as { needs(settings: PolicySettings): readonly Signal[] };
  return entry.needs(policy);
}
