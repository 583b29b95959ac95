'use client';

import type { Problem } from '@/lib/base/result';
import { addModel, removeModel, renameModel } from '@/lib/scenario/edit-model';

import { plural } from '@/components/chart/format';
import { Button, IconButton } from '@/components/control/button';
import { Dialog } from '@/components/control/dialog';
import { CloseGlyph, PlusGlyph } from '@/components/control/glyphs';
import { ProblemText, useProblem } from '@/components/control/problem-text';
import { TextRow } from '@/components/control/text-field';
import { edit } from '@/components/run/lab';

import { useScenario } from './scenario-store';
import { editAt } from './setting';

interface ModelsDialogProps {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
}

export function ModelsDialog({ open, onOpenChange }: ModelsDialogProps) {
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title="Models"
      description="What each can do: transcribe, synthesize, generate, code, embed, image_gen or custom:<name>, with commas between."
    >
      <Models />
    </Dialog>
  );
}

function Models() {
  const { models, groups } = useScenario((state) => state.scenario);
  const [sentence, take] = useProblem();
  return (
    <>
      {models.map(({ id, capabilities }, index) => {
        const serving = groups.filter((group) => group.models.includes(id)).length;
        const path = `models[${index}].capabilities`;
        return (
          <div
            key={`${models.length}:${index}`}
            role="group"
            aria-label={`Model ${id}`}
            className="border-line not-first:mt-1.5 not-first:border-t not-first:pt-1.5"
          >
            <div className="flex items-start gap-1">
              <div className="min-w-0 flex-1">
                <TextRow
                  label="Model"
                  value={id}
                  onCommit={(to) => edit((scenario) => renameModel(scenario, id, to))}
                  className="w-48"
                />
              </div>
              {models.length === 1 ? null : (
                <IconButton
                  label={`Remove model ${id}`}
                  glyph={<CloseGlyph size={12} />}
                  className="!size-6"
                  onClick={() => take(edit((scenario) => removeModel(scenario, id)))}
                />
              )}
            </div>
            <TextRow
              label="Capabilities"
              value={capabilities.join(', ')}
              onCommit={(text) => toldHere(path, editAt(path, listed(text)))}
              // Begins where the name begins, which leaves room for its button.
              className={models.length === 1 ? 'w-48' : 'w-[220px]'}
            />
            <p className="text-t3 text-small">
              {serving === 0
                ? 'No group serves it. Groups choose their models in their own settings.'
                : `Served by ${plural(serving, 'group')}.`}
            </p>
          </div>
        );
      })}
      <ProblemText sentence={sentence} />
      <Button kind="plain" glyph={<PlusGlyph size={12} />} className="-ml-2.5" onClick={() => take(edit(addModel))}>
        Add model
      </Button>
    </>
  );
}

function listed(text: string): string[] {
  return text
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '');
}

/** A capability that a class needs is missed at the class: said in full. */
function toldHere(path: string, problems: readonly Problem[]): readonly Problem[] {
  return problems.map((one) => (one.path.startsWith(path) ? one : { ...one, rule: `cannot be these. ${one.message}` }));
}
