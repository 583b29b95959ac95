'use client';

import type { StrategySettings } from '@/lib/scenario/schema';

import { NumberRow } from '@/components/control/number-field';
import type { Commit } from '@/components/control/problem-text';
import { SelectRow } from '@/components/control/select';
import { SwitchRow } from '@/components/control/switch';

import { editAt } from './setting';

interface StrategyFieldsProps {
  readonly strategy: StrategySettings;
  readonly onChange: Commit<StrategySettings>;
}

const FORMS = [
  { value: 'ring', label: 'Ring', note: 'Points of each node on a circle.' },
  { value: 'maglev', label: 'Maglev table', note: 'Slots shared out evenly.' },
] as const;

interface FieldStyle {
  readonly unit?: string;
  /** Text that stands for null. */
  readonly empty?: string;
}

/** The settings of the strategy itself; nothing for one that has none. */
export function StrategyFields({ strategy, onChange }: StrategyFieldsProps) {
  const field = (label: string, key: string, value: number | null, style: FieldStyle = {}) => {
    const path = `router.strategy.${key}`;
    return (
      <NumberRow
        label={label}
        value={value}
        path={path}
        {...style}
        onCommit={(next) =>
          next === null && style.empty === undefined ? editAt(path, null) : onChange({ ...strategy, [key]: next })
        }
      />
    );
  };
  switch (strategy.id) {
    case 'consistent-hash':
      return (
        <>
          <SelectRow label="Form" value={strategy.form} options={FORMS} onChange={(form) => onChange({ ...strategy, form })} />
          {strategy.form === 'ring'
            ? field('Virtual nodes per node', 'virtualNodes', strategy.virtualNodes)
            : field('Slots (a prime number)', 'tableSize', strategy.tableSize)}
          {field('Most load over the mean', 'boundedLoad', strategy.boundedLoad, { empty: 'no bound' })}
        </>
      );
    case 'power-of-two':
      return (
        <>
          {field('Nodes drawn', 'choices', strategy.choices)}
          <SwitchRow
            label="May draw a node twice"
            on={strategy.replacement}
            onChange={(replacement) => onChange({ ...strategy, replacement })}
          />
        </>
      );
    case 'peak-ewma':
      return (
        <>
          {field('Memory', 'decayMs', strategy.decayMs, { unit: 'ms' })}
          {field('Load while no data', 'penaltyMs', strategy.penaltyMs, { unit: 'ms' })}
        </>
      );
    case 'least-latency':
    case 'least-connections':
    case 'round-robin':
    case 'weighted-random':
    case 'random':
    case 'join-idle-queue':
      return null;
  }
}
