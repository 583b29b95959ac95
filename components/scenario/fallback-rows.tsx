'use client';

import { PRIVACY_LEVELS } from '@/lib/fleet/request';
import { freshId, removeAt, setAt } from '@/lib/scenario/edit';
import type { Workload } from '@/lib/scenario/schema';

import { Button, IconButton } from '@/components/control/button';
import { CloseGlyph, PlusGlyph } from '@/components/control/glyphs';
import { ProblemText, useProblem, type Outcome } from '@/components/control/problem-text';
import { SelectRow } from '@/components/control/select';
import { TextRow } from '@/components/control/text-field';
import { edit } from '@/components/run/lab';

import { AskedRows } from './asked-rows';
import { editAt, Note, NumberSetting } from './setting';

type Fallback = Workload['fallbacks'][number];

/** No capability and no privacy level is called so: the choice of what the class says. */
const SAME = { value: '*', label: 'as the class' } as const;
const PRIVACY = [SAME, ...PRIVACY_LEVELS.map((level) => ({ value: level, label: level }))];

interface FallbackRowsProps {
  readonly of: Workload;
  /** Path of the class. */
  readonly at: string;
  /** What the fleet can be asked for. */
  readonly capabilities: readonly string[];
}

/** Where the requests of a class go when they got nowhere, stage by stage. */
export function FallbackRows({ of, at, capabilities }: FallbackRowsProps) {
  const [sentence, take] = useProblem();
  const { fallbacks } = of;
  return (
    <>
      <Note>
        When its tries are used up, or no node is left to pick, a request starts over in the next of these, with tries of its own.
      </Note>
      {fallbacks.map((stage, index) => (
        <StageRows
          // A new name keeps the fields and the focus; another number of stages starts them afresh.
          key={`${fallbacks.length}:${index}`}
          stage={stage}
          at={`${at}.fallbacks[${index}]`}
          capabilities={capabilities}
          take={take}
        />
      ))}
      <ProblemText sentence={sentence} />
      <Button
        kind="plain"
        glyph={<PlusGlyph size={12} />}
        className="-ml-2.5"
        onClick={() => {
          const id = freshId(
            fallbacks.map((stage) => stage.id),
            'fallback',
          );
          take(edit((scenario) => setAt(scenario, `${at}.fallbacks[${fallbacks.length}]`, { id })));
        }}
      >
        Add fallback
      </Button>
    </>
  );
}

interface StageRowsProps {
  readonly stage: Fallback;
  readonly at: string;
  readonly capabilities: readonly string[];
  readonly take: (outcome: Outcome) => void;
}

function StageRows({ stage, at, capabilities, take }: StageRowsProps) {
  const asks = [SAME, ...capabilities.map((capability) => ({ value: capability, label: capability }))];
  return (
    <div role="group" aria-label={`Fallback ${stage.id}`} className="border-line border-t py-1">
      <div className="flex items-start gap-1">
        <div className="min-w-0 flex-1">
          <TextRow label="Fallback" value={stage.id} onCommit={(id) => editAt(`${at}.id`, id)} className="w-[116px]" />
        </div>
        <IconButton
          label={`Remove fallback ${stage.id}`}
          glyph={<CloseGlyph size={12} />}
          className="!size-6"
          onClick={() => take(edit((scenario) => removeAt(scenario, at)))}
        />
      </div>
      <SelectRow
        label="Asks for"
        value={stage.capability ?? SAME.value}
        options={asks}
        onChange={(capability) => editAt(`${at}.capability`, capability === SAME.value ? null : capability)}
        className="w-[116px]"
      />
      <SelectRow
        label="Privacy level"
        value={stage.privacy ?? SAME.value}
        options={PRIVACY}
        onChange={(level) => editAt(`${at}.privacy`, level === SAME.value ? null : level)}
        className="w-[116px]"
      />
      <NumberSetting
        label="Cost tolerance, 0 to 100"
        path={`${at}.costTolerance`}
        value={stage.costTolerance}
        empty="as the class"
        className="w-[88px]"
      />
      <AskedRows regions={stage.regions} models={stage.models} at={at} />
    </div>
  );
}
