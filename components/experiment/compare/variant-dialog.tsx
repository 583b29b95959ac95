'use client';

import { useRouter } from 'next/navigation';
import { useMemo } from 'react';

import type { Problem } from '@/lib/base/result';
import { namedParametersOf, parameterAt, type Parameter } from '@/lib/experiment/parameters';
import { patched } from '@/lib/experiment/patch';
import type { Variant } from '@/lib/experiment/schema';
import type { Scenario } from '@/lib/scenario/schema';

import { Button, IconButton } from '@/components/control/button';
import { Dialog } from '@/components/control/dialog';
import { CloseGlyph } from '@/components/control/glyphs';
import { useProblem, ProblemText } from '@/components/control/problem-text';
import { SwitchRow } from '@/components/control/switch';
import { TextRow } from '@/components/control/text-field';

import { editVariants } from '../experiment';
import { useExperiment } from '../experiment-store';
import { SettingControl } from '../setting-control';
import { SettingSearch } from '../setting-search';
import { openVariantInLab } from './open-variant';
import { duplicated, removed, renamed, withoutSetting, withSetting } from './variant-edits';
import { variantName } from './variant-looks';

interface VariantDialogProps {
  readonly id: string;
  readonly onClose: () => void;
  /** Shows another variant instead. */
  readonly onOpen: (id: string) => void;
}

/** One variant: its name, and in what it differs from the scenario. Every change holds at once, or says why it does not. */
export function VariantDialog({ id, onClose, onOpen }: VariantDialogProps) {
  const scenario = useExperiment((state) => state.scenario);
  const { variants, baseline } = useExperiment((state) => state.plans.compare);
  const variant = variants.find((one) => one.id === id);
  const router = useRouter();
  const [sentence, take] = useProblem();
  const own = useMemo(() => {
    const result = variant === undefined ? null : patched(scenario, variant.patch);
    return result?.ok === true ? result.value : scenario;
  }, [scenario, variant]);
  const parameters = useMemo(() => namedParametersOf(own), [own]);
  if (variant === undefined) return null;
  const isBase = (baseline ?? variants[0]!.id) === id;

  const duplicate = (): void => {
    const problems = editVariants((now) => duplicated(now, id));
    take(problems);
    if (problems.length > 0) return;
    const list = useExperiment.getState().plans.compare.variants;
    onOpen(list[list.findIndex((one) => one.id === id) + 1]!.id);
  };
  const remove = (): void => {
    const problems = editVariants((now) => removed(now, id));
    take(problems);
    if (problems.length === 0) onClose();
  };
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={variantName(variant)}
      description="A variant is the scenario with these settings in place of its own."
      className="max-w-[520px]"
      foot={
        <>
          <Button kind="plain" onClick={remove}>
            Remove
          </Button>
          <Button kind="plain" onClick={duplicate}>
            Duplicate
          </Button>
          <Button
            kind="plain"
            onClick={() => {
              if (openVariantInLab(id)) router.push('/');
            }}
          >
            Open in the lab
          </Button>
          <Button kind="primary" onClick={onClose}>
            Done
          </Button>
        </>
      }
    >
      <TextRow
        label="Name"
        value={variant.title}
        className="w-56"
        onCommit={(title) => editVariants((now) => renamed(now, id, title.trim()))}
      />
      <SwitchRow
        label="Baseline"
        on={isBase}
        onChange={(on) => editVariants((now) => now, on ? id : null)}
        note="Differences of all others are taken to it."
      />
      <h3 className="text-t2 pt-2">
        {variant.patch.length === 0 ? 'No setting differs: the scenario as it stands.' : 'Settings'}
      </h3>
      {variant.patch.map((setting) => (
        <PatchRow key={setting.path} id={id} setting={setting} parameter={settingOf(own, setting.path)} />
      ))}
      <div className="border-line mt-2 border-t pt-2">
        <SettingSearch
          label="Add a setting"
          parameters={parameters}
          onPick={({ path, value }) => take(editVariants((now) => withSetting(now, id, { path, value })))}
        />
        <ProblemText sentence={sentence} />
      </div>
    </Dialog>
  );
}

/** Under the path as it was written; undefined where that is no single setting. */
function settingOf(own: Scenario, path: string): Parameter | undefined {
  const found = parameterAt(own, path);
  return found.ok ? { ...found.value, path } : undefined;
}

interface PatchRowProps {
  readonly id: string;
  readonly setting: Variant['patch'][number];
  /** Undefined where the path names a part that holds others. */
  readonly parameter: Parameter | undefined;
}

function PatchRow({ id, setting, parameter }: PatchRowProps) {
  const [sentence, take] = useProblem();
  const put = (value: unknown): readonly Problem[] => editVariants((now) => withSetting(now, id, { path: setting.path, value }));
  return (
    <div className="border-line flex items-start gap-2 border-t py-0.5">
      <div className="min-w-0 flex-1">
        {parameter === undefined ? (
          <p className="flex min-h-6 items-center justify-between gap-3">
            <span className="text-t2 wrap-anywhere">{setting.path}</span>
            <code className="wrap-anywhere">{JSON.stringify(setting.value)}</code>
          </p>
        ) : (
          <SettingControl parameter={parameter} onSet={put} />
        )}
        <ProblemText sentence={sentence} />
      </div>
      <IconButton
        label={`Take back ${setting.path}`}
        glyph={<CloseGlyph size={12} />}
        className="size-6!"
        onClick={() => take(editVariants((now) => withoutSetting(now, id, setting.path)))}
      />
    </div>
  );
}
