/** What a report says of all requests and of each class alike: one list of measures for the page's tables and the terminal's. */
import { OUTCOMES } from '@/lib/fleet/outcome';
import { OUTCOME_WORDS } from '@/lib/fleet/outcome-words';
import { grouped } from '@/lib/scenario/words';
import type { ClassReport } from '@/lib/sim/report';

import { counted, maybe, ms, percent, percentile, PERCENTILE_NAMES, PERCENTILES, perSecond, type Cell } from './report-numbers';

/** A report has all that one of its classes has, for all of them together. */
export type Account = Omit<ClassReport, 'class'>;

export interface Measure {
  /** Within a line, with its unit where the number itself has none. */
  readonly title: string;
  of(account: Account): Cell;
}

const arrivals = (title: string, of: (account: Account) => number): Measure => ({
  title,
  of: (account) => ({ text: counted(of(account), account.requests.arrived) }),
});
const attempts = (title: string, of: (account: Account) => number): Measure => ({
  title,
  of: (account) => ({ text: counted(of(account), account.attempts.started) }),
});
const count = (title: string, of: (account: Account) => number): Measure => ({
  title,
  of: (account) => ({ text: grouped(of(account)) }),
});
const number = (title: string, of: (account: Account) => number | null, write: (value: number) => string): Measure => ({
  title,
  of: (account) => maybe(of(account), write),
});

export const ARRIVED = count('arrived', ({ requests }) => requests.arrived);
/** How requests ended, and that they are still inside: together, all that arrived. */
export const ENDS: readonly Measure[] = [
  arrivals('answered', ({ requests }) => requests.finished),
  arrivals('refused', ({ requests }) => requests.refused),
  arrivals('failed', ({ requests }) => requests.failed),
  arrivals('timed out', ({ requests }) => requests.timedOut),
  arrivals('still inside', ({ requests }) => requests.inside),
];
export const ROUTED = arrivals('routed at least once', ({ routed }) => routed);
export const GAVE_UP = arrivals('gave up waiting, among the timed out', ({ abandoned }) => abandoned);

export const STARTED = count('started', (account) => account.attempts.started);
export const OUTCOMES_OF_ATTEMPTS: readonly Measure[] = OUTCOMES.map((outcome) =>
  attempts(OUTCOME_WORDS[outcome], (account) => account.attempts.byOutcome[outcome]),
);
export const AMPLIFICATION = number(
  'attempts per routed request',
  ({ retryAmplification }) => retryAmplification,
  (value) => value.toFixed(3),
);
export const RETRIES: readonly Measure[] = [
  attempts('retries', ({ retries }) => retries),
  count('retries denied by the budget', ({ retriesDenied }) => retriesDenied),
  AMPLIFICATION,
];
export const HEDGES: readonly Measure[] = [
  attempts('further copies (hedges)', ({ hedges }) => hedges),
  count('copies that answered first', ({ hedgesWon }) => hedgesWon),
  count('attempts that ran on for nobody', ({ hedgesWasted }) => hedgesWasted),
  count('copies denied by the budget', ({ hedgesDenied }) => hedgesDenied),
  arrivals('requests with further copies', ({ hedged }) => hedged),
];
export const FALLBACKS = count('starts over in a next stage', ({ fallbacks }) => fallbacks);

export const LATENCIES: readonly Measure[] = [
  number('mean', ({ latency }) => latency.meanMs, ms),
  ...PERCENTILES.map((name) => ({
    title: PERCENTILE_NAMES[name],
    of: ({ latency }: Account) => percentile(name, latency),
  })),
  number('max', ({ latency }) => latency.maxMs, ms),
];
export const ANSWERS = count('answered requests', ({ latency }) => latency.count);
export const SLOWDOWN = number(
  'mean slowdown',
  ({ meanSlowdown }) => meanSlowdown,
  (value) => value.toFixed(2),
);

export const WAITS: readonly Measure[] = [
  count('attempts served', ({ wait }) => wait.served),
  number('did not start at once', ({ wait }) => wait.waitedFraction, percent),
  number('mean wait', ({ wait }) => wait.meanMs, ms),
];

export const ENDED = count('ended requests', ({ requests }) => requests.arrived - requests.inside);

/** `1,500 ms (target 99.00 %)`; `null` where the scenario no longer says which share was meant. */
export function sloText(latencyMs: number, targetFraction: number | null): string {
  return `${ms(latencyMs)}${targetFraction === null ? '' : ` (target ${percent(targetFraction)})`}`;
}

/** Of the SLO at a place in the scenario's order. */
export function sloMeasures(index: number, slo: string, latencyMs: number, targetFraction: number | null): readonly Measure[] {
  return [
    number(
      `SLO ${slo}: answered within ${sloText(latencyMs, targetFraction)}`,
      ({ withinSlo }) => withinSlo[index]!.fraction,
      percent,
    ),
    number(`SLO ${slo}: goodput`, ({ withinSlo }) => withinSlo[index]!.goodputPerS, perSecond),
  ];
}
