'use client';

import { useMemo, useState } from 'react';

import { amount, interval } from '@/lib/experiment/amount';
import { METRICS, type MetricName } from '@/lib/experiment/metrics';
import { parameterAt, type Unit } from '@/lib/experiment/parameters';
import { sweepCsv } from '@/lib/experiment/plan-csv';
import type { Axis } from '@/lib/experiment/schema';
import type { Sweep } from '@/lib/experiment/sweep';
import type { Scenario } from '@/lib/scenario/schema';

import { NOTHING } from '@/components/chart/format';
import { TableButton, type TableData } from '@/components/chart/table-button';

import { ExperimentSection } from '../experiment-section';
import { useExperiment } from '../experiment-store';
import { ExportRow } from '../export-row';
import { MetricSelect } from '../metric-select';
import { metricTitle } from '../metric-words';
import { CellSheet } from './cell-sheet';
import { FrontChart, type FrontPoint } from './front-chart';
import { currentCell, heatCells, placeText } from './heat-cells';
import { HeatMap } from './heat-map';
import { SweepLines } from './sweep-lines';
import { SweepSettings } from './sweep-settings';

/** A metric over one or two settings, the chosen cell, and two metrics against each other. */
export function SweepSection() {
  const [settings, setSettings] = useState(false);
  const progress = useExperiment((state) => state.progress.sweep);
  const plan = useExperiment((state) => state.plans.sweep);
  const report = progress?.report ?? null;
  const { metric, axes } = report ?? plan;
  return (
    <>
      <ExperimentSection
        kind="sweep"
        title={`${metricTitle(metric)} by ${axes.map(({ id }) => id).join(' and ')}`}
        note="safe: no cell within two steps fails, which is to answer less than 95 % of its requests"
        table={report === null ? undefined : <TableButton subject="all cells" table={() => cellsTable(report)} />}
        onSettings={() => setSettings(true)}
      >
        {progress === undefined || report === null ? (
          <p className="text-t2 py-6">
            Which values of these settings serve this traffic best, and how far are they from a cliff?
          </p>
        ) : (
          <Evidence report={report} scenario={progress.of.scenario} json={() => ({ experiment: progress.of, report })} />
        )}
      </ExperimentSection>
      {settings ? <SweepSettings onClose={() => setSettings(false)} /> : null}
    </>
  );
}

interface EvidenceProps {
  readonly report: Sweep;
  readonly scenario: Scenario;
  readonly json: () => unknown;
}

function Evidence({ report, scenario, json }: EvidenceProps) {
  const [chosen, setChosen] = useState<number | null>(null);
  const [second, setSecond] = useState<MetricName>('cost');
  const { axes } = report;
  const units = useMemo(() => unitsOf(scenario, axes), [scenario, axes]);
  const current = useMemo(() => currentCell(report, presentOf(scenario, axes)), [report, scenario, axes]);
  const cells = useMemo(() => heatCells(report, units, current), [report, units, current]);
  const selected = Math.min(chosen ?? report.bestSafe ?? report.best ?? 0, report.cells.length - 1);
  const figure = { sweep: report, units, current, selected, onSelect: setChosen };
  return (
    <div className="grid gap-x-8 min-[1100px]:grid-cols-2">
      <div className="min-w-0">
        {axes.length === 1 ? <SweepLines {...figure} /> : <HeatMap {...figure} cells={cells} />}
        {axes.length === 1 ? <CellChoice {...figure} names={cells.map(({ name }) => name)} /> : null}
        <CellSheet sweep={report} cell={report.cells[selected]!} units={units} scenario={scenario} />
        <div className="pt-2">
          <ExportRow title={report.title} what="sweep" csv={() => sweepCsv(report)} json={json} />
        </div>
      </div>
      <div className="min-w-0 pt-2">
        <div className="flex flex-wrap items-center gap-2">
          <h3 className="font-strong">{metricTitle(report.metric)} against</h3>
          <MetricSelect label="Second metric" value={second} onChange={setSecond} />
        </div>
        <FrontChart points={pointsOf(report, second, units)} current={standing(report, second)} x={second} y={report.metric} />
      </div>
    </div>
  );
}

interface CellChoiceProps {
  readonly sweep: Sweep;
  readonly names: readonly string[];
  readonly selected: number;
  readonly onSelect: (cell: number) => void;
}

/** The values of a curve as buttons, for whoever cannot click into it. */
function CellChoice({ sweep, names, selected, onSelect }: CellChoiceProps) {
  return (
    <div role="group" aria-label={`Values of ${sweep.axes[0]!.id}`} className="flex flex-wrap gap-1 pt-2">
      {names.map((name, i) => (
        <button
          key={i}
          type="button"
          aria-label={name}
          aria-pressed={i === selected}
          onClick={() => onSelect(i)}
          className={`rounded-input text-small min-h-6 border px-1.5 pointer-coarse:min-h-11 ${i === selected ? 'border-text font-strong' : 'border-edge text-t2'}`}
        >
          {String(sweep.axes[0]!.values[sweep.cells[i]!.at[0]!])}
        </button>
      ))}
    </div>
  );
}

function unitsOf(scenario: Scenario, axes: readonly Axis[]): Unit[] {
  return axes.map(({ paths }) => {
    const found = parameterAt(scenario, paths[0]!);
    return found.ok && found.value.kind === 'number' ? found.value.unit : null;
  });
}

function presentOf(scenario: Scenario, axes: readonly Axis[]): unknown[] {
  return axes.map(({ paths }) => {
    const found = parameterAt(scenario, paths[0]!);
    return found.ok ? found.value.value : undefined;
  });
}

function pointsOf(sweep: Sweep, second: MetricName, units: readonly Unit[]): FrontPoint[] {
  return sweep.cells.flatMap((cell) => {
    const [x, y] = [cell.metrics[second]?.mean, cell.metrics[sweep.metric]?.mean];
    return x === undefined || y === undefined || cell.fails ? [] : [{ name: placeText(sweep.axes, cell, units), x, y }];
  });
}

function standing({ current, metric }: Sweep, second: MetricName): FrontPoint | null {
  const [x, y] = [current[second]?.mean, current[metric]?.mean];
  return x === undefined || y === undefined ? null : { name: 'The scenario as it stands', x, y };
}

function cellsTable({ cells, axes, metric, best, bestSafe, tied }: Sweep): TableData {
  const { unit } = METRICS[metric];
  return {
    caption: `${metricTitle(metric)} by ${axes.map(({ id }) => id).join(' and ')}`,
    head: [...axes.map(({ id }) => id), metricTitle(metric), '95 % interval', 'Success', 'Runs', ''],
    rows: cells.map((cell, i) => {
      const found = cell.metrics[metric];
      return [
        ...axes.map(({ values }, a) => String(values[cell.at[a]!])),
        found === null ? NOTHING : amount(found.mean, unit),
        found?.low == null || found.high === null ? NOTHING : interval(found.low, found.high, unit),
        cell.metrics.success === null ? NOTHING : amount(cell.metrics.success.mean, 'share'),
        String(cell.replications),
        [
          cell.refused ?? cell.stopped ?? (cell.fails ? 'fails' : ''),
          i === best ? 'best' : tied.includes(i) ? 'not told apart from the best' : '',
          i === bestSafe ? 'best safe' : '',
        ]
          .filter((word) => word !== '')
          .join(', '),
      ];
    }),
  };
}
