'use client';

import { useMemo, useState } from 'react';

import { amount, differenceText } from '@/lib/experiment/amount';
import { sensitivityFinding } from '@/lib/experiment/findings';
import { METRICS } from '@/lib/experiment/metrics';
import { sensitivityCsv } from '@/lib/experiment/plan-csv';
import type { Sensitivity } from '@/lib/experiment/sensitivity';
import { usedTraces } from '@/lib/scenario/trace-supply';
import { expectedRequests } from '@/lib/scenario/expected';
import type { Scenario } from '@/lib/scenario/schema';

import { NOTHING } from '@/components/chart/format';
import { TableButton, type TableData } from '@/components/chart/table-button';

import { ExperimentSection } from '../experiment-section';
import { useExperiment } from '../experiment-store';
import { ExportRow } from '../export-row';
import { metricTitle } from '../metric-words';
import { MattersSettings } from './matters-settings';
import { TermTable } from './term-table';
import { Tornado } from './tornado';

/** Terms are read off a run in the page itself: about a second of work at most. */
const MOST_REQUESTS = 200_000;

/** Which settings move a metric here, and which cannot. */
export function MattersSection() {
  const [settings, setSettings] = useState(false);
  const progress = useExperiment((state) => state.progress.sensitivity);
  const plan = useExperiment((state) => state.plans.sensitivity);
  const report = progress?.report ?? null;
  const finished = progress?.status === 'finished';
  const { metric } = report ?? plan;
  return (
    <>
      <ExperimentSection
        kind="sensitivity"
        title="Which setting matters here"
        note={
          plan.method === 'morris'
            ? `${metricTitle(metric)} along random paths through all ranges`
            : `${metricTitle(metric)} when one setting moves, all else as it stands`
        }
        table={report === null ? undefined : <TableButton subject="influence of settings" table={() => influenceTable(report)} />}
        onSettings={() => setSettings(true)}
      >
        {progress === undefined || report === null ? (
          <p className="text-t2 py-6">
            Which weights and thresholds move {metricTitle(metric)} for this traffic, and which cannot?
          </p>
        ) : (
          <>
            <p className="py-1" data-finding="sensitivity">
              {sensitivityFinding(report)}
            </p>
            {report.method === 'one-at-a-time' ? <Tornado report={report} /> : <EffectsTable report={report} />}
            {finished ? <Terms scenario={progress.of.scenario} /> : null}
            <div className="pt-2">
              <ExportRow
                title={report.title}
                what="sensitivity"
                csv={() => sensitivityCsv(report)}
                json={() => ({ experiment: progress.of, report })}
              />
            </div>
          </>
        )}
      </ExperimentSection>
      {settings ? <MattersSettings onClose={() => setSettings(false)} /> : null}
    </>
  );
}

function Terms({ scenario }: { readonly scenario: Scenario }) {
  const fits = useMemo(
    () =>
      usedTraces(scenario).length === 0 &&
      scenario.workload.reduce((sum, of) => sum + expectedRequests(scenario, of), 0) <= MOST_REQUESTS &&
      scenario.router.policies.length > 0,
    [scenario],
  );
  return fits ? <TermTable scenario={scenario} /> : null;
}

function EffectsTable({ report }: { readonly report: Extract<Sensitivity, { method: 'morris' }> }) {
  const { head, rows, caption } = influenceTable(report);
  return (
    <div className="relative overflow-x-auto pt-2" tabIndex={0} role="region" aria-label={caption}>
      <table className="w-full border-collapse text-right whitespace-nowrap">
        <caption className="sr-only">{caption}</caption>
        <thead>
          <tr className="text-t2">
            {head.map((name, i) => (
              <th key={name} scope="col" className={`pb-1 font-normal ${i === 0 ? 'text-left' : 'pl-5'}`}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(([id, ...cells]) => (
            <tr key={id} className="border-line h-7 border-t">
              <th scope="row" className="text-left font-normal">
                {id}
              </th>
              {cells.map((cell, i) => (
                <td key={i} className="pl-5">
                  {cell}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function influenceTable(report: Sensitivity): TableData {
  const { unit } = METRICS[report.metric];
  const caption = `Influence of settings on ${metricTitle(report.metric)}`;
  if (report.method === 'morris') {
    return {
      caption,
      head: ['Setting', 'Range', 'Mean size of effects (mu*)', 'Mean effect (mu)', 'Spread (sigma)', 'Influence'],
      rows: report.parameters.map(({ id, low, high, muStar, mu, sigma, influence }) => [
        id,
        `${low} to ${high}`,
        muStar === null ? NOTHING : amount(muStar, unit),
        mu === null ? NOTHING : amount(mu.mean, unit),
        sigma === null ? NOTHING : amount(sigma, unit),
        influence,
      ]),
    };
  }
  return {
    caption,
    head: ['Setting', 'Now', 'Low', 'Change', 'High', 'Change', 'Swing', 'Influence'],
    rows: report.parameters.map(({ id, current, low, high, swing, influence }) => [
      id,
      current === null ? 'none' : String(current),
      String(low.value),
      low.refused ?? differenceText(low.difference, unit),
      String(high.value),
      high.refused ?? differenceText(high.difference, unit),
      swing === null ? NOTHING : amount(swing, unit),
      influence,
    ]),
  };
}
