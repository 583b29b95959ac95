/** What became of the measured requests so far: the sums that the report has at its end, cheap enough for every frame of a page. */
import type { Scenario } from '@/lib/scenario/schema';

import { addedUp, countsOf, waitsOf } from './build-report';
import { addedCounts, type ClientCounts } from './client-counts';
import { outcomesOf } from './node-reports';
import type { Recorder } from './recorder';
import type { Report } from './report';
import { REQUEST, type Requests } from './requests';
import { ACCOUNT } from './totals';

/** Of requests that arrived at or after the warm-up; `wait` and `outcomes` are of their attempts. */
export type RunTotals = ClientCounts &
  Pick<Report, 'requests' | 'refusals' | 'wait' | 'retryAmplification'> & { readonly outcomes: Report['attempts']['byOutcome'] };

/** O(classes); with a warm-up, O(requests inside) too. */
export function runTotals({ workload, warmUpMs }: Scenario, { totals }: Recorder, requests: Requests): RunTotals {
  const ofAll = (column: number): number => workload.reduce((sum, _, c) => sum + totals.of(c, column), 0);
  const routed = ofAll(ACCOUNT.routed);
  return {
    requests: countsOf(ofAll, insideSince(requests, warmUpMs)),
    refusals: addedUp(workload.map((_, c) => totals.refusalCounts(c))),
    outcomes: addedUp(workload.map((_, c) => outcomesOf(totals.classes, totals.account(c, 1) + ACCOUNT.outcomes))),
    wait: waitsOf(ofAll),
    retryAmplification: routed === 0 ? null : ofAll(ACCOUNT.attempts) / routed,
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
