'use client';

import { useState } from 'react';

import type { ReceiptCandidate } from '@/lib/router/decision';

import { formatCount } from '@/components/chart/format';
import { Button } from '@/components/control/button';

import { lookOf, measured, scaleOf, segmentsOf, stacked, type Scale } from './contributions';
import { scoreText, weightText } from './decision-words';

const SHOWN = 12;

interface CandidateBarsProps {
  /** Best total first. */
  readonly candidates: readonly ReceiptCandidate[];
  /** Deployment that was chosen; -1 when none was. */
  readonly chosen: number;
}

/** One stacked bar per candidate. A row opens to show the measured values behind it. */
export function CandidateBars({ candidates, chosen }: CandidateBarsProps) {
  const [all, setAll] = useState(false);
  const [opened, setOpened] = useState<number | null>(null);
  const scale = scaleOf(candidates);
  const kept = all ? candidates : shownOf(candidates, chosen);
  const kinds = stacked(candidates[0]?.terms ?? []).map(({ policy }) => policy);
  return (
    <>
      <ul aria-label="Colours" className="text-t2 text-small flex flex-wrap gap-x-3 gap-y-0.5 py-1.5">
        {[...new Set(kinds)].map((policy) => (
          <li key={policy} className="flex items-center gap-1.5">
            <span aria-hidden="true" className="size-2 rounded-[2px]" style={{ background: lookOf(policy).colour }} />
            {lookOf(policy).name}
          </li>
        ))}
      </ul>
      <ul>
        {kept.map((candidate) => (
          <Row
            key={candidate.deployment}
            candidate={candidate}
            scale={scale}
            chosen={candidate.deployment === chosen}
            open={candidate.deployment === opened}
            toggle={() => setOpened(candidate.deployment === opened ? null : candidate.deployment)}
          />
        ))}
      </ul>
      {candidates.length > SHOWN ? (
        <Button kind="plain" className="-ml-2.5" aria-expanded={all} onClick={() => setAll(!all)}>
          {all ? 'Show fewer' : `Show ${formatCount(candidates.length - kept.length)} more`}
        </Button>
      ) : null}
    </>
  );
}

/** The best ones, and the chosen one wherever it stands. */
function shownOf(candidates: readonly ReceiptCandidate[], chosen: number): readonly ReceiptCandidate[] {
  const first = candidates.slice(0, SHOWN);
  const one = candidates.find(({ deployment }) => deployment === chosen);
  return one === undefined || first.includes(one) ? first : [...first.slice(0, -1), one];
}

interface RowProps {
  readonly candidate: ReceiptCandidate;
  readonly scale: Scale;
  readonly chosen: boolean;
  readonly open: boolean;
  readonly toggle: () => void;
}

function Row({ candidate, scale, chosen, open, toggle }: RowProps) {
  const { node, terms, total, standing } = candidate;
  return (
    <li>
      <button
        type="button"
        aria-expanded={open}
        aria-label={`${node}${chosen ? ', chosen' : ''}, total ${scoreText(total)}${standing === 'probe' ? ', probe' : ''}`}
        onClick={toggle}
        className={`text-small grid h-[18.5px] w-full grid-cols-[96px_1fr_46px] items-center gap-2 rounded-[2px] text-left -outline-offset-1 hover:bg-raised pointer-coarse:h-11 ${chosen ? 'text-text font-strong' : 'text-t2'}`}
      >
        <span className="truncate font-mono">{node}</span>
        <span className="relative h-2.5">
          {segmentsOf(terms, scale).map((segment, index) => (
            <span
              key={index}
              className="border-bg absolute inset-y-0 border-r"
              style={{ left: `${segment.left}%`, width: `${segment.width}%`, background: segment.colour }}
            />
          ))}
        </span>
        <span className="text-right tabular-nums">{scoreText(total)}</span>
      </button>
      {open ? <Terms candidate={candidate} /> : null}
    </li>
  );
}

function Terms({ candidate }: { readonly candidate: ReceiptCandidate }) {
  return (
    <table className="text-small text-t2 bg-raised my-1 w-full rounded-input">
      <caption className="sr-only">Terms of {candidate.node}</caption>
      <thead>
        <tr className="text-t3 text-right">
          <th scope="col" className="px-2 text-left font-normal">
            policy
          </th>
          <th scope="col" className="text-left font-normal">
            measured
          </th>
          <th scope="col" className="font-normal">
            score
          </th>
          <th scope="col" className="px-1.5 font-normal">
            weight
          </th>
          <th scope="col" className="pr-2 font-normal">
            adds
          </th>
        </tr>
      </thead>
      <tbody>
        {stacked(candidate.terms).map((term, index) => (
          <tr key={index} className="text-right align-top">
            <th scope="row" className="px-2 text-left font-normal">
              {term.policy}
            </th>
            <td className="text-left">{measured(term)}</td>
            <td className="pl-1.5">{term.normalised === null ? '–' : scoreText(term.normalised)}</td>
            <td className="px-1.5">{term.weight === null ? '–' : weightText(term.weight)}</td>
            <td className="text-text pr-2">{scoreText(term.contribution)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
