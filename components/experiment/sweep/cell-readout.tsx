'use client';

import { amount, differenceText, interval } from '@/lib/experiment/amount';
import { METRICS } from '@/lib/experiment/metrics';
import type { Unit } from '@/lib/experiment/parameters';
import type { Sweep } from '@/lib/experiment/sweep';

import { NOTHING } from '@/components/chart/format';
import { TooltipSheet, type TooltipRow } from '@/components/chart/plot';

import { metricTitle } from '../metric-words';
import { guessText, NOT_RUN, placeText, type HeatCell } from './heat-cells';

/** Where a readout stands, in CSS pixels of the map's frame: beside the middle of a cell, over or under it. */
export interface ReadoutPlace {
  readonly cell: number;
  readonly x: number;
  readonly y: number;
  readonly over: boolean;
  /** Of the frame, so that the readout stays inside. */
  readonly width: number;
}

interface CellReadoutProps {
  readonly sweep: Sweep;
  readonly cells: readonly HeatCell[];
  readonly units: readonly Unit[];
  readonly place: ReadoutPlace;
}

/** What a cell says while the pointer or the focus is on it. A screen reader has it all in the cell's name. */
export function CellReadout({ sweep, cells, units, place: { cell, x, y, over, width } }: CellReadoutProps) {
  return (
    <div
      aria-hidden="true"
      data-readout={cell}
      className="pointer-events-none absolute z-20 w-max max-w-full"
      style={{ left: x, top: y, transform: `translate(${(-100 * x) / width}%, ${over ? '-100%' : '0'})` }}
    >
      <TooltipSheet title={placeText(sweep.axes, sweep.cells[cell]!, units)} rows={rowsOf(sweep, cell, cells[cell]!)} />
    </div>
  );
}

/** Of a cell that has the pointer or the focus; it opens towards the middle of the map. */
export function placeBeside(cell: HTMLElement, frame: HTMLElement, index: number, upper: boolean): ReadoutPlace {
  const [inner, outer] = [cell.getBoundingClientRect(), frame.getBoundingClientRect()];
  return {
    cell: index,
    x: Math.min(Math.max(inner.left + inner.width / 2 - outer.left, 0), outer.width),
    y: upper ? inner.bottom - outer.top + GAP_PX : inner.top - outer.top - GAP_PX,
    over: !upper,
    width: outer.width,
  };
}

/** Clear of the ring around the cell. */
const GAP_PX = 5;

/** The value with its interval, against the scenario as it stands and against the best. */
function rowsOf(sweep: Sweep, i: number, { state, guess }: HeatCell): TooltipRow[] {
  const { metric } = sweep;
  const { unit } = METRICS[metric];
  const cell = sweep.cells[i]!;
  const [found, difference] = [cell.metrics[metric], cell.differences[metric]];
  const success = cell.metrics.success;
  if (state === 'queued')
    return [{ name: metricTitle(metric), value: NOT_RUN, ...(guess === null ? {} : { note: guessText(guess, unit) }) }];
  if (state === 'refused') return [{ name: 'Refused', value: cell.refused! }];
  return [
    {
      name: metricTitle(metric),
      value: found === null ? NOTHING : amount(found.mean, unit),
      ...(found?.low == null || found.high === null ? {} : { note: `95 % interval ${interval(found.low, found.high, unit)}` }),
    },
    ...(difference === null ? [] : [{ name: 'To as it stands', value: differenceText(difference, unit) }]),
    ...(sweep.best === null ? [] : [{ name: 'To the best', value: againstBest(sweep, i) }]),
    {
      name: 'Success',
      value: success === null ? NOTHING : amount(success.mean, 'share'),
      ...(state === 'failing' ? { note: 'fails' } : {}),
    },
    ...(state === 'stopped' ? [{ name: 'A run was ended', value: cell.stopped! }] : []),
    { name: 'Runs', value: String(cell.replications) },
  ];
}

/** In words, as the decision is by all comparisons together and no interval of one of them says it. */
function againstBest({ cells, best, tied }: Sweep, i: number): string {
  if (i === best) return 'it is the best';
  if (tied.includes(i)) return 'not told apart';
  if (cells[i]!.fails) return 'fails, so not compared';
  return Math.min(cells[i]!.replications, cells[best!]!.replications) < 2 ? 'too few runs yet' : 'established to be worse';
}
