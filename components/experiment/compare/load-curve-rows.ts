/** A load curve as it is drawn: the lines end where more than one request in twenty fails, as latency of the rest says little then. */
import type { LoadCurve, LoadCurves } from '@/lib/experiment/load-curve';

import { formatPercent, formatRate } from '@/components/chart/format';

/** Below this share of answered requests a point counts as failing. */
export const LEAST_SUCCESS = 0.95;

export interface LoadRow {
  readonly load: number;
  /** Of the first curve that was measured there, per second; null before. */
  readonly offeredPerS: number | null;
  /** By curve; null where it is not drawn. */
  readonly mean: readonly (number | null)[];
  /** How far the interval reaches below and above the mean. */
  readonly reach: readonly (readonly [below: number, above: number] | null)[];
}

export interface LineEnd {
  readonly load: number;
  /** Of the last point that is drawn; null where there is none. */
  readonly value: number | null;
  /** `over 5 % fail at 216 /s`. */
  readonly why: string;
}

/** A row for each load of the plan. */
export function loadRows({ curves }: LoadCurves): LoadRow[] {
  const ends = curves.map(lineEnd);
  return (curves[0]?.points ?? []).map(({ load }, l) => {
    const at = curves.map(({ points }, v) => {
      const end = ends[v];
      return end != null && load >= end.load ? null : points[l]!.metric;
    });
    return {
      load,
      offeredPerS: curves.map(({ points }) => points[l]!.offeredPerS).find((rate) => rate !== null) ?? null,
      mean: at.map((metric) => metric?.mean ?? null),
      reach: at.map((metric) =>
        metric?.low == null || metric.high === null ? null : [metric.mean - metric.low, metric.high - metric.mean],
      ),
    };
  });
}

/** Where a line stops, and why; null where it goes on to the last load, or that is not known yet. */
export function lineEnd({ points }: LoadCurve): LineEnd | null {
  const at = points.findIndex(
    ({ refused, stopped, success }) => refused !== null || stopped !== null || (success !== null && success.mean < LEAST_SUCCESS),
  );
  const point = points[at];
  if (point === undefined) return null;
  const where = point.offeredPerS === null ? `${point.load} times the traffic` : formatRate(point.offeredPerS);
  const why =
    point.refused !== null
      ? `refused at ${where}: ${point.refused}`
      : point.stopped !== null
        ? `a run was ended at ${where}: ${point.stopped}`
        : `over ${formatPercent(1 - LEAST_SUCCESS, 0)} of requests fail at ${where}`;
  return { load: point.load, value: points[at - 1]?.metric?.mean ?? null, why };
}
