import { expect, it } from 'vitest';

import type { Estimate } from '@/lib/experiment/estimate';
import type { LoadCurve, LoadCurves, LoadPoint } from '@/lib/experiment/load-curve';

import { THIN } from '@/components/chart/format';

import { lineEnd, loadRows } from './load-curve-rows';

const about = (mean: number, half = 0): Estimate => ({ count: 3, mean, sd: 0, low: mean - half, high: mean + half });

function point(load: number, p99: number, success: number, more: Partial<LoadPoint> = {}): LoadPoint {
  return {
    load,
    refused: null,
    stopped: null,
    offeredPerS: 100 * load,
    metric: about(p99, 10),
    withinSlo: about(1),
    success: about(success),
    ...more,
  };
}

function curve(points: readonly LoadPoint[]): LoadCurve {
  return { id: 'a', title: 'A', points, knee: null, capacity: { kind: 'unknown' }, certainUpTo: null };
}

const good = curve([point(0.5, 200, 1), point(1, 300, 0.99), point(1.5, 700, 0.96)]);
const failing = curve([point(0.5, 210, 1), point(1, 900, 0.9), point(1.5, 250, 1)]);

it('draws no point at or beyond the first load at which more than 5 % fail', () => {
  const curves = { curves: [good, failing] } as unknown as LoadCurves;
  const rows = loadRows(curves);
  expect(rows.map(({ load, offeredPerS }) => [load, offeredPerS])).toEqual([
    [0.5, 50],
    [1, 100],
    [1.5, 150],
  ]);
  expect(rows.map(({ mean }) => mean)).toEqual([
    [200, 210],
    [300, null],
    [700, null],
  ]);
  expect(rows[0]!.reach[0]).toEqual([10, 10]);
});

it('says where a line ends and why, beside its last point', () => {
  expect(lineEnd(good)).toBeNull();
  expect(lineEnd(failing)).toEqual({ load: 1, value: 210, why: `over 5${THIN}% of requests fail at 100${THIN}/s` });
  expect(lineEnd(curve([point(2, 1, 1, { stopped: 'it held too much', success: null })]))).toEqual({
    load: 2,
    value: null,
    why: `a run was ended at 200${THIN}/s: it held too much`,
  });
});
