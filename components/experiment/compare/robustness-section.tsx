'use client';

import { useMemo, useState } from 'react';

import { amount } from '@/lib/experiment/amount';
import { recoveryText, robustnessFinding } from '@/lib/experiment/findings';
import { METRICS } from '@/lib/experiment/metrics';
import { robustnessCsv } from '@/lib/experiment/plan-csv';
import type { Robustness, RobustVariant } from '@/lib/experiment/robustness';

import { faultLabel } from '@/components/chart/fault-label';
import { formatSpan, NOTHING, plural } from '@/components/chart/format';
import { StrategyMark } from '@/components/chart/strategy-mark';
import { TableButton, type TableData } from '@/components/chart/table-button';

import { ExportRow } from '../export-row';
import { useExperiment } from '../experiment-store';
import { metricTitle } from '../metric-words';
import { ExperimentSection } from '../experiment-section';
import { RobustnessSettings } from './robustness-settings';
import { variantLooks, type VariantLook } from './variant-looks';

/** The same variants through many fault scripts: what each costs, and whether the fleet comes back. */
export function RobustnessSection() {
  const [settings, setSettings] = useState(false);
  const progress = useExperiment((state) => state.progress.robustness);
  const plan = useExperiment((state) => state.plans.robustness);
  const of = progress?.of;
  const looks = useMemo(() => (of === undefined ? [] : variantLooks(of.scenario, of.plan.variants)), [of]);
  const report = progress?.report ?? null;
  const shown = of?.plan ?? plan;
  return (
    <>
      <ExperimentSection
        kind="robustness"
        title="Robustness"
        note={`${faultLabel(shown.fault)} from ${formatSpan(shown.fromMs)} to ${formatSpan(shown.untilMs)}, ${targetsText(shown)}, each beside the run of the same seed without it`}
        table={report === null ? undefined : <TableButton subject="all fault scripts" table={() => scriptsTable(report)} />}
        onSettings={() => setSettings(true)}
      >
        {of === undefined || report === null ? (
          <p className="text-t2 py-6">What does one more failure do to each variant, and does the fleet come back after it?</p>
        ) : (
          <>
            <RobustnessTable report={report} looks={looks} />
            <ul className="text-t2 pt-2" data-findings="robustness">
              {report.variants.map((variant) => (
                <li key={variant.id}>{robustnessFinding(report, variant)}</li>
              ))}
            </ul>
            <div className="pt-2">
              <ExportRow
                title={report.title}
                what="robustness"
                csv={() => robustnessCsv(report)}
                json={() => ({ experiment: of, report })}
              />
            </div>
          </>
        )}
      </ExperimentSection>
      {settings ? <RobustnessSettings onClose={() => setSettings(false)} /> : null}
    </>
  );
}

interface RobustnessTableProps {
  readonly report: Robustness;
  readonly looks: readonly VariantLook[];
}

function RobustnessTable({ report, looks }: RobustnessTableProps) {
  const { unit } = METRICS[report.metric];
  const label = metricTitle(report.metric);
  const value = (mean: number | null | undefined): string => (mean == null ? NOTHING : amount(mean, unit));
  return (
    <div className="relative overflow-x-auto pt-2" tabIndex={0} role="region" aria-label="Robustness by variant">
      <table className="w-full border-collapse text-right whitespace-nowrap">
        <caption className="sr-only">
          {label} of every variant without a fault, on average and at worst over the fault scripts
        </caption>
        <thead>
          <tr className="text-t2">
            <th scope="col" className="bg-bg sticky left-0 z-10 pr-3 pb-1.5 text-left font-normal">
              Variant
            </th>
            {[`${label}, no fault`, 'Mean of scripts', 'Worst script', ''].map((name, i) => (
              <th
                key={name}
                scope={name === '' ? undefined : 'col'}
                className={`pb-1.5 font-normal ${i === 3 ? 'pl-2' : 'pl-5'}`}
              >
                {name}
              </th>
            ))}
            {['Recovers', 'Sometimes', 'Stays bad', 'No harm', 'Unknown'].map((name) => (
              <th key={name} scope="col" className="pb-1.5 pl-5 font-normal">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {report.variants.map((variant, v) => {
            const { id, title, calm, mean, worst, recoveries } = variant;
            return (
              <tr key={id} className="border-line h-8 border-t">
                <th scope="row" className="bg-bg sticky left-0 z-10 pr-3 text-left font-normal">
                  <span className="flex items-center gap-1.5">
                    <StrategyMark strategy={looks[v]!.strategy} hollow={looks[v]!.hollow} size={9} />
                    <span className="font-strong max-w-40 truncate">{title}</span>
                  </span>
                </th>
                <td className="pl-5">{value(calm?.mean)}</td>
                <td className="pl-5">{value(mean)}</td>
                <td className="pl-5">{value(worst?.mean)}</td>
                <td className="text-t2 pl-2 text-left">{worst?.script ?? ''}</td>
                <td className="pl-5">{recoveries.recovers}</td>
                <td className="pl-5">{recoveries.sometimes}</td>
                <td className={`pl-5 ${recoveries['stays bad'] > 0 ? 'text-open' : ''}`}>
                  {recoveries['stays bad'] > 0 ? `${recoveries['stays bad']}, looks metastable` : 0}
                </td>
                <td className="pl-5">{recoveries['no harm']}</td>
                <td className="pl-5">{recoveries.unknown}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

function targetsText({
  each,
  random,
}: {
  readonly each: readonly string[];
  readonly random: { scripts: number; nodes: number } | null;
}): string {
  const parts = [
    ...[...new Set(each)].map((kind) => `each ${kind}`),
    ...(random === null ? [] : [`${plural(random.scripts, 'draw')} of ${plural(random.nodes, 'node')}`]),
  ];
  return parts.join(', ');
}

function scriptsTable({ variants, metric }: Robustness): TableData {
  const { unit } = METRICS[metric];
  return {
    caption: `${metricTitle(metric)} by variant and fault script`,
    head: ['Script', 'Variant', metricTitle(metric), 'Without fault', 'Success', 'Recovery'],
    rows: variants.flatMap((variant: RobustVariant) =>
      variant.scripts.map((one) => [
        one.script,
        variant.title,
        one.metric === null ? (one.refused ?? one.stopped ?? NOTHING) : amount(one.metric.mean, unit),
        variant.calm === null ? NOTHING : amount(variant.calm.mean, unit),
        one.success === null ? NOTHING : amount(one.success.mean, 'share'),
        recoveryText(one).slice(one.script.length + 2),
      ]),
    ),
  };
}
