'use client';

import { useRouter } from 'next/navigation';

import { amount, differenceText, interval } from '@/lib/experiment/amount';
import type { Difference } from '@/lib/experiment/difference';
import { METRICS, type Metric, type MetricName } from '@/lib/experiment/metrics';
import type { Unit } from '@/lib/experiment/parameters';
import type { Sweep } from '@/lib/experiment/sweep';
import type { Scenario } from '@/lib/scenario/schema';

import { NOTHING, plural } from '@/components/chart/format';
import { Button } from '@/components/control/button';

import { metricTitle } from '../metric-words';
import { NOT_RUN, placeText, stateOf } from './heat-cells';
import { openSettingsInLab } from './open-settings';

interface CellSheetProps {
  readonly sweep: Sweep;
  readonly index: number;
  /** Whether a person has chosen it; the page shows one by itself else. */
  readonly chosen: boolean;
  readonly current: number | null;
  readonly units: readonly Unit[];
  readonly scenario: Scenario;
}

const ALWAYS: readonly MetricName[] = ['p50', 'p99', 'success', 'cost'];

/** The chosen cell: its figures with their intervals, and the way into the lab. */
export function CellSheet({ sweep, index, chosen, current, units, scenario }: CellSheetProps) {
  const router = useRouter();
  const cell = sweep.cells[index]!;
  const names = [...new Set([sweep.metric, ...ALWAYS])];
  const state = stateOf(cell);
  return (
    <section aria-label="Chosen cell" className="border-line mt-3 flex flex-wrap items-start gap-x-8 gap-y-2 border-t pt-3">
      <div className="min-w-0 flex-1">
        <h3 className="text-t3 text-small flex items-center gap-1.5">
          <span aria-hidden="true" className="border-focus size-2.5 border-2" />
          {chosen ? 'Chosen' : shownBecause(sweep, index, current)}
        </h3>
        <p className="font-strong wrap-anywhere">{placeText(sweep.axes, cell, units)}</p>
        {state === 'refused' || state === 'stopped' ? (
          <p className="text-open wrap-anywhere">{cell.refused ?? `A run was ended, because ${cell.stopped ?? ''}`}</p>
        ) : (
          <p className="text-t2">{standingOf(sweep, index)}</p>
        )}
      </div>
      <dl className="order-last grid basis-full grid-cols-[repeat(auto-fill,minmax(150px,1fr))] gap-x-6 gap-y-2">
        {names.map((name) => {
          const { unit } = METRICS[name];
          const found = cell.metrics[name];
          return (
            <div key={name}>
              <dt className="text-t3 text-small">{metricTitle(name)}</dt>
              <dd className="text-title font-strong">{found === null ? NOTHING : amount(found.mean, unit)}</dd>
              <dd className="text-t2 text-small min-h-3.5">
                {found?.low == null || found.high === null ? '' : `95 % interval ${interval(found.low, found.high, unit)}`}
              </dd>
              <dd className="text-t2 text-small min-h-3.5">
                {index === current || cell.differences[name] === null ? (
                  ''
                ) : (
                  <>
                    {'against as it stands '}
                    <Apart metric={name} difference={cell.differences[name]} />
                  </>
                )}
              </dd>
            </div>
          );
        })}
      </dl>
      <Button
        disabled={state === 'refused'}
        onClick={() => {
          if (openSettingsInLab(scenario, cell.settings)) router.push('/');
        }}
      >
        Open in the lab
      </Button>
    </section>
  );
}

/** A difference with its interval; with its side and its worth where it is sure. */
function Apart({ metric, difference }: { readonly metric: MetricName; readonly difference: Difference | null }) {
  const { unit, better }: Metric = METRICS[metric];
  const text = differenceText(difference, unit);
  const side = difference === null ? null : difference.high < 0 ? 'lower' : difference.low > 0 ? 'higher' : null;
  if (side === null) return <span className="whitespace-nowrap">{text}</span>;
  return (
    <span
      className={`whitespace-nowrap ${better === null ? 'text-text' : side === better ? 'text-better' : 'text-worse'}`}
      data-worth={better === null ? undefined : side === better ? 'better' : 'worse'}
    >
      <span aria-hidden="true">{side === 'lower' ? '▼ ' : '▲ '}</span>
      {text}
      {better === null ? null : <span className="sr-only">{side === better ? ', better' : ', worse'}</span>}
    </span>
  );
}

function standingOf({ cells, provisional }: Sweep, index: number): string {
  const { replications, fails, safe } = cells[index]!;
  if (replications === 0) return NOT_RUN;
  const near = fails ? 'it fails' : safe ? 'no cell within two steps fails' : 'a cell within two steps fails';
  return `${plural(replications, 'replication')}; ${near}${provisional ? ' so far' : ''}`;
}

/** Of a cell that nobody has chosen. */
function shownBecause({ best, bestSafe, provisional }: Sweep, index: number, current: number | null): string {
  const far = provisional ? ' so far' : '';
  if (index === bestSafe) return `Best safe cell${far}`;
  if (index === best) return `Best cell${far}`;
  return index === current ? 'The scenario as it stands' : 'First cell';
}
