'use client';

import { useId, useState } from 'react';

import { removeAt, setAt } from '@/lib/scenario/edit';
import type { Scenario } from '@/lib/scenario/schema';

import { NumberField } from '@/components/control/number-field';
import { ProblemText } from '@/components/control/problem-text';
import { edit } from '@/components/run/lab';

import { useScenario } from './scenario-store';

/** Position of an unordered pair in the document's list; -1 when it has none of its own. */
function pairAt(roundTrips: Scenario['network']['roundTrips'], a: string, b: string): number {
  return roundTrips.findIndex(({ from, to }) => (from === a && to === b) || (from === b && to === a));
}

/** Every pair of regions once: rows and columns in the scenario's order, the lower half filled. */
export function RoundTrips() {
  const { regions, network } = useScenario((state) => state.scenario);
  const [typed, setTyped] = useState<string | null>(null);
  const problemId = useId();
  const ids = regions.map(({ id }) => id);
  return (
    <div className="overflow-x-auto pb-1">
      <table className="text-body">
        <caption className="sr-only">Round trip in ms from the region of the row to the region of the column</caption>
        <thead>
          <tr className="text-t3 text-small">
            <td />
            {ids.slice(0, -1).map((id) => (
              <th key={id} scope="col" className="min-w-20 px-1 text-right font-normal">
                {id}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {ids.slice(1).map((row, r) => (
            <tr key={row} className="h-6">
              <th scope="row" className="text-t2 pr-3 text-left font-normal whitespace-nowrap">
                {row}
              </th>
              {ids.slice(0, r + 1).map((column) => (
                <td key={column} className="px-1 text-right">
                  <RoundTrip from={row} to={column} roundTrips={network.roundTrips} problemId={problemId} onProblem={setTyped} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <ProblemText id={problemId} sentence={typed} />
    </div>
  );
}

interface RoundTripProps {
  readonly from: string;
  readonly to: string;
  readonly roundTrips: Scenario['network']['roundTrips'];
  readonly problemId: string;
  readonly onProblem: (sentence: string | null) => void;
}

function RoundTrip({ from, to, roundTrips, problemId, onProblem }: RoundTripProps) {
  const index = pairAt(roundTrips, from, to);
  const path = index < 0 ? `network.roundTrips[${roundTrips.length}]` : `network.roundTrips[${index}]`;
  return (
    <NumberField
      label={`Round trip ${from} to ${to}`}
      value={roundTrips[index]?.ms ?? null}
      empty="other"
      unit="ms"
      path={`${path}.ms`}
      problemId={problemId}
      onProblem={onProblem}
      className="w-[76px]"
      onCommit={(ms) =>
        edit((scenario) => {
          if (ms === null) return removeAt(scenario, path);
          return index < 0 ? setAt(scenario, path, { from, to, ms }) : setAt(scenario, `${path}.ms`, ms);
        })
      }
    />
  );
}
