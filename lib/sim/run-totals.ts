/** What became of the measured requests so far: the sums that the report has at its end, cheap enough for every frame of a page. */
import type { Scenario } from '@/lib/scenario/schema';

import { addedUp, countsOf, waitsOf } from './build-report';
import { addedCounts, type ClientCounts } from './client-counts';
import { outcomesOf } from './node-reports';
import type { Recorder } from './recorder';
import type { Report } from './report';
import { REQUEST, type Requests } from './requests';
import { COUNT, COUNTS } from './totals';

/** Of requests that arrived at or after the warm-up; `wait` and `outcomes` are of their attempts. */
export type RunTotals = ClientCounts &
  Pick<Report, 'requests' | 'refusals' | 'wait' | 'retryAmplification'> & { readonly outcomes: Report['attempts']['byOutcome'] };

/** O(classes); with a warm-up, O(requests inside) too. */
export function runTotals({ workload, warmUpMs }: Scenario, { totals }: Recorder, requests: Requests): RunTotals {
  const all = new Float64Array(COUNTS);
  totals.byClass.forEach((count, i) => (all[i % COUNTS]! += count));
  return {
    requests: countsOf(all, 0, insideSince(requests, warmUpMs)),
    refusals: addedUp(workload.map((_, c) => totals.refusalCounts(c))),
    outcomes: addedUp(workload.map((_, c) => outcomesOf(totals.classOutcomes, c))),
    wait: waitsOf(totals),
    retryAmplification: all[COUNT.routed] === 0 ? null : totals.classAttempts.reduce((a, b) => a + b, 0) / all[COUNT.routed]!,
    ...workload.map((_, c) => totals.client.of(c)).reduce(addedCounts),
  };
}

function insideSince(requests: Requests, sinceMs: number): number {
  if (sinceMs === 0) return requests.inside;
  let inside = 0;
  requests.forEach((row) => {
    if (requests.floats[(row >> 1) + REQUEST.arrivedMs]! >= sinceMs) inside++;
  });
  return inside;
}
