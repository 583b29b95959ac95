/** A sweep's cells as they are drawn: which step of the scale each takes, what it says, and how a screen reader names it. */
import { amount, differenceText, interval } from '@/lib/experiment/amount';
import { METRICS, type MetricUnit } from '@/lib/experiment/metrics';
import { guessesOf, type Guess } from '@/lib/experiment/nearest-cells';
import type { Unit } from '@/lib/experiment/parameters';
import type { Axis } from '@/lib/experiment/schema';
import type { Cell, Sweep } from '@/lib/experiment/sweep';
import { grouped } from '@/lib/scenario/words';

import { metricTitle } from '../metric-words';
import { valueText } from './axis-values';

export const STEPS = 8;
export const NOT_RUN = 'not run yet';

export type CellState = 'queued' | 'refused' | 'stopped' | 'failing' | 'measured';

export interface HeatCell {
  readonly state: CellState;
  /** 0 to `STEPS` - 1, more with a larger mean, of a queued cell by its guess; null where there is none to show. */
  readonly step: number | null;
  /** A few characters; empty where the cell says nothing. */
  readonly text: string;
  /** The whole of it, for a screen reader. */
  readonly name: string;
  /** Of a queued cell, once others have run. */
  readonly guess: Guess | null;
}

export interface HeatScale {
  readonly least: number;
  readonly most: number;
  /** Steps grow by a ratio, so that one cell at a cliff does not leave all others the same. */
  readonly byRatio: boolean;
}

/** From this ratio of the ends on, latencies are told apart better by ratio. */
const WIDE = 2;

/** Of the means of cells that do not fail; null before any. */
export function scaleOf({ cells, metric }: Sweep): HeatScale | null {
  const means = cells.flatMap((cell) => {
    const mean = cell.metrics[metric]?.mean;
    return mean === undefined || cell.fails ? [] : [mean];
  });
  if (means.length === 0) return null;
  const [least, most] = [Math.min(...means), Math.max(...means)];
  return { least, most, byRatio: METRICS[metric].unit === 'ms' && least > 0 && most / least > WIDE };
}

export function heatCells(sweep: Sweep, units: readonly Unit[], current: number | null): HeatCell[] {
  const scale = scaleOf(sweep);
  const guesses = guessesOf(sweep);
  return sweep.cells.map((cell, i) => {
    const state = stateOf(cell);
    const guess = guesses[i] ?? null;
    const mean = state === 'queued' ? (guess?.mean ?? null) : state === 'measured' ? cell.metrics[sweep.metric]?.mean : null;
    return {
      state,
      step: mean != null && scale !== null ? stepOf(mean, scale) : null,
      text: textOf(cell, state, sweep),
      name: `${placeText(sweep.axes, cell, units)}: ${saidOf(cell, state, sweep, guess)}${marksText(sweep, i, current)}`,
      guess,
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

function stepOf(mean: number, { least, most, byRatio }: HeatScale): number {
  if (most === least) return 0;
  const share = byRatio ? Math.log(mean / least) / Math.log(most / least) : (mean - least) / (most - least);
  return Math.min(STEPS - 1, Math.floor(STEPS * share));
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

function saidOf(cell: Cell, state: CellState, { metric }: Sweep, guess: Guess | null): string {
  const { unit } = METRICS[metric];
  switch (state) {
    case 'queued':
      return `${NOT_RUN}${guess === null ? '' : `, ${guessText(guess, unit)}`}`;
    case 'refused':
      return cell.refused!;
    case 'stopped':
      return `a run was ended, because ${cell.stopped!}`;
    default: {
      const [found, difference] = [cell.metrics[metric], cell.differences[metric]];
      const value =
        found === null
          ? `no ${metricTitle(metric)}`
          : `${metricTitle(metric)} ${amount(found.mean, unit)}${
              found.low === null || found.high === null ? '' : `, 95 % interval ${interval(found.low, found.high, unit)}`
            }`;
      const apart = difference === null ? '' : `, against the scenario as it stands ${differenceText(difference, unit)}`;
      const failing = state === 'failing' ? `fails, only ${amount(cell.metrics.success?.mean ?? 0, 'share')} succeed; ` : '';
      return `${failing}${value}${apart}`;
    }
  }
}

/** `about 1.8 s by the nearest cells that have run`. */
export function guessText({ mean }: Guess, unit: MetricUnit): string {
  return mean === null
    ? 'the nearest cells that have run fail'
    : `about ${amount(mean, unit)} by the nearest cells that have run`;
}

/** How many cells have run, of `planned` times each: `31 of 49 cells run`. */
export function cellsText({ cells }: Sweep, planned: number): string {
  const able = cells.filter(({ refused }) => refused === null);
  const begun = able.filter(({ replications }) => replications > 0).length;
  const whole = able.filter(({ replications }) => replications === planned).length;
  const refused = able.length === cells.length ? '' : `, ${grouped(cells.length - able.length)} refused`;
  const of = `${grouped(begun)} of ${grouped(able.length)} cells run`;
  if (begun < able.length) return `${of}${refused}`;
  if (whole < able.length) return `${of}, ${grouped(whole)} of them all ${grouped(planned)} times${refused}`;
  return `${of}, each ${grouped(planned)} times${refused}`;
}

function marksText(sweep: Sweep, i: number, current: number | null): string {
  const marks = [
    ...(i === sweep.best ? ['best'] : sweep.tied.includes(i) ? ['not told apart from the best'] : []),
    ...(i === sweep.bestSafe ? ['best safe'] : []),
    ...(i === current ? ['the scenario as it stands'] : []),
  ];
  return marks.length === 0 ? '' : `, ${marks.join(', ')}`;
}
