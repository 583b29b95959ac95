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

const PICKERS = [
  { value: 'max-score', label: 'Highest sum', note: 'The first registered among equals.' },
  { value: 'weighted-random', label: 'Weighted draw', note: 'A draw by the sums.' },
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
    case 'prefix-cache':
      return (
        <>
          {field('Share of the prompt to match', 'matchFraction', strategy.matchFraction)}
          {field('Load gap, in requests', 'balanceAbs', strategy.balanceAbs)}
          {field('Load gap, as a ratio', 'balanceRel', strategy.balanceRel)}
        </>
      );
    case 'kv-cost':
      return (
        <>
          {field('Credit for cached blocks', 'overlapCredit', strategy.overlapCredit)}
          {field('Weight of prefill', 'prefillScale', strategy.prefillScale)}
          {field('Temperature', 'temperature', strategy.temperature)}
          {field('Fading of the credit', 'overlapDecay', strategy.overlapDecay)}
          {field('Blocks per request in flight', 'activeRequestWeight', strategy.activeRequestWeight)}
        </>
      );
    case 'scorer-sum':
      return (
        <>
          {strategy.scorers.map(({ kind, weight }, i) => (
            <NumberRow
              key={kind}
              label={`Weight of ${kind}`}
              value={weight}
              path={`router.strategy.scorers[${i}].weight`}
              onCommit={(next) =>
                next === null
                  ? editAt(`router.strategy.scorers[${i}].weight`, null)
                  : onChange({ ...strategy, scorers: strategy.scorers.with(i, { kind, weight: next }) })
              }
            />
          ))}
          <SelectRow
            label="Picker"
            value={strategy.picker}
            options={PICKERS}
            onChange={(picker) => onChange({ ...strategy, picker })}
          />
          {strategy.scorers.some(({ kind }) => kind === 'session')
            ? field('Session kept for', 'sessionTtlMs', strategy.sessionTtlMs, { unit: 'ms' })
            : null}
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
