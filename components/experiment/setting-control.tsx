'use client';

import type { Problem } from '@/lib/base/result';
import type { Parameter } from '@/lib/experiment/parameters';

import { NumberRow } from '@/components/control/number-field';
import { SelectRow } from '@/components/control/select';
import { SwitchRow } from '@/components/control/switch';

interface SettingControlProps {
  readonly parameter: Parameter;
  readonly onSet: (value: number | string | boolean | null) => readonly Problem[];
}

/** The control of one setting of a scenario, under its path; null may be typed as `none` where the schema has it. */
export function SettingControl({ parameter, onSet }: SettingControlProps) {
  const { path, nullable } = parameter;
  switch (parameter.kind) {
    case 'number': {
      const { value, unit } = parameter;
      return (
        <NumberRow
          label={path}
          value={value}
          {...(unit === 'share' ? { scale: 0.01, unit: '%' } : unit === null ? {} : { unit })}
          {...(nullable ? { empty: 'none' } : {})}
          className="w-28"
          onCommit={onSet}
        />
      );
    }
    case 'choice':
      return (
        <SelectRow
          label={path}
          value={parameter.value ?? ''}
          options={parameter.options.map((option) => ({ value: option, label: option }))}
          onChange={onSet}
        />
      );
    case 'switch':
      return <SwitchRow label={path} on={parameter.value === true} onChange={onSet} />;
  }
}
