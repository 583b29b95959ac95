'use client';

import { NumberRow, type NumberFieldProps } from '@/components/control/number-field';

import { toldAt } from './law-words';
import { editAt } from './setting';

type LawSettingProps = Pick<NumberFieldProps, 'label' | 'unit' | 'scale' | 'empty'> & {
  readonly path: string;
  readonly value: number | null;
};

/** A number of a law that a rule binds to another number of it, on a row of its own. */
export function LawSetting(props: LawSettingProps) {
  return <NumberRow {...props} onCommit={(value) => toldAt(props.path, editAt(props.path, value))} />;
}
