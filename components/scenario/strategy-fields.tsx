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

const SELECTIONS = [
  { value: 'choices', label: 'Nodes drawn', note: 'A few at random.' },
  { value: 'full-scan', label: 'All nodes', note: 'The first of the least loaded.' },
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
    case 'least-request':
      return (
        <>
          <SelectRow
            label="Fewest in flight of"
            value={strategy.selection}
            options={SELECTIONS}
            onChange={(selection) => onChange({ ...strategy, selection })}
          />
          {strategy.selection === 'choices' && field('Nodes drawn', 'choices', strategy.choices)}
          {field('Load bias, where weights differ', 'activeRequestBias', strategy.activeRequestBias)}
        </>
      );
    case 'prequal':
      return (
        <>
          {field('Probe answers kept', 'poolSize', strategy.poolSize)}
          {field('Probes per request', 'probes', strategy.probes)}
          {field('Answers removed per request', 'removals', strategy.removals)}
          {field('Oldest answer used', 'maxAgeMs', strategy.maxAgeMs, { unit: 'ms' })}
          {field('Cold share of loads', 'hotQuantile', strategy.hotQuantile)}
          {field('Reuse allowance', 'delta', strategy.delta)}
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
