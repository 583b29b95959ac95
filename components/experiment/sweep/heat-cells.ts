/** A sweep's cells as they are drawn: which step of the scale each takes, what it says, and how a screen reader names it. */
import { amount, differenceText, interval } from '@/lib/experiment/amount';
import { METRICS } from '@/lib/experiment/metrics';
import type { Unit } from '@/lib/experiment/parameters';
import type { Axis } from '@/lib/experiment/schema';
import type { Cell, Sweep } from '@/lib/experiment/sweep';

import { metricTitle } from '../metric-words';
import { valueText } from './axis-values';

export const STEPS = 8;

export type CellState = 'queued' | 'refused' | 'stopped' | 'failing' | 'measured';

export interface HeatCell {
  readonly state: CellState;
  /** 0 to `STEPS` - 1, more with a larger mean; null where there is none to show. */
  readonly step: number | null;
  /** A few characters; empty where the cell says nothing. */
  readonly text: string;
  /** The whole of it, for a screen reader. */
  readonly name: string;
}

export interface HeatScale {
  readonly least: number;
  readonly most: number;
}

/** Of the means of cells that do not fail; null before any. */
export function scaleOf({ cells, metric }: Sweep): HeatScale | null {
  const means = cells.flatMap((cell) => {
    const mean = cell.metrics[metric]?.mean;
    return mean === undefined || cell.fails ? [] : [mean];
  });
  return means.length === 0 ? null : { least: Math.min(...means), most: Math.max(...means) };
}

export function heatCells(sweep: Sweep, units: readonly Unit[], current: number | null): HeatCell[] {
  const scale = scaleOf(sweep);
  return sweep.cells.map((cell, i) => {
    const state = stateOf(cell);
    const mean = cell.metrics[sweep.metric]?.mean ?? null;
    return {
      state,
      step: state === 'measured' && mean !== null && scale !== null ? stepOf(mean, scale) : null,
      text: textOf(cell, state, sweep),
      name: `${placeText(sweep.axes, cell, units)}: ${saidOf(cell, state, sweep)}${marksText(sweep, i, current)}`,
    };
  });
}

export function stateOf({ refused, stopped, replications, fails }: Cell): CellState {
  if (refused !== null) return 'refused';
  if (stopped !== null) return 'stopped';
  if (replications === 0) return 'queued';
  return fails ? 'failing' : 'measured';
}

/** `latency 2, locality 0.75`. */
export function placeText(axes: readonly Axis[], { at }: Cell, units: readonly Unit[]): string {
  return axes.map(({ id, values }, a) => `${id} ${valueText(values[at[a]!], units[a] ?? null)}`).join(', ');
}

/** The cell at which the scenario stands; null where its values are not on the axes. */
export function currentCell({ axes, cells }: Sweep, present: readonly unknown[]): number | null {
  const at = cells.findIndex((cell) => axes.every(({ values }, a) => values[cell.at[a]!] === present[a]));
  return at === -1 ? null : at;
}

function stepOf(mean: number, { least, most }: HeatScale): number {
  if (most === least) return 0;
  return Math.min(STEPS - 1, Math.floor((STEPS * (mean - least)) / (most - least)));
}

function textOf(cell: Cell, state: CellState, { metric }: Sweep): string {
  switch (state) {
    case 'queued':
      return '–';
    case 'refused':
    case 'stopped':
      return '×';
    case 'failing':
      return amount(cell.metrics.success?.mean ?? 0, 'share').replace(' ', '\u2009');
    case 'measured': {
      const mean = cell.metrics[metric]?.mean;
      // The unit stands in the scale above.
      return mean === undefined ? '–' : amount(mean, METRICS[metric].unit).replace(/ (ms|s|%|\/s)$/, '\u2009$1');
    }
  }
}

function saidOf(cell: Cell, state: CellState, { metric }: Sweep): string {
  const { unit } = METRICS[metric];
  switch (state) {
    case 'queued':
      return 'not run yet';
    case 'refused':
      return cell.refused!;
    case 'stopped':
      return `a run was ended, because ${cell.stopped!}`;
    default: {
      const found = cell.metrics[metric];
      const value =
        found === null
          ? `no ${metricTitle(metric)}`
          : `${metricTitle(metric)} ${amount(found.mean, unit)}${
              found.low === null || found.high === null ? '' : `, 95 % interval ${interval(found.low, found.high, unit)}`
            }`;
      const apart =
        cell.difference === null ? '' : `, against the scenario as it stands ${differenceText(cell.difference, unit)}`;
      const failing = state === 'failing' ? `fails, only ${amount(cell.metrics.success?.mean ?? 0, 'share')} succeed; ` : '';
      return `${failing}${value}${apart}`;
    }
  }
}

function marksText(sweep: Sweep, i: number, current: number | null): string {
  const marks = [
    ...(i === sweep.best ? ['best'] : []),
    ...(i === sweep.bestSafe ? ['best safe'] : []),
    ...(i === current ? ['the scenario as it stands'] : []),
  ];
  return marks.length === 0 ? '' : `, ${marks.join(', ')}`;
}
