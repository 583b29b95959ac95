'use client';

import { useId, useState } from 'react';

import type { Problem } from '@/lib/base/result';
import { setAt } from '@/lib/scenario/edit';
import type { PolicyKind, PolicySettings, TimelineEntry } from '@/lib/scenario/schema';
import { policyObstacles } from '@/lib/scenario/signals';

import { POLICIES } from '@/components/chart/theme';
import { Button, IconButton } from '@/components/control/button';
import { CloseGlyph, FilterGlyph, PlusGlyph } from '@/components/control/glyphs';
import { Menu, MenuItem } from '@/components/control/menu';
import { NumberField } from '@/components/control/number-field';
import { ProblemText, useProblem } from '@/components/control/problem-text';
import { Slider } from '@/components/control/slider';
import { canChangeLive, change, edit } from '@/components/run/lab';

import { PolicyDialog } from './policy-dialog';
import { modeOf } from './policy-words';
import { useScenario } from './scenario-store';
import { ruleText } from './strategy-choice';
import { useSettingsNow } from './use-settings';

const KINDS = Object.keys(POLICIES) as PolicyKind[];
/** Where the slider usually ends; a weight beyond it stretches it. */
const USUAL_MOST = 5;
const STEP = 0.1;

export function addPolicy(kind: PolicyKind): readonly Problem[] {
  return edit((scenario) => setAt(scenario, `router.policies[${scenario.router.policies.length}]`, { kind }));
}

/** Goes with what in the timeline sets its weight: an entry that then sets none goes too. */
function removePolicy(kind: PolicyKind): readonly Problem[] {
  return edit((scenario) => {
    const timeline = scenario.timeline.flatMap((entry): TimelineEntry[] => {
      if (entry.kind !== 'weights') return [entry];
      const weights = entry.weights.filter(({ policy }) => policy !== kind);
      return weights.length === 0 ? [] : [{ ...entry, weights }];
    });
    return setAt(
      { ...scenario, timeline },
      'router.policies',
      scenario.router.policies.filter((policy) => policy.kind !== kind),
    );
  });
}

function setWeight(policy: PolicyKind, index: number, weight: number | null) {
  const inRun = useScenario.getState().loaded.router.policies.some(({ kind }) => kind === policy);
  if (weight !== null && inRun && canChangeLive()) return change({ kind: 'weights', weights: [{ policy, weight }] });
  return edit((scenario) => setAt(scenario, `router.policies[${index}].weight`, weight));
}

/** The composite's members in the document's order: swatch, weight, and a way out; below them the ones that are not in it. */
export function PolicyRows() {
  const policies = useScenario((state) => state.scenario.router.policies);
  const groups = useScenario((state) => state.scenario.groups);
  const { weights } = useSettingsNow();
  const [sentence, take] = useProblem();
  const [detailed, setDetailed] = useState(false);
  const hindrances = policyObstacles(groups);
  const absent = KINDS.filter((kind) => !policies.some((policy) => policy.kind === kind));
  return (
    <div role="group" aria-label="Policies and their weights" className="pt-0.5">
      {policies.map((policy, index) => (
        <PolicyRow
          key={policy.kind}
          policy={policy}
          index={index}
          weight={weights.get(policy.kind) ?? null}
          remove={() => take(removePolicy(policy.kind))}
        />
      ))}
      <ProblemText sentence={sentence} />
      <div className="-ml-2.5 flex">
        {absent.length === 0 ? null : (
          <Menu
            trigger={
              <Button kind="plain" glyph={<PlusGlyph size={12} />}>
                Add policy
              </Button>
            }
          >
            {absent.map((kind) => (
              <MenuItem key={kind} onSelect={() => take(addPolicy(kind))} hindrance={ruleText(hindrances[kind])}>
                <span className="first-letter:uppercase">{POLICIES[kind].name}</span>
              </MenuItem>
            ))}
          </Menu>
        )}
        <Button kind="plain" onClick={() => setDetailed(true)}>
          Modes and settings
        </Button>
      </div>
      <PolicyDialog open={detailed} onOpenChange={setDetailed} />
    </div>
  );
}

interface PolicyRowProps {
  readonly policy: PolicySettings;
  readonly index: number;
  readonly weight: number | null;
  readonly remove: () => void;
}

function PolicyRow({ policy, index, weight, remove }: PolicyRowProps) {
  const [typed, setTyped] = useState<string | null>(null);
  const [refused, take] = useProblem();
  const [moving, setMoving] = useState<number | null>(null);
  const problemId = useId();
  const { kind } = policy;
  const shown = moving ?? weight ?? 0;
  return (
    <div data-setting={`Weight of ${kind}`}>
      <div className="flex min-h-6 items-center gap-2">
        <span aria-hidden="true" className="size-2 shrink-0 rounded-[2px]" style={{ background: POLICIES[kind].colour }} />
        <span className="text-t2 text-body min-w-[68px] shrink-0 first-letter:uppercase">{POLICIES[kind].name}</span>
        {modeOf(policy) === 'hard' ? <HardMark /> : null}
        {kind === 'privacy' && policy.mode === 'reference' ? (
          <span className="text-t3 text-small min-w-0 flex-1 truncate">a filter, without a weight</span>
        ) : (
          <>
            <Slider
              label={`Weight of ${kind}`}
              value={weight ?? 0}
              min={Math.min(0, Math.floor(weight ?? 0))}
              max={Math.max(USUAL_MOST, Math.ceil(weight ?? 0))}
              step={STEP}
              say={(value) => value.toFixed(1)}
              onMove={setMoving}
              onCommit={(value) => take(setWeight(kind, index, value))}
              className="min-w-0 flex-1"
            />
            <NumberField
              label={`Weight of ${kind}`}
              value={shown}
              decimals={1}
              path={`router.policies[${index}].weight`}
              problemId={problemId}
              onProblem={setTyped}
              onCommit={(value) => setWeight(kind, index, value)}
              className="w-[46px]"
            />
          </>
        )}
        <IconButton
          label={`Remove the ${kind} policy`}
          glyph={<CloseGlyph size={12} />}
          className="-ml-1 !size-6"
          onClick={remove}
        />
      </div>
      <ProblemText id={problemId} sentence={typed ?? refused} />
    </div>
  );
}

/** A hard policy is a filter: it refuses nodes. */
function HardMark() {
  return (
    <span className="border-edge text-t2 text-tick rounded-input flex shrink-0 items-center gap-0.5 border px-1">
      <FilterGlyph size={9} />
      hard
    </span>
  );
}
