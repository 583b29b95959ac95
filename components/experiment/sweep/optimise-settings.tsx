'use client';

import { useMemo } from 'react';

import type { Problem } from '@/lib/base/result';
import { EXPERIMENT_LIMITS } from '@/lib/experiment/limits';
import { METRICS } from '@/lib/experiment/metrics';
import { namedParametersOf, parameterAt } from '@/lib/experiment/parameters';
import type { Constraint, Searched } from '@/lib/experiment/schema';

import { Button, IconButton } from '@/components/control/button';
import { CloseGlyph } from '@/components/control/glyphs';
import { NumberRow } from '@/components/control/number-field';
import { ProblemText, useProblem } from '@/components/control/problem-text';
import { SelectRow } from '@/components/control/select';
import { TextRow } from '@/components/control/text-field';
import { Note } from '@/components/scenario/setting';

import { editPlan } from '../experiment';
import { useExperiment } from '../experiment-store';
import { SettingsDialog } from '../settings-dialog';
import { metricOptions } from '../metric-select';
import { metricTitle } from '../metric-words';
import { SettingSearch } from '../setting-search';
import { valuesFrom, valuesText } from './axis-values';
import { withSearched } from './range-edits';

const NONE = 'none';

/** What is searched, for what, under which constraints, and how long. */
export function OptimiseSettings({ onClose }: { readonly onClose: () => void }) {
  const { space, objective, second, constraints, budget, validation } = useExperiment((state) => state.plans.optimise);
  const scenario = useExperiment((state) => state.scenario);
  const [sentence, take] = useProblem();
  const parameters = useMemo(() => namedParametersOf(scenario), [scenario]);
  const change = (next: (now: readonly Searched[]) => Searched[]): readonly Problem[] =>
    editPlan('optimise', (plan) => ({ ...plan, space: next(plan.space) }));
  return (
    <SettingsDialog title="Search" onClose={onClose}>
      <SelectRow
        label="Objective"
        value={objective}
        options={metricOptions()}
        onChange={(next) => editPlan('optimise', (now) => ({ ...now, objective: next }))}
      />
      <SelectRow
        label="Second, for a front"
        value={second ?? NONE}
        options={[{ value: NONE, label: NONE }, ...metricOptions()]}
        onChange={(next) => editPlan('optimise', (now) => ({ ...now, second: next === NONE ? null : next }))}
      />
      <NumberRow
        label="Budget"
        path="plan.budget"
        value={budget}
        unit="runs"
        className="w-28"
        onCommit={(value) => editPlan('optimise', (now) => ({ ...now, budget: value }))}
      />
      <NumberRow
        label="Validation"
        path="plan.validation"
        value={validation}
        unit="fresh seeds"
        className="w-28"
        onCommit={(value) => editPlan('optimise', (now) => ({ ...now, validation: value }))}
      />
      <Constraints constraints={constraints} />
      <h3 className="text-t2 border-line mt-2 border-t pt-2">
        Settings, {space.length} of at most {EXPERIMENT_LIMITS.searched}
      </h3>
      {space.map((one, i) => (
        <SearchedRow
          key={one.id}
          one={one}
          path={`plan.space[${i}]`}
          onChange={(next) => change((now) => now.map((other) => (other.id === one.id ? next : other)))}
          onRemove={() => take(change((now) => now.filter(({ id }) => id !== one.id)))}
        />
      ))}
      <div className="pt-2">
        <SettingSearch
          label="Search a further setting"
          parameters={parameters}
          onPick={(parameter) => take(change((now) => withSearched(now, parameter)))}
        />
        <ProblemText sentence={sentence} />
      </div>
    </SettingsDialog>
  );
}

interface SearchedRowProps {
  readonly one: Searched;
  readonly path: string;
  readonly onChange: (next: Searched) => readonly Problem[];
  readonly onRemove: () => void;
}

function SearchedRow({ one, path, onChange, onRemove }: SearchedRowProps) {
  const scenario = useExperiment((state) => state.scenario);
  return (
    <div className="border-line border-b pb-1">
      <div className="flex items-start gap-2">
        <p className="min-w-0 flex-1 pt-1 font-mono wrap-anywhere">{one.id}</p>
        <IconButton label={`Leave ${one.id} out`} glyph={<CloseGlyph />} onClick={onRemove} />
      </div>
      {one.kind === 'choice' ? (
        <TextRow
          label="Values"
          value={valuesText(one.values)}
          className="w-72"
          mono
          onCommit={(text) => {
            const parameter = parameterAt(scenario, one.path);
            const read = parameter.ok ? valuesFrom(parameter.value, text) : parameter;
            return read.ok ? onChange({ ...one, values: read.value }) : read.problems;
          }}
        />
      ) : (
        <>
          <NumberRow
            label="From"
            path={`${path}.low`}
            value={one.low}
            onCommit={(low) => onChange({ ...one, low: low ?? NaN })}
          />
          <NumberRow
            label="To"
            path={`${path}.high`}
            value={one.high}
            onCommit={(high) => onChange({ ...one, high: high ?? NaN })}
          />
          <SelectRow
            label="Drawn"
            value={one.scale}
            options={[
              { value: 'linear', label: 'evenly' },
              { value: 'log', label: 'evenly by ratio' },
            ]}
            onChange={(scale) => onChange({ ...one, scale })}
          />
        </>
      )}
    </div>
  );
}

function Constraints({ constraints }: { readonly constraints: readonly Constraint[] }) {
  const [sentence, take] = useProblem();
  const change = (next: (now: readonly Constraint[]) => Constraint[]): readonly Problem[] =>
    editPlan('optimise', (plan) => ({ ...plan, constraints: next(plan.constraints) }));
  const add = (): void => {
    const free = Array.from({ length: constraints.length + 1 }, (_, i) => `c${i + 1}`).find(
      (id) => !constraints.some((one) => one.id === id),
    )!;
    take(change((now) => [...now, { id: free, metric: 'success', bound: 'at-least', value: 0.99 }]));
  };
  return (
    <>
      <h3 className="text-t2 border-line mt-2 border-t pt-2">
        Constraints, {constraints.length} of at most {EXPERIMENT_LIMITS.constraints}
      </h3>
      {constraints.map((one, i) => {
        const edit = (part: Partial<Constraint>): readonly Problem[] =>
          change((now) => now.map((other) => (other.id === one.id ? { ...one, ...part } : other)));
        const { unit } = METRICS[one.metric];
        return (
          <div key={one.id} className="border-line border-b pb-1">
            <div className="flex items-start gap-2">
              <p className="min-w-0 flex-1 pt-1">{metricTitle(one.metric)}</p>
              <IconButton
                label={`Remove the constraint on ${metricTitle(one.metric)}`}
                glyph={<CloseGlyph />}
                onClick={() => take(change((now) => now.filter(({ id }) => id !== one.id)))}
              />
            </div>
            <SelectRow label="Metric" value={one.metric} options={metricOptions()} onChange={(metric) => edit({ metric })} />
            <SelectRow
              label="Must be"
              value={one.bound}
              options={[
                { value: 'at-least', label: 'at least' },
                { value: 'at-most', label: 'at most' },
              ]}
              onChange={(bound) => edit({ bound })}
            />
            <NumberRow
              label="Value"
              path={`plan.constraints[${i}].value`}
              value={one.value}
              {...(unit === 'share' ? { scale: 0.01, unit: '%' } : unit === 'ms' || unit === '/s' ? { unit } : {})}
              onCommit={(value) => edit({ value: value ?? NaN })}
            />
          </div>
        );
      })}
      <Button kind="plain" onClick={add}>
        Add a constraint
      </Button>
      <ProblemText sentence={sentence} />
      <Note>A candidate that breaks one on average is not recommended, however good it is.</Note>
    </>
  );
}
