'use client';

import type { Problem } from '@/lib/base/result';
import type { PlanOf } from '@/lib/experiment/schema';
import type { Fault } from '@/lib/scenario/schema';

import { FAULT_NAMES } from '@/components/chart/fault-label';
import { NumberRow } from '@/components/control/number-field';
import { SelectRow } from '@/components/control/select';
import { SwitchRow } from '@/components/control/switch';
import { USUAL_FAULTS } from '@/components/scenario/fault-draft';
import { FaultParameters } from '@/components/scenario/fault-parameters';
import { FAULT_EFFECTS } from '@/components/scenario/fault-words';
import { Note } from '@/components/scenario/setting';

import { editPlan } from '../experiment';
import { useExperiment } from '../experiment-store';
import { SettingsDialog } from '../settings-dialog';
import { metricOptions } from '../metric-select';

type RobustnessPlan = PlanOf<'robustness'>;

const KINDS = (Object.keys(FAULT_NAMES) as Fault['kind'][]).map((kind) => ({
  value: kind,
  label: FAULT_NAMES[kind],
  note: FAULT_EFFECTS[kind],
}));
const EACH = [
  { kind: 'node', label: 'Each node' },
  { kind: 'group', label: 'Each group' },
  { kind: 'region', label: 'Each region' },
] as const;
const USUAL_RANDOM = { scripts: 5, nodes: 2 };

function put(part: object): readonly Problem[] {
  return editPlan('robustness', (now) => ({ ...now, ...part }));
}

/** What befalls which targets, when, and when a fleet counts as back. */
export function RobustnessSettings({ onClose }: { readonly onClose: () => void }) {
  const { fault, fromMs, untilMs, each, random, metric, tolerance, replications }: RobustnessPlan = useExperiment(
    (state) => state.plans.robustness,
  );
  return (
    <SettingsDialog
      title="Robustness"
      description="One script for each target: the fault befalls it alone, and all variants."
      onClose={onClose}
      className="max-w-[420px]"
    >
      <SelectRow label="Fault" value={fault.kind} options={KINDS} onChange={(kind) => put({ fault: USUAL_FAULTS[kind] })} />
      <FaultParameters fault={fault} put={(next) => put({ fault: next })} />
      <NumberRow
        label="From"
        path="plan.fromMs"
        value={fromMs}
        scale={1_000}
        unit="s"
        onCommit={(value) => put({ fromMs: value })}
      />
      <NumberRow
        label="Until"
        path="plan.untilMs"
        value={untilMs}
        scale={1_000}
        unit="s"
        onCommit={(value) => put({ untilMs: value })}
      />
      {EACH.map(({ kind, label }) => (
        <SwitchRow
          key={kind}
          label={label}
          on={each.includes(kind)}
          onChange={(on) => put({ each: on ? [...each, kind] : each.filter((one) => one !== kind) })}
        />
      ))}
      <SwitchRow label="Random nodes at once" on={random !== null} onChange={(on) => put({ random: on ? USUAL_RANDOM : null })} />
      {random === null ? null : (
        <>
          <NumberRow
            label="Draws"
            path="plan.random.scripts"
            value={random.scripts}
            onCommit={(scripts) => put({ random: { ...random, scripts } })}
          />
          <NumberRow
            label="Nodes in each"
            path="plan.random.nodes"
            value={random.nodes}
            onCommit={(nodes) => put({ random: { ...random, nodes } })}
          />
        </>
      )}
      <SelectRow label="Metric" value={metric} options={metricOptions()} onChange={(next) => put({ metric: next })} />
      <NumberRow
        label="Back within"
        path="plan.tolerance"
        value={tolerance}
        scale={0.01}
        unit="%"
        onCommit={(value) => put({ tolerance: value })}
      />
      <Note>Of the p95 of the run without the fault.</Note>
      <NumberRow
        label="Replications"
        path="plan.replications"
        value={replications}
        onCommit={(value) => put({ replications: value })}
      />
    </SettingsDialog>
  );
}
