'use client';

import { NumberRow } from '@/components/control/number-field';
import { SelectRow } from '@/components/control/select';
import { SwitchRow } from '@/components/control/switch';
import { TextRow } from '@/components/control/text-field';
import { Note } from '@/components/scenario/setting';

import { editPlan, setSeed, setTitle } from '../experiment';
import { useExperiment } from '../experiment-store';
import { SettingsDialog } from '../settings-dialog';
import { metricOptions } from '../metric-select';

const USUAL_PRECISION = { metric: 'p99', fraction: 0.05, of: 'difference' } as const;

/** How often a comparison is run, on which seeds, and when it is enough. */
export function PlanSettings({ onClose }: { readonly onClose: () => void }) {
  const plan = useExperiment((state) => state.plans.compare);
  const seed = useExperiment((state) => state.seed);
  const title = useExperiment((state) => state.title);
  const { replications, numbers, precision, batch } = plan;
  return (
    <SettingsDialog title="Replications and seed" onClose={onClose} className="max-w-[420px]">
      <TextRow label="Title" value={title} className="w-56" onCommit={(text) => setTitle(text.trim())} />
      <NumberRow
        label="Replications"
        path="plan.replications"
        value={replications}
        onCommit={(value) => editPlan('compare', (now) => ({ ...now, replications: value }))}
      />
      <Note>Each is a run of every variant on a seed of its own; at most so many.</Note>
      <NumberRow label="Seed" path="seed" value={seed} onCommit={setSeed} />
      <Note>Of the whole experiment: the same seed gives the same numbers, on any machine.</Note>
      <SwitchRow
        label="Common random numbers"
        on={numbers === 'common'}
        onChange={(on) => editPlan('compare', (now) => ({ ...now, numbers: on ? 'common' : 'independent' }))}
        note="All variants meet the very same requests, so that what they share cancels out of a difference."
      />
      <SwitchRow
        label="Stop when precise enough"
        on={precision !== null}
        onChange={(on) => editPlan('compare', (now) => ({ ...now, precision: on ? USUAL_PRECISION : null }))}
      />
      {precision === null ? null : (
        <>
          <SelectRow
            label="Metric"
            value={precision.metric}
            options={metricOptions()}
            onChange={(metric) => editPlan('compare', (now) => ({ ...now, precision: { ...precision, metric } }))}
          />
          <SelectRow
            label="Interval of"
            value={precision.of}
            options={[
              { value: 'difference', label: 'differences' },
              { value: 'mean', label: 'means' },
            ]}
            onChange={(of) => editPlan('compare', (now) => ({ ...now, precision: { ...precision, of } }))}
          />
          <NumberRow
            label="Half of it at most"
            path="plan.precision.fraction"
            value={precision.fraction}
            scale={0.01}
            unit="%"
            onCommit={(fraction) => editPlan('compare', (now) => ({ ...now, precision: { ...precision, fraction } }))}
          />
          <Note>Of the baseline&rsquo;s mean.</Note>
          <NumberRow
            label="Looked at every"
            path="plan.batch"
            value={batch}
            unit="replications"
            className="w-32"
            onCommit={(value) => editPlan('compare', (now) => ({ ...now, batch: value }))}
          />
          <Note>Intervals are widened for looking more than once, so that they still hold.</Note>
        </>
      )}
    </SettingsDialog>
  );
}
