/** Which strategies and scorers a fleet can have, and what a strategy starts with there. */
import type { Scenario, ScorerKind, StrategyId, StrategySettings } from '@/lib/scenario/schema';
import { SCORER_KINDS, strategySchema } from '@/lib/scenario/schema/router';
import { hearableScorers, obstacles, reportedBy, unheard } from '@/lib/scenario/signals';

type Groups = Scenario['groups'];

const DEFAULT_SUM = strategySchema.parse({ id: 'scorer-sum' }) as Extract<StrategySettings, { id: 'scorer-sum' }>;

/** What tells how busy a node is where nobody reports its cache: waiting requests alone leave all but full nodes equal. */
const STAND_INS: Readonly<Partial<Record<ScorerKind, ScorerKind>>> = { 'kv-cache': 'running' };

/** A strategy as it is first chosen: its defaults, of a sum the scorers that these nodes have signals for, or what stands in for one. */
export function startOf(id: StrategyId, groups: Groups): StrategySettings {
  if (id !== 'scorer-sum') return strategySchema.parse({ id });
  const heard = hearableScorers(groups);
  const usual = DEFAULT_SUM.scorers.map(({ kind, weight }) => ({
    kind: heard.includes(kind) ? kind : (STAND_INS[kind] ?? kind),
    weight,
  }));
  const scorers = usual.filter(({ kind }) => heard.includes(kind));
  return { ...DEFAULT_SUM, scorers: scorers.length > 0 ? scorers : heard.map((kind) => ({ kind, weight: 1 })) };
}

/** Why a strategy cannot be chosen, as a rule; null for one that can, a sum of what scorers there are included. */
export function strategyObstacles(groups: Groups): Readonly<Record<StrategyId, string | null>> {
  const all = obstacles(groups);
  return hearableScorers(groups).length === 0 ? all : { ...all, 'scorer-sum': null };
}

/** Why each scorer is off; null for one that nodes have signals for. */
export function scorerObstacles(groups: Groups): Readonly<Record<ScorerKind, string | null>> {
  const reported = reportedBy(groups);
  return Object.fromEntries(
    SCORER_KINDS.map((kind) => {
      const [found] = unheard({ ...DEFAULT_SUM, scorers: [{ kind, weight: 1 }] }, 'router.strategy', reported);
      return [kind, found?.rule ?? null];
    }),
  ) as Record<ScorerKind, string | null>;
}

/** A rule as a sentence of its own. */
export function ruleText(rule: string | null): string | null {
  return rule === null ? null : `${rule.charAt(0).toUpperCase()}${rule.slice(1)}.`;
}
