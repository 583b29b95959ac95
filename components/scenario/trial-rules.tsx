'use client';

import { SETTINGS } from '@/lib/router/settings';
import type { BreakerSettings } from '@/lib/scenario/schema';

import { SelectRow } from '@/components/control/select';

import { editBreaker } from './breaker-edits';
import { Note, NumberSetting, SwitchSetting } from './setting';

const USUAL_CALLS = 10;

/** What a half-open breaker admits, and what closes it or opens it again. */
export function TrialRules({ rules }: { readonly rules: BreakerSettings }) {
  const { afterOpen, rate, halfOpenSuccesses, halfOpenCalls, probes } = rules;
  if (afterOpen === 'closed') return <Note>There is no trial: when its open time is over, the breaker closes.</Note>;
  return (
    <>
      <SelectRow
        label="Judged by"
        value={halfOpenCalls === null ? 'successes' : 'calls'}
        options={[
          { value: 'successes', label: 'Successes', note: 'In a row; one failure opens it again.' },
          {
            value: 'calls',
            label: 'Shares of its calls',
            note: rate === null ? 'Needs shares of recent calls, under “Opens at”.' : 'By the limits of “Opens at”.',
            disabled: rate === null,
          },
        ]}
        onChange={(by) => editBreaker({ halfOpenCalls: by === 'calls' ? USUAL_CALLS : null })}
        className="w-[140px]"
      />
      {halfOpenCalls === null ? (
        <NumberSetting label="Successes that close" path="breaker.halfOpenSuccesses" value={halfOpenSuccesses} />
      ) : (
        <NumberSetting label="Calls to judge by" path="breaker.halfOpenCalls" value={halfOpenCalls} />
      )}
      <SwitchSetting
        label="Bounded probes"
        path="breaker.probes"
        on={probes !== null}
        values={[{ ...SETTINGS.switchyard.breaker.probes }, null]}
        {...(probes === null ? { note: 'Half-open admits everyone, at the node’s score.' } : {})}
      />
      {probes === null ? null : (
        <>
          <NumberSetting label="Probes at once" path="breaker.probes.max" value={probes.max} />
          <NumberSetting
            label="Lease of a probe"
            path="breaker.probes.leaseMs"
            value={probes.leaseMs}
            scale={1_000}
            unit="s"
            empty="its end"
          />
        </>
      )}
    </>
  );
}
