'use client';

import { useCallback, useMemo, useState, type ReactNode } from 'react';

import { amount, interval } from '@/lib/experiment/amount';
import { METRICS, type MetricName } from '@/lib/experiment/metrics';
import { parameterAt, type Unit } from '@/lib/experiment/parameters';
import { sweepCsv } from '@/lib/experiment/plan-csv';
import type { Axis, ExperimentOf } from '@/lib/experiment/schema';
import { LEAST_SUCCESS, sweepAhead, type Cell, type Sweep } from '@/lib/experiment/sweep';
import type { Scenario } from '@/lib/scenario/schema';

import { NOTHING } from '@/components/chart/format';
import { TableButton, type TableData } from '@/components/chart/table-button';

import { ExperimentSection } from '../experiment-section';
import { useExperiment, type Progress } from '../experiment-store';
import { ExportRow } from '../export-row';
import { MetricSelect } from '../metric-select';
import { metricTitle } from '../metric-words';
import { unitOf } from './axis-values';
import { CellSheet } from './cell-sheet';
import { FrontChart, type FrontPoint } from './front-chart';
import { cellsText, currentCell, heatCells, NOT_RUN, placeText, stateOf } from './heat-cells';
import { HeatMap } from './heat-map';
import { SweepLines } from './sweep-lines';
import { SweepSettings } from './sweep-settings';

/** A metric over one or two settings, the chosen cell, and two metrics against each other. */
export function SweepSection() {
  const [settings, setSettings] = useState(false);
  const progress = useExperiment((state) => state.progress.sweep);
  const { scenario, plan } = useOf(progress);
  const sweep = useMemo(() => progress?.report ?? sweepAhead({ scenario, plan, title: '' }), [progress?.report, scenario, plan]);
  const { metric, axes } = sweep;
  return (
    <>
      <ExperimentSection
        kind="sweep"
        title={`${metricTitle(metric)} by ${axes.map(({ id }) => id).join(' and ')}`}
        progressNote={cellsText(sweep, plan.replications)}
        note="safe: no cell within two steps fails, which is to answer less than 95 % of its requests"
        table={<TableButton subject="all cells" table={() => cellsTable(sweep)} />}
        onSettings={() => setSettings(true)}
      >
        <Evidence
          sweep={sweep}
          scenario={scenario}
          exports={
            progress?.report == null ? null : (
              <ExportRow
                title={sweep.title}
                what="sweep"
                csv={() => sweepCsv(sweep)}
                json={() => ({ experiment: progress.of, report: progress.report })}
              />
            )
          }
        />
      </ExperimentSection>
      {settings ? <SweepSettings onClose={() => setSettings(false)} /> : null}
    </>
  );
}

/** What was started, or what would be. */
function useOf(progress: Progress<'sweep'> | undefined): Pick<ExperimentOf<'sweep'>, 'scenario' | 'plan'> {
  const scenario = useExperiment((state) => state.scenario);
  const plan = useExperiment((state) => state.plans.sweep);
  return progress?.of ?? { scenario, plan };
}

interface EvidenceProps {
  readonly sweep: Sweep;
  readonly scenario: Scenario;
  readonly exports: ReactNode;
}

function Evidence({ sweep, scenario, exports }: EvidenceProps) {
  const { axes } = sweep;
  // A choice is of one map, and not of the one that comes after it.
  const [choice, setChoice] = useState<{ readonly cell: number; readonly axes: readonly Axis[] } | null>(null);
  const [second, setSecond] = useState<MetricName>('cost');
  const select = useCallback((cell: number) => setChoice({ cell, axes }), [axes]);
  const units = useMemo(() => axes.map((axis) => unitOf(scenario, axis)), [scenario, axes]);
  const current = useMemo(() => currentCell(sweep, presentOf(scenario, axes)), [sweep, scenario, axes]);
  const cells = useMemo(() => heatCells(sweep, units, current), [sweep, units, current]);
  const chosen = choice?.axes === axes ? choice.cell : null;
  const selected = chosen ?? sweep.bestSafe ?? sweep.best ?? current ?? 0;
  const points = useMemo(() => pointsOf(sweep, second, units), [sweep, second, units]);
  const named = useMemo(() => namedPoints(sweep, second), [sweep, second]);
  const figure = { sweep, units, current, selected, onSelect: select };
  return (
    <div className="grid gap-x-8 min-[1100px]:grid-cols-2">
      <div className="min-w-0">
        {axes.length === 1 ? <SweepLines {...figure} /> : <HeatMap {...figure} cells={cells} />}
        {axes.length === 1 ? (
          <p className="text-t2 text-small pt-1">Bars: 95 % intervals. ×: under 95 % succeed, so there is no value to compare.</p>
        ) : null}
        {axes.length === 1 ? <CellChoice {...figure} names={cells.map(({ name }) => name)} /> : null}
        <CellSheet sweep={sweep} index={selected} chosen={chosen !== null} current={current} units={units} scenario={scenario} />
        {exports === null ? null : <div className="pt-2">{exports}</div>}
      </div>
      <div className="min-w-0 pt-2">
        <div className="flex flex-wrap items-center gap-2">
          <h3 className="font-strong">{metricTitle(sweep.metric)} against</h3>
          <MetricSelect label="Second metric" value={second} onChange={setSecond} />
        </div>
        <FrontChart points={points} named={named} x={second} y={sweep.metric} />
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

/** The best, the best safe, and the scenario as it stands unless it fails. */
function namedPoints({ cells, current, metric, best, bestSafe }: Sweep, second: MetricName): FrontPoint[] {
  const point = (name: string, of: Cell['metrics']): FrontPoint[] => {
    const [x, y] = [of[second]?.mean, of[metric]?.mean];
    return x === undefined || y === undefined ? [] : [{ name, x, y }];
  };
  return [
    ...(best === null ? [] : point(best === bestSafe ? 'best, safe' : 'best', cells[best]!.metrics)),
    ...(bestSafe === null || bestSafe === best ? [] : point('best safe', cells[bestSafe]!.metrics)),
    ...((current.success?.mean ?? 0) < LEAST_SUCCESS ? [] : point('as it stands', current)),
  ];
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
          stateOf(cell) === 'queued' ? NOT_RUN : (cell.refused ?? cell.stopped ?? (cell.fails ? 'fails' : '')),
          i === best ? 'best' : tied.includes(i) ? 'not told apart from the best' : '',
          i === bestSafe ? 'best safe' : '',
        ]
          .filter((word) => word !== '')
          .join(', '),
      ];
    }),
  };
}
