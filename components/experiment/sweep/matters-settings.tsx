'use client';

import { useMemo } from 'react';

import type { Problem } from '@/lib/base/result';
import { EXPERIMENT_LIMITS } from '@/lib/experiment/limits';
import { namedParametersOf } from '@/lib/experiment/parameters';
import type { Range } from '@/lib/experiment/schema';

import { IconButton } from '@/components/control/button';
import { CloseGlyph } from '@/components/control/glyphs';
import { NumberRow } from '@/components/control/number-field';
import { ProblemText, useProblem } from '@/components/control/problem-text';
import { SelectRow } from '@/components/control/select';
import { Note } from '@/components/scenario/setting';

import { editPlan } from '../experiment';
import { useExperiment } from '../experiment-store';
import { SettingsDialog } from '../settings-dialog';
import { metricOptions } from '../metric-select';
import { SettingSearch } from '../setting-search';
import { withRange } from './range-edits';

/** Which settings are moved, how far, and how. */
export function MattersSettings({ onClose }: { readonly onClose: () => void }) {
  const { parameters, method, metric, replications } = useExperiment((state) => state.plans.sensitivity);
  const scenario = useExperiment((state) => state.scenario);
  const [sentence, take] = useProblem();
  const numbers = useMemo(() => namedParametersOf(scenario).filter(({ kind }) => kind === 'number'), [scenario]);
  const change = (next: (now: readonly Range[]) => Range[]): readonly Problem[] =>
    editPlan('sensitivity', (plan) => ({ ...plan, parameters: next(plan.parameters) }));
  return (
    <SettingsDialog title="What matters" onClose={onClose}>
      <SelectRow
        label="Method"
        value={method}
        options={[
          {
            value: 'one-at-a-time',
            label: 'one at a time',
            note: 'Each setting at the ends of its range, all else as it stands.',
          },
          {
            value: 'morris',
            label: 'elementary effects',
            note: 'Random paths through all ranges at once (Morris): sees interactions.',
          },
        ]}
        onChange={(next) => editPlan('sensitivity', (now) => ({ ...now, method: next }))}
      />
      <SelectRow
        label="Metric"
        value={metric}
        options={metricOptions()}
        onChange={(next) => editPlan('sensitivity', (now) => ({ ...now, metric: next }))}
      />
      <NumberRow
        label={method === 'morris' ? 'Paths' : 'Replications'}
        path="plan.replications"
        value={replications}
        onCommit={(value) => editPlan('sensitivity', (now) => ({ ...now, replications: value }))}
      />
      <h3 className="text-t2 border-line mt-2 border-t pt-2">
        Settings, {parameters.length} of at most {EXPERIMENT_LIMITS.parameters}
      </h3>
      {parameters.map((range, i) => (
        <div key={range.id} className="border-line border-b pb-1">
          <div className="flex items-start gap-2">
            <p className="min-w-0 flex-1 pt-1 font-mono wrap-anywhere">{range.id}</p>
            <IconButton
              label={`Leave ${range.id} out`}
              glyph={<CloseGlyph />}
              onClick={() => take(change((now) => now.filter(({ id }) => id !== range.id)))}
            />
          </div>
          {(['low', 'high'] as const).map((end) => (
            <NumberRow
              key={end}
              label={end === 'low' ? 'From' : 'To'}
              path={`plan.parameters[${i}].${end}`}
              value={range[end]}
              onCommit={(value) =>
                change((now) => now.map((one) => (one.id === range.id ? { ...one, [end]: value ?? NaN } : one)))
              }
            />
          ))}
        </div>
      ))}
      <div className="pt-2">
        <SettingSearch
          label="Move a further setting"
          parameters={numbers}
          onPick={(parameter) => take(change((now) => withRange(now, parameter)))}
        />
        <ProblemText sentence={sentence} />
        <Note>Ranges start from half to twice the present value.</Note>
      </div>
    </SettingsDialog>
  );
}
