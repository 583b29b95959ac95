'use client';

import type { Problem } from '@/lib/base/result';
import { setAt } from '@/lib/scenario/edit';

import { NumberRow } from '@/components/control/number-field';
import { SelectRow, type Option } from '@/components/control/select';
import { SwitchRow } from '@/components/control/switch';
import { edit } from '@/components/run/lab';

/** Sets one place of the document; the problems when it cannot be so. */
export function editAt(path: string, value: unknown): readonly Problem[] {
  return edit((scenario) => setAt(scenario, path, value));
}

interface NumberSettingProps {
  readonly label: string;
  /** As in `Problem.path`. */
  readonly path: string;
  readonly value: number | null;
  readonly unit?: string;
  readonly scale?: number;
  readonly empty?: string;
  readonly className?: string;
}

/** A number of the document, on a row of its own. */
export function NumberSetting(props: NumberSettingProps) {
  return <NumberRow {...props} onCommit={(value) => editAt(props.path, value)} />;
}

interface SelectSettingProps<V extends string> {
  readonly label: string;
  readonly path: string;
  readonly value: V;
  readonly options: readonly Option<V>[];
  readonly className?: string;
}

export function SelectSetting<V extends string>({ path, ...props }: SelectSettingProps<V>) {
  return <SelectRow {...props} onChange={(value) => editAt(path, value)} />;
}

interface SwitchSettingProps {
  readonly label: string;
  readonly path: string;
  readonly on: boolean;
  /** What the document holds when it is on, and when it is off. */
  readonly values?: readonly [on: unknown, off: unknown];
  readonly note?: string;
}

export function SwitchSetting({ label, path, on, values = [true, false], note }: SwitchSettingProps) {
  return (
    <SwitchRow
      label={label}
      on={on}
      onChange={(next) => editAt(path, next ? values[0] : values[1])}
      {...(note === undefined ? {} : { note })}
    />
  );
}

export function Note({ children }: { readonly children: React.ReactNode }) {
  return <p className="text-t3 text-small py-1">{children}</p>;
}

/** Marks what a person has changed in the run itself. */
export function LiveBadge() {
  return <span className="border-edge text-t2 rounded-input text-tick border px-1">live</span>;
}
