/** Sweeps, load curves, sensitivities, searches and fault scripts as a person reads them in a terminal. */
import { amount, differenceText, interval } from '@/lib/experiment/amount';
import type { Estimate } from '@/lib/experiment/estimate';
import {
  loadFinding,
  optimisationFinding,
  recoveryText,
  robustnessFinding,
  sensitivityFinding,
  settingsText,
  sweepFinding,
} from '@/lib/experiment/findings';
import type { LoadCurves } from '@/lib/experiment/load-curve';
import { METRICS, type MetricName, type MetricUnit } from '@/lib/experiment/metrics';
import type { Optimisation } from '@/lib/experiment/optimise';
import type { Robustness } from '@/lib/experiment/robustness';
import type { Sensitivity } from '@/lib/experiment/sensitivity';
import type { Sweep } from '@/lib/experiment/sweep';
import type { TermSpreads } from '@/lib/experiment/term-spread';

import { textTable } from './experiment-text';

const ROWS_SHOWN = 40;

export function sweepText(sweep: Sweep, seconds: number): string {
  const { unit, label } = METRICS[sweep.metric];
  const rows = sweep.cells.map((cell, i) => [
    settingsText(cell.settings),
    mean(cell.metrics[sweep.metric], unit),
    whole(cell.metrics[sweep.metric], unit),
    differenceText(cell.differences[sweep.metric], unit),
    mean(cell.metrics.success, 'share'),
    cell.refused !== null ? 'refused' : cell.fails ? 'fails' : i === sweep.best ? 'best' : sweep.tied.includes(i) ? 'tied' : '',
  ]);
  return [
    `${sweep.title}: ${sweep.cells.length} cells in ${seconds.toFixed(1)} s`,
    '',
    sweepFinding(sweep),
    '',
    ...shown(textTable(['settings', label, '95 % interval', 'to the scenario as it stands', 'success', ''], rows)),
    ...sweep.cells.flatMap(({ refused }) => (refused === null ? [] : [`refused: ${refused}`])).slice(0, 3),
  ].join('\n');
}

export function loadCurveText(curves: LoadCurves, seconds: number): string {
  const { unit, label } = METRICS[curves.metric];
  return [
    `${curves.title}: ${curves.curves.length === 1 ? 'a load curve' : `${curves.curves.length} load curves`} in ${seconds.toFixed(1)} s`,
    '',
    ...curves.curves.map((curve) => loadFinding(curves, curve)),
    ...curves.curves.flatMap(({ title, points, knee }) => [
      '',
      title,
      ...textTable(
        ['load', 'offered', label, '95 % interval', 'within SLO', 'success', ''],
        points.map((point) => [
          String(point.load),
          point.offeredPerS === null ? '-' : amount(point.offeredPerS, '/s'),
          mean(point.metric, unit),
          whole(point.metric, unit),
          mean(point.withinSlo, 'share'),
          mean(point.success, 'share'),
          point.refused !== null ? 'refused' : point.stopped !== null ? 'stopped' : point.load === knee ? 'knee' : '',
        ]),
      ),
    ]),
  ].join('\n');
}

export function sensitivityText(report: Sensitivity, terms: TermSpreads, seconds: number): string {
  const { unit, label } = METRICS[report.metric];
  const table =
    report.method === 'morris'
      ? textTable(
          ['setting', 'range', 'mu*', 'mu', 'sigma', 'influence'],
          report.parameters.map(({ id, low, high, muStar, mu, sigma, influence }) => [
            id,
            `${low} to ${high}`,
            muStar === null ? '-' : amount(muStar, unit),
            whole(mu, unit),
            sigma === null ? '-' : amount(sigma, unit),
            influence,
          ]),
        )
      : textTable(
          ['setting', 'now', 'low', label, 'high', label, 'swing', 'influence'],
          report.parameters.map(({ id, current, low, high, swing, influence }) => [
            id,
            current === null ? '-' : String(current),
            String(low.value),
            differenceText(low.difference, unit),
            String(high.value),
            differenceText(high.difference, unit),
            swing === null ? '-' : amount(swing, unit),
            influence,
          ]),
        );
  return [
    `${report.title}: ${report.parameters.length} settings in ${seconds.toFixed(1)} s`,
    '',
    sensitivityFinding(report),
    '',
    ...table,
    '',
    `Terms of the score in ${terms.decisions} decisions (strategy ${terms.strategy}):`,
    ...textTable(
      ['term', 'weight', 'effective weight', ''],
      terms.terms.map(({ policy, weight, effectiveWeight, differsIn }) => [
        policy,
        weight === null ? '-' : String(weight),
        effectiveWeight === null ? '-' : amount(effectiveWeight, 'share'),
        differsIn === 0 ? 'equal on all candidates: cannot matter' : `differs in ${amount(differsIn, 'share')} of decisions`,
      ]),
    ),
  ].join('\n');
}

export function optimisationText(found: Optimisation, seconds: number): string {
  const names: MetricName[] = [found.objective, ...(found.second === null ? [] : [found.second])];
  const chosen = found.candidates
    .map((candidate, i) => ({ candidate, i }))
    .filter(({ candidate, i }) => i === found.best || i === 0 || candidate.onFront);
  const rows = chosen.map(({ candidate, i }) => [
    candidate.settings.length === 0 ? settingsText([]) : String(i),
    ...names.map((name) => {
      const value = candidate.means[name];
      return value === null ? '-' : amount(value, METRICS[name].unit);
    }),
    String(candidate.replications),
    i === found.best ? 'best' : candidate.onFront ? 'on the front' : '',
  ]);
  // Eight settings side by side would be wider than any terminal.
  const listing = chosen
    .filter(({ candidate }) => candidate.settings.length > 0)
    .flatMap(({ candidate, i }) => [
      '',
      `candidate ${i}`,
      ...candidate.settings.map((setting) => `  ${settingsText([setting])}`),
    ]);
  return [
    `${found.title}: ${found.candidates.length} candidates, ${found.races} races, ${found.runsUsed} runs in ${seconds.toFixed(1)} s`,
    '',
    optimisationFinding(found),
    '',
    ...shown(textTable(['candidate', ...names.map((name) => METRICS[name].label), 'replications', ''], rows)),
    ...shown(listing),
  ].join('\n');
}

export function robustnessText(report: Robustness, seconds: number): string {
  const { unit, label } = METRICS[report.metric];
  return [
    `${report.title}: ${report.variants[0]?.scripts.length ?? 0} fault scripts in ${seconds.toFixed(1)} s, from ${amount(report.fromMs, 'ms')} to ${amount(report.untilMs, 'ms')}`,
    '',
    ...report.variants.map((variant) => robustnessFinding(report, variant)),
    ...report.variants.flatMap(({ title, calm, scripts }) => [
      '',
      `${title}: ${label} ${mean(calm, unit)} without a fault`,
      ...shown(
        textTable(
          ['script', label, 'to the calm run', 'success', 'recovery'],
          scripts.map((one) => [
            one.script,
            one.refused === null ? mean(one.metric, unit) : 'refused',
            differenceText(one.difference, unit),
            mean(one.success, 'share'),
            recoveryText(one).slice(one.script.length + 2),
          ]),
        ),
      ),
    ]),
  ].join('\n');
}

function shown(lines: readonly string[]): string[] {
  return lines.length <= ROWS_SHOWN + 1
    ? [...lines]
    : [...lines.slice(0, ROWS_SHOWN + 1), `and ${lines.length - 1 - ROWS_SHOWN} more`];
}

function mean(found: Estimate | null, unit: MetricUnit): string {
  return found === null ? '-' : amount(found.mean, unit);
}

function whole(found: Estimate | null, unit: MetricUnit): string {
  return found?.low == null || found.high === null ? '-' : interval(found.low, found.high, unit);
}
