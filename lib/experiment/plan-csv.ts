/** The tables of sweeps, load curves, sensitivities, searches and fault scripts as CSV. */
import { csvText, type Cell as CsvCell } from './csv';
import type { Difference } from './difference';
import type { Estimate } from './estimate';
import { settingsText } from './findings';
import type { LoadCurves } from './load-curve';
import { METRIC_NAMES, METRICS } from './metrics';
import type { Optimisation } from './optimise';
import type { Robustness } from './robustness';
import type { Sensitivity } from './sensitivity';
import type { Sweep } from './sweep';

const DIFFERENCE = ['difference', 'difference low', 'difference high'];

/** A row for each cell and metric. */
export function sweepCsv({ cells, axes, best, tied }: Sweep): string {
  const head = [
    ...axes.map(({ paths }) => paths.join('+')),
    'metric',
    'unit',
    'replications',
    'mean',
    'low',
    'high',
    ...DIFFERENCE,
  ];
  return csvText(
    [...head, 'best', 'not told apart from the best', 'fails', 'safe', 'refused', 'stopped'],
    cells.flatMap((cell, i) =>
      METRIC_NAMES.map((name) => [
        ...axes.map(({ values }, a) => written(values[cell.at[a]!])),
        ...[name, METRICS[name].unit, cell.replications],
        ...ends(cell.metrics[name]),
        ...differenceCells(cell.differences[name]),
        ...[i === best, tied.includes(i), cell.fails, cell.safe, cell.refused, cell.stopped],
      ]),
    ),
  );
}

/** A row for each variant and load. */
export function loadCurveCsv({ curves, metric }: LoadCurves): string {
  const head = ['variant', 'title', 'load', 'offered per s', `${metric} mean (${METRICS[metric].unit})`, 'low', 'high'];
  return csvText(
    [...head, 'within SLO', 'within SLO low', 'within SLO high', 'success', 'knee', 'refused', 'stopped'],
    curves.flatMap(({ id, title, points, knee }) =>
      points.map((point) => [
        ...[id, title, point.load, point.offeredPerS],
        ...ends(point.metric),
        ...ends(point.withinSlo),
        ...[point.success?.mean ?? null, point.load === knee, point.refused, point.stopped],
      ]),
    ),
  );
}

/** A row for each setting; of ends, or of elementary effects. */
export function sensitivityCsv(report: Sensitivity): string {
  if (report.method === 'morris') {
    return csvText(
      ['setting', 'path', 'low', 'high', 'mu', 'mu low', 'mu high', 'mu*', 'sigma', 'influence'],
      report.parameters.map(({ id, path, low, high, mu, muStar, sigma, influence }) => [
        ...[id, path, low, high],
        ...ends(mu),
        ...[muStar, sigma, influence],
      ]),
    );
  }
  const end = (side: string): string[] => [side, ...DIFFERENCE.map((name) => `${side} ${name}`)];
  return csvText(
    ['setting', 'path', 'current', ...end('low'), ...end('high'), 'swing', 'influence'],
    report.parameters.map(({ id, path, current, low, high, swing, influence }) => [
      ...[id, path, current, low.value],
      ...differenceCells(low.difference),
      high.value,
      ...differenceCells(high.difference),
      ...[swing, influence],
    ]),
  );
}

/** A row for each candidate. */
export function optimisationCsv({ candidates, best }: Optimisation): string {
  return csvText(
    ['settings', 'replications', 'best', 'keeps the constraints', 'on the front', ...METRIC_NAMES],
    candidates.map(({ settings, replications, feasible, onFront, means }, i) => [
      ...[settingsText(settings), replications, i === best, feasible, onFront],
      ...METRIC_NAMES.map((name) => means[name]),
    ]),
  );
}

/** A row for each variant and script. */
export function robustnessCsv({ variants, metric }: Robustness): string {
  const head = ['variant', 'title', 'script', `${metric} mean (${METRICS[metric].unit})`, 'low', 'high', ...DIFFERENCE];
  return csvText(
    [...head, 'success', 'recovery', 'recovery mean (ms)', 'recovery most (ms)', 'refused', 'stopped'],
    variants.flatMap(({ id, title, scripts }) =>
      scripts.map(({ script, metric: found, difference, success, recovery, refused, stopped }) => [
        ...[id, title, script],
        ...ends(found),
        ...differenceCells(difference),
        ...[success?.mean ?? null, recovery.kind],
        ...(recovery.kind === 'recovers' ? [recovery.meanMs, recovery.mostMs] : [null, null]),
        ...[refused, stopped],
      ]),
    ),
  );
}

function ends(found: Estimate | null): CsvCell[] {
  return [found?.mean ?? null, found?.low ?? null, found?.high ?? null];
}

function differenceCells(found: Difference | null): CsvCell[] {
  return [found?.mean ?? null, found?.low ?? null, found?.high ?? null];
}

function written(value: unknown): CsvCell {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : JSON.stringify(value);
}
