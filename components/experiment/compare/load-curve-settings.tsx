'use client';

import { problem, type Problem } from '@/lib/base/result';
import { EXPERIMENT_LIMITS } from '@/lib/experiment/limits';

import { NumberRow } from '@/components/control/number-field';
import { SelectRow } from '@/components/control/select';
import { TextRow } from '@/components/control/text-field';
import { Note } from '@/components/scenario/setting';

import { editPlan } from '../experiment';
import { useExperiment } from '../experiment-store';
import { SettingsDialog } from '../settings-dialog';
import { metricOptions } from '../metric-select';

const FIRST_SLO = 'the first';

export function LoadCurveSettings({ onClose }: { readonly onClose: () => void }) {
  const { loads, metric, slo, replications } = useExperiment((state) => state.plans['load-curve']);
  const slos = useExperiment((state) => state.scenario.slos);
  return (
    <SettingsDialog title="Load curve" onClose={onClose} className="max-w-[420px]">
      <TextRow label="Loads" value={loads.join(', ')} className="w-64" onCommit={setLoads} />
      <Note>Multiples of the scenario&rsquo;s traffic, ascending; at most {EXPERIMENT_LIMITS.loads}.</Note>
      <SelectRow
        label="Metric"
        value={metric}
        options={metricOptions()}
        onChange={(next) => editPlan('load-curve', (now) => ({ ...now, metric: next }))}
      />
      {slos.length < 2 ? null : (
        <SelectRow
          label="Capacity at"
          value={slo ?? FIRST_SLO}
          options={[{ value: FIRST_SLO, label: FIRST_SLO }, ...slos.map(({ id }) => ({ value: id, label: id }))]}
          onChange={(id) => editPlan('load-curve', (now) => ({ ...now, slo: id === FIRST_SLO ? null : id }))}
        />
      )}
      <NumberRow
        label="Replications"
        path="plan.replications"
        value={replications}
        onCommit={(value) => editPlan('load-curve', (now) => ({ ...now, replications: value }))}
      />
      <Note>Of every variant at every load.</Note>
    </SettingsDialog>
  );
}

/** From text like `0.5, 1, 1.5`. */
function setLoads(text: string): readonly Problem[] {
  const words = text.split(/[\s,;]+/).filter((word) => word !== '');
  const loads = words.map(Number);
  const wrong = loads.findIndex((load) => Number.isNaN(load));
  if (wrong >= 0) return [problem('plan.loads', words[wrong], 'must be numbers, like 0.5, 1, 1.5')];
  return editPlan('load-curve', (now) => ({ ...now, loads }));
}
