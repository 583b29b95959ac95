'use client';

import { useRouter } from 'next/navigation';

import { amount, differenceText, interval } from '@/lib/experiment/amount';
import { METRICS, type MetricName } from '@/lib/experiment/metrics';
import type { Unit } from '@/lib/experiment/parameters';
import type { Cell, Sweep } from '@/lib/experiment/sweep';
import type { Scenario } from '@/lib/scenario/schema';

import { NOTHING } from '@/components/chart/format';
import { Button } from '@/components/control/button';

import { metricTitle } from '../metric-words';
import { placeText, stateOf } from './heat-cells';
import { openSettingsInLab } from './open-settings';

interface CellSheetProps {
  readonly sweep: Sweep;
  readonly cell: Cell;
  readonly units: readonly Unit[];
  readonly scenario: Scenario;
}

const ALWAYS: readonly MetricName[] = ['p50', 'p99', 'success', 'cost'];

/** The chosen cell: its figures with their intervals, and the way into the lab. */
export function CellSheet({ sweep, cell, units, scenario }: CellSheetProps) {
  const router = useRouter();
  const names = [...new Set([sweep.metric, ...ALWAYS])];
  const state = stateOf(cell);
  return (
    <section aria-label="Chosen cell" className="border-line mt-3 flex flex-wrap items-start gap-x-8 gap-y-2 border-t pt-3">
      <div className="min-w-0 flex-1">
        <h3 className="text-t3 text-small">Chosen</h3>
        <p className="font-strong wrap-anywhere">{placeText(sweep.axes, cell, units)}</p>
        {state === 'refused' || state === 'stopped' ? (
          <p className="text-open wrap-anywhere">{cell.refused ?? `A run was ended, because ${cell.stopped ?? ''}`}</p>
        ) : (
          <p className="text-t2">
            {cell.replications === 1 ? '1 replication' : `${cell.replications} replications`}
            {cell.fails ? '; it fails' : cell.safe ? '; no cell within two steps fails' : '; a cell within two steps fails'}
          </p>
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
              <dd className="text-t2 text-small">
                {found?.low == null || found.high === null ? '' : `95 % interval ${interval(found.low, found.high, unit)}`}
              </dd>
              {name !== sweep.metric ? null : (
                <dd className="text-t2 text-small">{`as it stands: ${differenceText(cell.difference, unit)}`}</dd>
              )}
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
