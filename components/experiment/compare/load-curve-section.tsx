'use client';

import { useMemo, useState } from 'react';

import { loadFinding } from '@/lib/experiment/findings';
import { METRICS } from '@/lib/experiment/metrics';
import { loadCurveCsv } from '@/lib/experiment/plan-csv';

import { ExportRow } from '../export-row';
import { useExperiment } from '../experiment-store';
import { ExperimentSection } from '../experiment-section';
import { LoadCurveChart, loadTable } from './load-curve-chart';
import { LoadCurveSettings } from './load-curve-settings';
import { variantLooks } from './variant-looks';
import { TableButton } from '@/components/chart/table-button';

/** A metric of every variant against the load that is offered, up to where each fails. */
export function LoadCurveSection() {
  const [settings, setSettings] = useState(false);
  const progress = useExperiment((state) => state.progress['load-curve']);
  const planned = useExperiment((state) => state.plans['load-curve'].metric);
  const of = progress?.of;
  const looks = useMemo(() => (of === undefined ? [] : variantLooks(of.scenario, of.plan.variants)), [of]);
  const report = progress?.report ?? null;
  const { label } = METRICS[report?.metric ?? planned];
  return (
    <>
      <ExperimentSection
        kind="load-curve"
        title={`${label} against offered load`}
        note="lines stop where more than 5 % of requests fail"
        table={report === null ? undefined : <TableButton subject="load curves" table={() => loadTable(report)} />}
        onSettings={() => setSettings(true)}
      >
        {of === undefined || report === null ? (
          <p className="text-t2 py-6">
            How much traffic does each variant bear, and where does it turn? Runs the variants at{' '}
            {progress === undefined ? 'several multiples' : 'multiples'} of the scenario&rsquo;s traffic.
          </p>
        ) : (
          <>
            <LoadCurveChart report={report} looks={looks} />
            <ul className="text-t2 pt-2" data-findings="load-curve">
              {report.curves.map((curve) => (
                <li key={curve.id}>{loadFinding(report, curve)}</li>
              ))}
            </ul>
            <div className="pt-2">
              <ExportRow
                title={report.title}
                what="load-curve"
                csv={() => loadCurveCsv(report)}
                json={() => ({ experiment: of, report })}
              />
            </div>
          </>
        )}
      </ExperimentSection>
      {settings ? <LoadCurveSettings onClose={() => setSettings(false)} /> : null}
    </>
  );
}
