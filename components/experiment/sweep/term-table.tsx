'use client';

import { useMemo } from 'react';

import { termSpreads } from '@/lib/experiment/term-spread';
import type { Scenario } from '@/lib/scenario/schema';

import { formatPercent, NOTHING } from '@/components/chart/format';

const DECISIONS = 120;

/** What each term of the score does for this traffic: how often it tells candidates apart, and how much of all that does. */
export function TermTable({ scenario }: { readonly scenario: Scenario }) {
  const { terms, decisions, correlations } = useMemo(() => termSpreads(scenario, DECISIONS), [scenario]);
  return (
    <div className="pt-3">
      <p className="text-t3 text-small pb-1">
        Terms of the score, read off {decisions} decisions spread over one run. A term that is equal on all candidates cannot
        change a choice, whatever its weight.
      </p>
      <div className="relative overflow-x-auto" tabIndex={0} role="region" aria-label="Terms of the score">
        <table className="w-full border-collapse text-right whitespace-nowrap">
          <caption className="sr-only">Terms of the score</caption>
          <thead>
            <tr className="text-t2">
              {['Policy', 'Weight', 'Effective weight', 'Tells candidates apart', 'Goes with'].map((name, i) => (
                <th key={name} scope="col" className={`pb-1 font-normal ${i === 0 ? 'text-left' : 'pl-5'}`}>
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {terms.map(({ policy, weight, effectiveWeight, differsIn }, t) => (
              <tr key={t} className="border-line h-7 border-t">
                <th scope="row" className="text-left font-normal">
                  {policy}
                </th>
                <td className="pl-5">{weight ?? NOTHING}</td>
                <td className="pl-5">{formatPercent(effectiveWeight)}</td>
                <td className="pl-5">{differsIn === 0 ? 'never: equal on all' : `in ${formatPercent(differsIn)}`}</td>
                <td className="text-t2 pl-5">{closest(terms, correlations[t]!, t)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </div>
  );
}

/** The other term that it is most correlated with, either way. */
function closest(terms: readonly { readonly policy: string }[], row: readonly (number | null)[], own: number): string {
  let best = -1;
  row.forEach((value, t) => {
    if (t === own || value === null) return;
    if (best === -1 || Math.abs(value) > Math.abs(row[best]!)) best = t;
  });
  return best === -1 ? NOTHING : `${terms[best]!.policy}, correlation ${row[best]!.toFixed(2).replace('-', '\u2212')}`;
}
