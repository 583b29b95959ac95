'use client';

import { useMemo, useState } from 'react';

import type { MetricName } from '@/lib/experiment/metrics';
import type { PlanKind } from '@/lib/experiment/schema';
import { finding, headline } from '@/lib/experiment/sentences';

import { ExperimentPage } from '../experiment-page';
import { isStale, useExperiment } from '../experiment-store';
import type { Shared } from '../share-experiment';
import { Verdict } from '../verdict';
import { replicationsText, workloadText } from './comparison-facts';
import { ComparisonView } from './comparison-view';
import { DistributionChart } from './distribution-chart';
import { LoadCurveSection } from './load-curve-section';
import { OverTimeCharts } from './over-time-charts';
import { RobustnessSection } from './robustness-section';
import { variantLooks, variantName } from './variant-looks';
import { VariantsStrip } from './variants-strip';

const KINDS: readonly Shared[] = [
  { kind: 'compare', name: 'Comparison' },
  { kind: 'load-curve', name: 'Load curve' },
  { kind: 'robustness', name: 'Robustness' },
];

/** Variants of one scenario on identical traffic: what is established about them, and the evidence. */
export function ComparePage() {
  const [metric, setMetric] = useState<MetricName>('p99');
  const scenario = useExperiment((state) => state.scenario);
  const variants = useExperiment((state) => state.plans.compare.variants);
  const looks = useMemo(() => variantLooks(scenario, variants), [scenario, variants]);
  return (
    <ExperimentPage here="compare" kind="compare" kinds={KINDS} onOpened={showSection}>
      <ComparisonVerdict metric={metric} />
      <VariantsStrip looks={looks} metric={metric} onMetric={setMetric} />
      <ComparisonEvidence metric={metric} />
      <div className="border-line border-t">
        <RobustnessSection />
      </div>
    </ExperimentPage>
  );
}

/** An address that opens one of the other kinds means its section. */
function showSection(kind: PlanKind): void {
  document.querySelector(`[data-kind="${kind}"]`)?.scrollIntoView({ block: 'start' });
}

function ComparisonVerdict({ metric }: { readonly metric: MetricName }) {
  const progress = useExperiment((state) => state.progress.compare);
  const stale = useExperiment((state) => isStale(state, 'compare'));
  const scenario = useExperiment((state) => state.scenario);
  const plan = useExperiment((state) => state.plans.compare);
  const report = progress?.report ?? null;
  const of = progress?.of;
  const base = report?.variants.find(({ id }) => id === report.baseline);
  const ranked = [...(report?.variants ?? [])].sort(
    (a, b) => (a.metrics[metric].rank?.from ?? 0) - (b.metrics[metric].rank?.from ?? 0),
  );
  return (
    <Verdict
      final={progress?.status === 'finished'}
      roomy={progress !== undefined && plan.variants.length > 1}
      headline={
        report === null
          ? progress?.status === 'running'
            ? 'Running: nothing can be said before the first replication of every variant.'
            : 'Which of these is best, and is that more than noise? Press Run.'
          : headline(report, metric)
      }
      support={
        report === null || report.variants.length < 2
          ? []
          : ranked.filter(({ id }) => id !== report.baseline).map((variant) => finding(report, variant, metric))
      }
      facts={[
        { name: 'Workload', value: workloadText(of?.scenario ?? scenario) },
        {
          name: 'Replications',
          value:
            of === undefined || report === null
              ? replicationsText({ version: 1, title: '', notes: '', seed: 1, scenario, plan }, null)
              : replicationsText(of, report.replications),
        },
        {
          name: 'Baseline',
          value: base?.title ?? variantName(plan.variants.find(({ id }) => id === plan.baseline) ?? plan.variants[0]!),
        },
        ...(report?.ended === 'the wanted precision was reached'
          ? [{ name: 'Ended', value: 'the wanted precision was reached' }]
          : []),
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

/** Of the document that was run, which may be another than the one in hand. */
function ComparisonEvidence({ metric }: { readonly metric: MetricName }) {
  const progress = useExperiment((state) => state.progress.compare);
  const of = progress?.of;
  const looks = useMemo(() => (of === undefined ? [] : variantLooks(of.scenario, of.plan.variants)), [of]);
  const report = progress?.report ?? null;
  if (of === undefined || report === null || report.replications === 0) return <LoadCurveSection />;
  return (
    <>
      <OverTimeCharts comparison={report} looks={looks} scenario={of.scenario} />
      <div className="grid min-[1100px]:grid-cols-2">
        <DistributionChart comparison={report} looks={looks} scenario={of.scenario} />
        <div className="border-line min-w-0 max-[1099px]:border-t min-[1100px]:border-l">
          <LoadCurveSection />
        </div>
      </div>
      <ComparisonView comparison={report} of={of} looks={looks} metric={metric} />
    </>
  );
}
