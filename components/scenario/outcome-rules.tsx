'use client';

import type { BreakerSettings } from '@/lib/scenario/schema';

import { BAD_OUTCOMES, OUTCOME_NAMES, type Verdict } from './outcome-words';
import { Note, SelectSetting, SwitchSetting } from './setting';

const VERDICTS: readonly { readonly value: Verdict; readonly label: string; readonly note: string }[] = [
  { value: 'failure', label: 'failure', note: 'Counts towards opening.' },
  { value: 'success', label: 'success', note: 'Counts against opening.' },
  { value: 'ignored', label: 'ignored', note: 'Changes nothing.' },
  { value: 'trip', label: 'opens', note: 'Opens the breaker at once.' },
];

/** What each way to end means to the breaker, and which results it hears of at all. */
export function OutcomeRules({ rules }: { readonly rules: BreakerSettings }) {
  return (
    <>
      <div role="group" aria-label="What each outcome means to the breaker">
        <div aria-hidden="true" className="text-t3 text-small flex justify-between">
          <span>Outcome of an attempt</span>
          <span className="w-[88px]">counts as</span>
        </div>
        {BAD_OUTCOMES.map((outcome) => (
          <SelectSetting
            key={outcome}
            label={OUTCOME_NAMES[outcome]}
            path={`breaker.outcomes.${outcome}`}
            value={rules.outcomes[outcome]}
            options={VERDICTS}
            className="w-[88px]"
          />
        ))}
      </div>
      <Note>An answer is a success. Slots nodes answer whole, so the last two do not happen on them.</Note>
      <SwitchSetting
        label="Ignore late results"
        path="breaker.ignoreLate"
        on={rules.ignoreLate}
        note="Of attempts that began before the trip."
      />
      <SwitchSetting
        label="Open, it hears results"
        path="breaker.hearsWhileOpen"
        on={rules.hearsWhileOpen}
        note="A success closes it, a failure prolongs its open time."
      />
      <SwitchSetting label="A close makes the node healthy" path="breaker.resetHealthOnClose" on={rules.resetHealthOnClose} />
    </>
  );
}
