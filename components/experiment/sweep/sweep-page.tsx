'use client';

import { sweepSentences } from '@/lib/experiment/findings';
import type { PlanKind } from '@/lib/experiment/schema';

import { workloadText } from '../compare/comparison-facts';
import { ExperimentPage } from '../experiment-page';
import { isStale, useExperiment } from '../experiment-store';
import type { Shared } from '../share-experiment';
import { Verdict } from '../verdict';
import { axisText, unitOf } from './axis-values';
import { MattersSection } from './matters-section';
import { OptimiseSection } from './optimise-section';
import { SweepSection } from './sweep-section';

const KINDS: readonly Shared[] = [
  { kind: 'sweep', name: 'Sweep' },
  { kind: 'sensitivity', name: 'What matters' },
  { kind: 'optimise', name: 'Search' },
];

/** Settings of one scenario over their ranges: which values are best, which settings matter, and a search over several. */
export function SweepPage() {
  return (
    <ExperimentPage here="sweep" kind="sweep" kinds={KINDS} onOpened={showSection}>
      <SweepVerdict />
      <SweepSection />
      <div className="border-line grid border-t min-[1100px]:grid-cols-2">
        <MattersSection />
        <div className="border-line min-w-0 max-[1099px]:border-t min-[1100px]:border-l">
          <OptimiseSection />
        </div>
      </div>
    </ExperimentPage>
  );
}

/** An address that opens one of the other kinds means its section. */
function showSection(kind: PlanKind): void {
  document.querySelector(`[data-kind="${kind}"]`)?.scrollIntoView({ block: 'start' });
}

function SweepVerdict() {
  const progress = useExperiment((state) => state.progress.sweep);
  const stale = useExperiment((state) => isStale(state, 'sweep'));
  const scenario = useExperiment((state) => state.scenario);
  const plan = useExperiment((state) => state.plans.sweep);
  const report = progress?.report ?? null;
  const of = progress?.of ?? { scenario, plan };
  const [headline, ...support] = report === null ? [] : sweepSentences(report);
  return (
    <Verdict
      final={progress?.status === 'finished'}
      headline={
        headline ??
        (progress?.status === 'running'
          ? 'Running: nothing can be said before the first cells.'
          : 'Which settings suit this traffic? Press Run.')
      }
      support={support}
      roomy
      facts={[
        { name: 'Workload', value: workloadText(of.scenario) },
        { name: 'Swept', value: of.plan.axes.map((axis) => axisText(axis, unitOf(of.scenario, axis))).join('; ') },
        { name: 'Replications', value: `${of.plan.replications} of each cell, coarse to fine` },
      ]}
    >
      {stale ? (
        <p className="text-half text-title pt-1">
          Settings have changed since: this is of the run before. Run again for the new ones.
        </p>
      ) : null}
    </Verdict>
  );
}
