'use client';

import type { BreakerSettings } from '@/lib/scenario/schema';

import { NumberRow } from '@/components/control/number-field';
import { SelectRow } from '@/components/control/select';
import { SwitchRow } from '@/components/control/switch';

import { editBreaker } from './breaker-edits';
import { growthSentence } from './breaker-words';
import { Note, NumberSetting, SelectSetting } from './setting';

type Growth = NonNullable<BreakerSettings['growth']>;

const KINDS = [
  { value: 'exponential', label: 'by a factor', note: 'Each trip in a row multiplies the time.' },
  { value: 'linear', label: 'in steps', note: 'Each trip adds the open time, times the factor.' },
] as const;
const AFTER = [
  { value: 'half-open', label: 'Half-open', note: 'A few requests try the node first.' },
  { value: 'closed', label: 'Closed', note: 'Its full share again, without a trial.' },
] as const;
const USUAL_GROWTH: Growth = { kind: 'exponential', factor: 2, capMs: 300_000, jitterFraction: 0, calmMs: null };

/** How long a breaker stays open, and what it becomes then. */
export function OpenTimeRules({ rules }: { readonly rules: BreakerSettings }) {
  const { openMs, growth, afterOpen } = rules;
  return (
    <>
      <NumberRow
        label="Open for"
        path="breaker.openMs"
        value={openMs}
        scale={1_000}
        unit="s"
        onCommit={(ms) => editBreaker({ openMs: ms ?? 0 })}
      />
      <SelectRow
        label="Then it is"
        value={afterOpen}
        options={AFTER}
        onChange={(next) => editBreaker({ afterOpen: next })}
        className="w-[116px]"
      />
      <SwitchRow
        label="Longer at every trip in a row"
        on={growth !== null}
        onChange={(on) => editBreaker({ growth: on ? USUAL_GROWTH : null })}
      />
      {growth === null ? null : (
        <>
          <SelectSetting label="Grows" path="breaker.growth.kind" value={growth.kind} options={KINDS} className="w-[116px]" />
          <NumberSetting label="Factor" path="breaker.growth.factor" value={growth.factor} unit="×" />
          <NumberSetting label="At most" path="breaker.growth.capMs" value={growth.capMs} scale={1_000} unit="s" />
          <NumberSetting
            label="Random share on top"
            path="breaker.growth.jitterFraction"
            value={growth.jitterFraction}
            scale={0.01}
            unit="%"
          />
          {afterOpen === 'closed' ? (
            <NumberSetting label="One less per calm" path="breaker.growth.calmMs" value={growth.calmMs} scale={1_000} unit="s" />
          ) : (
            <NumberSetting
              label="One less per calm"
              path="breaker.growth.calmMs"
              value={growth.calmMs}
              scale={1_000}
              unit="s"
              empty="at a close"
              className="w-[88px]"
            />
          )}
          <Note>
            {growthSentence(rules)}{' '}
            {growth.calmMs === null ? 'A close starts anew.' : 'While closed, each calm time takes one trip off the count.'}
          </Note>
        </>
      )}
    </>
  );
}
