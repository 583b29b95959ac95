'use client';

import { DIFFERENCES, SETTINGS } from '@/lib/router/settings';
import { ok } from '@/lib/base/result';
import { settingsSetOf, withSettingsSet } from '@/lib/scenario/settings-set';
import type { Scenario } from '@/lib/scenario/schema';

import { SelectRow } from '@/components/control/select';
import { edit } from '@/components/run/lab';

import { settingWords, sideOf } from './differences';
import { useScenario } from './scenario-store';

const SETS = [
  { value: 'switchyard', label: 'Switchyard', note: 'Heals a fleet; the default.' },
  { value: 'reference', label: 'Reference', note: 'As the reference router, with its traps.' },
] as const;

/** Which named set of settings is on, and what each difference does. */
export function SettingsSet() {
  const scenario = useScenario((state) => state.scenario);
  const set = settingsSetOf(scenario);
  const own = { value: 'own' as const, label: 'Own', note: 'Something in between.', disabled: true };
  return (
    <>
      <SelectRow
        label="Settings set"
        value={set}
        options={[...SETS, own]}
        onChange={(name) =>
          name in SETTINGS ? edit((now) => ok(withSettingsSet(now, name as keyof typeof SETTINGS))) : undefined
        }
        className="w-[120px]"
      />
      <details className="group">
        <summary className="text-t2 hover:text-text text-small min-h-6 py-1">What its {DIFFERENCES.length} settings do</summary>
        <dl className="text-small pb-1">
          {DIFFERENCES.map((difference) => (
            <DifferenceRow key={difference.setting} difference={difference} scenario={scenario} />
          ))}
        </dl>
      </details>
    </>
  );
}

function DifferenceRow({
  difference,
  scenario,
}: {
  readonly difference: (typeof DIFFERENCES)[number];
  readonly scenario: Scenario;
}) {
  const side = sideOf(difference.setting, scenario);
  return (
    <div className="border-line border-t py-1">
      <dt className="text-text font-strong">{settingWords(difference.setting)}</dt>
      <dd className="text-t2">
        <Side name="Switchyard" text={difference.switchyard} on={side === 'switchyard'} />
        <Side name="Reference" text={difference.reference} on={side === 'reference'} />
        <p className="text-t3">{difference.effect}</p>
      </dd>
    </div>
  );
}

function Side({ name, text, on }: { readonly name: string; readonly text: string; readonly on: boolean }) {
  return (
    <p className={on ? 'text-text' : 'text-t3'}>
      {name}: {text}
      {on ? <span className="text-t2"> (this scenario)</span> : null}
    </p>
  );
}
