'use client';

import type { ScorerKind, StrategySettings } from '@/lib/scenario/schema';

import { Button, IconButton } from '@/components/control/button';
import { CloseGlyph, PlusGlyph } from '@/components/control/glyphs';
import { Menu, MenuItem } from '@/components/control/menu';
import { NumberRow } from '@/components/control/number-field';
import { ProblemText, useProblem, type Commit } from '@/components/control/problem-text';

import { useScenario } from './scenario-store';
import { editAt, Note } from './setting';
import { ruleText, scorerObstacles } from './strategy-choice';

type ScorerSum = Extract<StrategySettings, { id: 'scorer-sum' }>;

const NAMES: Readonly<Record<ScorerKind, string>> = {
  queue: 'Short queue',
  running: 'Few running',
  'kv-cache': 'Free KV cache',
  prefix: 'Cached prefix',
  session: 'Session’s node',
};
const KINDS = Object.keys(NAMES) as ScorerKind[];
const NEW_WEIGHT = 1;

interface ScorerRowsProps {
  readonly strategy: ScorerSum;
  readonly onChange: Commit<StrategySettings>;
}

/** The scorers of a sum with their weights, a way out for each, and those that may join. */
export function ScorerRows({ strategy, onChange }: ScorerRowsProps) {
  const groups = useScenario((state) => state.scenario.groups);
  const [sentence, take] = useProblem();
  const { scorers } = strategy;
  const off = scorerObstacles(groups);
  const absent = KINDS.filter((kind) => !scorers.some((scorer) => scorer.kind === kind));
  const reasons = KINDS.filter((kind) => off[kind] !== null);
  return (
    <div role="group" aria-label="Scorers and their weights">
      {scorers.map(({ kind, weight }, i) => {
        const path = `router.strategy.scorers[${i}].weight`;
        return (
          <div key={kind} className="flex items-start gap-1">
            <div className="min-w-0 flex-1">
              <NumberRow
                label={`Weight of “${NAMES[kind]}”`}
                value={weight}
                path={path}
                onCommit={(next) =>
                  next === null ? editAt(path, null) : onChange({ ...strategy, scorers: scorers.with(i, { kind, weight: next }) })
                }
              />
            </div>
            <IconButton
              label={`Remove the scorer ${NAMES[kind]}`}
              glyph={<CloseGlyph size={12} />}
              className="!size-6"
              disabled={scorers.length === 1}
              onClick={() => take(onChange({ ...strategy, scorers: scorers.toSpliced(i, 1) }))}
            />
          </div>
        );
      })}
      <ProblemText sentence={sentence} />
      {absent.length === 0 ? null : (
        <div className="-ml-2.5">
          <Menu
            trigger={
              <Button kind="plain" glyph={<PlusGlyph size={12} />}>
                Add scorer
              </Button>
            }
          >
            {absent.map((kind) => (
              <MenuItem
                key={kind}
                hindrance={ruleText(off[kind])}
                onSelect={() => take(onChange({ ...strategy, scorers: [...scorers, { kind, weight: NEW_WEIGHT }] }))}
              >
                {NAMES[kind]}
              </MenuItem>
            ))}
          </Menu>
        </div>
      )}
      {reasons.length === 0 ? null : (
        <Note>
          Off: {reasons.map((kind) => NAMES[kind]).join(', ')}. No node of this scenario reports what{' '}
          {reasons.length === 1 ? 'it' : 'they'} would read.
        </Note>
      )}
    </div>
  );
}
