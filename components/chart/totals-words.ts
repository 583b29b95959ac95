/**
 * What became of the requests so far, in figures. How many there are depends on the scenario alone, so that none moves another while it runs.
 */
import type { Scenario } from '@/lib/scenario/schema';
import type { RunTotals } from '@/lib/worker/protocol';

import { formatCount, formatMs, formatPercent, NOTHING, plural } from './format';

export interface TotalFigure {
  readonly label: string;
  readonly value: string;
  /** What it is made of, or what it rests on; empty where there is nothing to add. */
  readonly note: string;
}

/** What of a scenario decides which figures there are. */
export interface CountedScenario {
  readonly client: Pick<Scenario['client'], 'patience' | 'budget' | 'hedge'>;
  readonly groups: readonly Pick<Scenario['groups'][number], 'limits'>[];
  readonly workload: readonly Pick<Scenario['workload'][number], 'fallbacks'>[];
}

/** null totals: nothing has run yet. */
export function totalFigures(totals: RunTotals | null, { client, groups, workload }: CountedScenario): TotalFigure[] {
  const of = (label: string, value: (now: RunTotals) => string, note: (now: RunTotals) => string = () => ''): TotalFigure =>
    totals === null ? { label, value: NOTHING, note: '' } : { label, value: value(totals), note: note(totals) };
  return [
    of('Arrived', ({ requests }) => formatCount(requests.arrived)),
    of(
      'Answered',
      ({ requests }) => formatCount(requests.finished),
      ({ requests: { arrived, inside, finished } }) =>
        arrived === inside ? '' : `${formatPercent(finished / (arrived - inside), 2)} of ended`,
    ),
    of('Refused', ({ requests }) => formatCount(requests.refused), refusalNote),
    of('Failed', ({ requests }) => formatCount(requests.failed)),
    of(
      'Timed out',
      ({ requests }) => formatCount(requests.timedOut),
      ({ abandoned }) => (client.patience === null ? '' : `${formatCount(abandoned)} gave up waiting`),
    ),
    of('Under way', ({ requests }) => formatCount(requests.inside)),
    of(
      'Waited on a node',
      ({ wait }) => formatPercent(wait.waitedFraction),
      ({ wait }) => (wait.meanMs === null ? '' : `${formatMs(wait.meanMs)} on average`),
    ),
    ...(groups.every(({ limits }) => limits === null)
      ? []
      : [
          of(
            'Answered 429',
            ({ outcomes }) => formatCount(outcomes['rate-limited']),
            () => 'attempts',
          ),
        ]),
    ...(workload.every(({ fallbacks }) => fallbacks.length === 0)
      ? []
      : [
          of(
            'Fell back',
            ({ fallbacks }) => formatCount(fallbacks),
            () => 'starts in a next stage',
          ),
        ]),
    ...(client.hedge === null
      ? []
      : [
          of(
            'Further copies',
            ({ hedges }) => formatCount(hedges),
            ({ hedgesWon }) => `${formatCount(hedgesWon)} answered first`,
          ),
        ]),
    ...(client.budget === null
      ? []
      : [
          of(
            'Denied by the budget',
            ({ retriesDenied, hedgesDenied }) => formatCount(retriesDenied + hedgesDenied),
            ({ retriesDenied, hedgesDenied }) =>
              client.hedge === null
                ? plural(retriesDenied, 'retry', 'retries')
                : `${plural(retriesDenied, 'retry', 'retries')}, ${plural(hedgesDenied, 'copy', 'copies')}`,
          ),
        ]),
  ];
}

/** Tries that got no node, by the router's error, most first. */
export function refusalReasons({ refusals }: Pick<RunTotals, 'refusals'>): readonly (readonly [reason: string, tries: number])[] {
  return Object.entries(refusals)
    .filter(([, tries]) => tries > 0)
    .sort(([, a], [, b]) => b - a);
}

function refusalNote(totals: RunTotals): string {
  const reasons = refusalReasons(totals);
  return reasons.map(([reason, tries]) => `${reason} ${formatCount(tries)}×`).join(', ');
}
