'use client';

import { useMemo } from 'react';

import type { Problem } from '@/lib/base/result';
import { EXPERIMENT_LIMITS } from '@/lib/experiment/limits';
import { namedParametersOf, parameterAt } from '@/lib/experiment/parameters';
import type { Axis } from '@/lib/experiment/schema';

import { formatCount } from '@/components/chart/format';
import { IconButton } from '@/components/control/button';
import { CloseGlyph } from '@/components/control/glyphs';
import { NumberRow } from '@/components/control/number-field';
import { ProblemText, useProblem } from '@/components/control/problem-text';
import { SelectRow } from '@/components/control/select';
import { TextRow } from '@/components/control/text-field';
import { Note } from '@/components/scenario/setting';

import { editPlan, setSeed } from '../experiment';
import { useExperiment } from '../experiment-store';
import { SettingsDialog } from '../settings-dialog';
import { metricOptions } from '../metric-select';
import { SettingSearch } from '../setting-search';
import { withAxis, withoutAxis, withValues } from './axis-edits';
import { valuesFrom, valuesText } from './axis-values';

/** What a sweep varies, by what it is judged, and how often each cell is run. */
export function SweepSettings({ onClose }: { readonly onClose: () => void }) {
  const { axes, metric, replications } = useExperiment((state) => state.plans.sweep);
  const scenario = useExperiment((state) => state.scenario);
  const seed = useExperiment((state) => state.seed);
  const [sentence, take] = useProblem();
  const parameters = useMemo(() => namedParametersOf(scenario), [scenario]);
  const cells = axes.reduce((product, { values }) => product * values.length, 1);
  const change = (next: (axes: readonly Axis[]) => Axis[]): readonly Problem[] =>
    editPlan('sweep', (plan) => ({ ...plan, axes: next(plan.axes) }));
  return (
    <SettingsDialog
      title="Sweep"
      description="One setting makes a curve, two make a map. All cells meet the same requests."
      onClose={onClose}
    >
      {axes.map((axis) => (
        <AxisRow key={axis.id} axis={axis} onRemove={() => take(change((now) => withoutAxis(now, axis.id)))} onChange={change} />
      ))}
      <SettingSearch
        label={axes.length === 2 ? 'Vary another setting in place of the last' : 'Vary a further setting'}
        parameters={parameters}
        onPick={(parameter) => take(change((now) => withAxis(now, parameter)))}
      />
      <ProblemText sentence={sentence} />
      <p className="text-t2 pt-1">
        {formatCount(cells)} of at most {formatCount(EXPERIMENT_LIMITS.cells)} cells
      </p>
      <div className="border-line mt-2 border-t pt-2">
        <SelectRow
          label="Metric"
          value={metric}
          options={metricOptions()}
          onChange={(next) => editPlan('sweep', (now) => ({ ...now, metric: next }))}
        />
        <NumberRow
          label="Replications"
          path="plan.replications"
          value={replications}
          onCommit={(value) => editPlan('sweep', (now) => ({ ...now, replications: value }))}
        />
        <Note>Of every cell, each on a seed of its own.</Note>
        <NumberRow label="Seed" path="seed" value={seed} onCommit={setSeed} />
      </div>
    </SettingsDialog>
  );
}

interface AxisRowProps {
  readonly axis: Axis;
  readonly onRemove: () => void;
  readonly onChange: (next: (axes: readonly Axis[]) => Axis[]) => readonly Problem[];
}

function AxisRow({ axis, onRemove, onChange }: AxisRowProps) {
  const scenario = useExperiment((state) => state.scenario);
  const { id, paths, values } = axis;
  const parameter = parameterAt(scenario, paths[0]!);
  const commit = (text: string): readonly Problem[] => {
    if (!parameter.ok) return parameter.problems;
    const read = valuesFrom(parameter.value, text);
    return read.ok ? onChange((axes) => withValues(axes, id, read.value)) : read.problems;
  };
  return (
    <div className="border-line border-b pb-2">
      <p className="pt-1 font-mono wrap-anywhere">{paths.join(' + ')}</p>
      <TextRow label="Values" value={valuesText(values)} className="w-72" mono onCommit={commit} />
      {/* After the field, which is what a sheet that opens gives the focus to: not what takes an axis away. */}
      <div className="flex items-start justify-between gap-2">
        <Note>
          {parameter.ok && parameter.value.kind === 'number'
            ? 'A list, or a range: 0.5 to 2 in 7 steps; 1 to 1000 in 4 steps, log.'
            : parameter.ok && parameter.value.kind === 'choice'
              ? `Of ${parameter.value.options.join(', ')}.`
              : 'A list.'}
        </Note>
        <IconButton label={`Do not vary ${id}`} glyph={<CloseGlyph />} onClick={onRemove} />
      </div>
    </div>
  );
}
