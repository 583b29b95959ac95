'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';

import { amount, differenceText, interval } from '@/lib/experiment/amount';
import { optimisationFinding, settingsText } from '@/lib/experiment/findings';
import { METRICS } from '@/lib/experiment/metrics';
import type { Optimisation } from '@/lib/experiment/optimise';
import { optimisationCsv } from '@/lib/experiment/plan-csv';
import { grouped } from '@/lib/scenario/words';

import { NOTHING } from '@/components/chart/format';
import { TableButton, type TableData } from '@/components/chart/table-button';
import { Button } from '@/components/control/button';

import { ExperimentSection } from '../experiment-section';
import { useExperiment } from '../experiment-store';
import { ExportRow } from '../export-row';
import { metricTitle } from '../metric-words';
import { FrontChart } from './front-chart';
import { openSettingsInLab } from './open-settings';
import { OptimiseSettings } from './optimise-settings';

/** A search over several settings: budget used, best so far, and the winner on fresh seeds. */
export function OptimiseSection() {
  const [settings, setSettings] = useState(false);
  const progress = useExperiment((state) => state.progress.optimise);
  const plan = useExperiment((state) => state.plans.optimise);
  const report = progress?.report ?? null;
  const shown = progress?.of.plan ?? plan;
  return (
    <>
      <ExperimentSection
        kind="optimise"
        title="Search"
        note={`${metricTitle(shown.objective)} over ${shown.space.length} settings, ${
          shown.constraints.length === 0 ? 'no constraint' : `${shown.constraints.length} constraints`
        }, then the winner on ${shown.validation} fresh seeds`}
        table={report === null ? undefined : <TableButton subject="all candidates" table={() => candidatesTable(report)} />}
        onSettings={() => setSettings(true)}
      >
        {progress === undefined || report === null ? (
          <p className="text-t2 py-6">
            Which values of several settings at once are best, and does the best hold on traffic it has not seen?
          </p>
        ) : (
          <>
            <p className="py-1" data-finding="optimise">
              {optimisationFinding(report)}
            </p>
            <Best report={report} />
            <Winner report={report} />
            {report.second === null ? null : (
              <FrontChart
                points={report.candidates.flatMap(({ settings: set, means, feasible }) => {
                  const [x, y] = [means[report.second!], means[report.objective]];
                  return x === null || y === null || !feasible ? [] : [{ name: settingsText(set), x, y }];
                })}
                x={report.second}
                y={report.objective}
              />
            )}
            <div className="flex flex-wrap gap-1 pt-2">
              <ExportRow
                title={report.title}
                what="search"
                csv={() => optimisationCsv(report)}
                json={() => ({ experiment: progress.of, report })}
              />
              <OpenBest report={report} />
            </div>
          </>
        )}
      </ExperimentSection>
      {settings ? <OptimiseSettings onClose={() => setSettings(false)} /> : null}
    </>
  );
}

const STAGES = {
  searching: 'searching',
  validating: 'the winner is run on fresh seeds',
  validated: 'done',
} as const satisfies Record<Optimisation['stage'], string>;

function Best({ report }: { readonly report: Optimisation }) {
  const { objective, best, candidates, stage, races, runsUsed } = report;
  const mean = best === null ? null : candidates[best]!.means[objective];
  return (
    <dl className="flex flex-wrap gap-x-8 gap-y-1 pt-1">
      {[
        { name: 'Stage', value: STAGES[stage] },
        { name: 'Runs used', value: grouped(runsUsed) },
        { name: 'Races', value: grouped(races) },
        { name: 'Candidates', value: grouped(candidates.length) },
        {
          name: 'Best while searching (looks better than it is)',
          value: mean === null ? NOTHING : amount(mean, METRICS[objective].unit),
        },
      ].map(({ name, value }) => (
        <div key={name}>
          <dt className="text-t3 text-small">{name}</dt>
          <dd className="font-strong">{value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** What fresh seeds say of the winner. */
function Winner({ report }: { readonly report: Optimisation }) {
  const { validation, objective } = report;
  if (validation === null) return null;
  const { unit } = METRICS[objective];
  const rows = [
    { name: 'Winner', of: validation.winner, apart: differenceText(validation.difference, unit) },
    { name: 'As it stands', of: validation.current, apart: '' },
  ];
  return (
    <div className="relative overflow-x-auto pt-2" tabIndex={0} role="region" aria-label="Validation">
      <table className="w-full border-collapse text-right whitespace-nowrap">
        <caption className="text-t3 text-small pb-1 text-left">On {validation.replications} fresh seeds</caption>
        <thead>
          <tr className="text-t2">
            {['', metricTitle(objective), '95 % interval', 'Difference'].map((name, i) => (
              <th key={i} scope="col" className={`pb-1 font-normal ${i === 0 ? 'text-left' : 'pl-5'}`}>
                {name === '' ? <span className="sr-only">Settings</span> : name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ name, of, apart }) => (
            <tr key={name} className="border-line h-7 border-t">
              <th scope="row" className="text-left font-normal">
                {name}
              </th>
              <td className="pl-5">{of === null ? NOTHING : amount(of.mean, unit)}</td>
              <td className="pl-5">{of?.low == null || of.high === null ? NOTHING : interval(of.low, of.high, unit)}</td>
              <td className="pl-5">{apart}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {validation.constraints.length === 0 ? null : (
        <ul className="text-t2 pt-1">
          {validation.constraints.map(({ constraint, kept, estimate }) => {
            const { unit: of } = METRICS[constraint.metric];
            const bound = `${metricTitle(constraint.metric)} ${constraint.bound === 'at-least' ? 'at least' : 'at most'} ${amount(constraint.value, of)}`;
            return (
              <li key={constraint.id}>{`${bound}: ${kept}${estimate === null ? '' : ` (${amount(estimate.mean, of)})`}`}</li>
            );
          })}
        </ul>
      )}
    </div>
  );
}

function OpenBest({ report }: { readonly report: Optimisation }) {
  const router = useRouter();
  const of = useExperiment((state) => state.progress.optimise?.of);
  const best = report.best === null ? undefined : report.candidates[report.best];
  if (best === undefined || of === undefined || best.settings.length === 0) return null;
  return (
    <Button
      onClick={() => {
        if (openSettingsInLab(of.scenario, best.settings)) router.push('/');
      }}
    >
      {report.stage === 'validated' ? 'Open the winner in the lab' : 'Open the best so far in the lab'}
    </Button>
  );
}

function candidatesTable({ candidates, objective, second, best }: Optimisation): TableData {
  const names = [objective, ...(second === null ? [] : [second])];
  return {
    caption: 'Candidates of the search',
    head: ['Settings', ...names.map(metricTitle), 'Runs', 'Keeps the constraints', ''],
    rows: candidates.map(({ settings, means, replications, feasible, onFront }, i) => [
      settingsText(settings),
      ...names.map((name) => {
        const mean = means[name];
        return mean === null ? NOTHING : amount(mean, METRICS[name].unit);
      }),
      String(replications),
      feasible ? 'yes' : 'no',
      i === best ? 'best' : onFront ? 'on the front' : '',
    ]),
  };
}
