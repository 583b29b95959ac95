'use client';

import type { StrategySettings } from '@/lib/scenario/schema';

import { NumberRow } from '@/components/control/number-field';
import type { Commit } from '@/components/control/problem-text';
import { SelectRow } from '@/components/control/select';
import { SwitchRow } from '@/components/control/switch';

import { ScorerRows } from './scorer-rows';
import { editAt, Note } from './setting';

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

const PERCENT = { scale: 0.01, unit: '%' } as const;
const SECONDS = { scale: 1_000, unit: 's' } as const;

interface FieldStyle {
  readonly unit?: string;
  readonly scale?: number;
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
          {field('Most load over the mean', 'boundedLoad', strategy.boundedLoad, { unit: '×', empty: 'none' })}
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
          {field('Nodes drawn', 'choices', strategy.choices)}
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
          {field('Pull of load on weights', 'activeRequestBias', strategy.activeRequestBias)}
          <Note>Where groups weigh differently, by weight over (in flight + 1) to this power instead.</Note>
        </>
      );
    case 'prequal':
      return (
        <>
          {field('Probe answers kept', 'poolSize', strategy.poolSize)}
          {field('Probes per request', 'probes', strategy.probes)}
          {field('Answers removed per request', 'removals', strategy.removals)}
          {field('Oldest answer used', 'maxAgeMs', strategy.maxAgeMs, { unit: 'ms' })}
          {field('Cold up to, of recent loads', 'hotQuantile', strategy.hotQuantile, PERCENT)}
          {field('Extra uses of an answer', 'delta', strategy.delta)}
          <Note>The fastest of the cold; where all are hot, the least loaded. 0 % goes by load alone, 100 % by latency.</Note>
        </>
      );
    case 'prefix-cache':
      return (
        <>
          {field('Prompt to find cached', 'matchFraction', strategy.matchFraction, PERCENT)}
          {field('Uneven from, requests apart', 'balanceAbs', strategy.balanceAbs)}
          {field('and most over least', 'balanceRel', strategy.balanceRel, { unit: '×' })}
        </>
      );
    case 'kv-cost':
      return (
        <>
          {field('Credit for cached blocks', 'overlapCredit', strategy.overlapCredit)}
          {field('Weight of prefill', 'prefillScale', strategy.prefillScale)}
          {field('Temperature, 0 the cheapest', 'temperature', strategy.temperature)}
          {field('Credit fades with backlog', 'overlapDecay', strategy.overlapDecay)}
          {field('Blocks per request in flight', 'activeRequestWeight', strategy.activeRequestWeight)}
        </>
      );
    case 'scorer-sum':
      return (
        <>
          <ScorerRows strategy={strategy} onChange={onChange} />
          <SelectRow
            label="Picker"
            value={strategy.picker}
            options={PICKERS}
            onChange={(picker) => onChange({ ...strategy, picker })}
          />
          {strategy.scorers.some(({ kind }) => kind === 'session')
            ? field('Session remembered for', 'sessionTtlMs', strategy.sessionTtlMs, SECONDS)
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
