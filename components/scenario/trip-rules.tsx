'use client';

import type { BreakerSettings } from '@/lib/scenario/schema';

import { NumberRow } from '@/components/control/number-field';
import { SelectRow } from '@/components/control/select';
import { SwitchRow } from '@/components/control/switch';

import { editBreaker } from './breaker-edits';
import { NumberSetting } from './setting';

type Rate = NonNullable<BreakerSettings['rate']>;

const WINDOWS = [
  { value: 'count', label: 'The last calls', note: 'However long ago they were.' },
  { value: 'time', label: 'The last seconds', note: 'In ten slices, so a tenth early.' },
] as const;
const USUAL_WINDOWS = { count: { kind: 'count', calls: 100 }, time: { kind: 'time', ms: 10_000 } } as const;
const USUAL_RATE: Rate = {
  window: USUAL_WINDOWS.time,
  minimumCalls: 20,
  failureFraction: 0.5,
  slow: null,
  slowFirstToken: null,
};
const USUAL_SLOW = { ms: 1_000, fraction: 0.5 } as const;

/** What opens a closed breaker: failures in a row, and shares over its latest calls. */
export function TripRules({ rules }: { readonly rules: BreakerSettings }) {
  const { failureThreshold, rate } = rules;
  return (
    <>
      <NumberSetting label="Failures in a row" path="breaker.failureThreshold" value={failureThreshold} empty="off" />
      <SwitchRow
        label="Shares of recent calls"
        on={rate !== null}
        onChange={(on) => editBreaker({ rate: on ? USUAL_RATE : null })}
        note="Failures, and calls that take too long. Whichever rule is met first opens the breaker."
      />
      {rate === null ? null : <RateRules rate={rate} />}
    </>
  );
}

function RateRules({ rate }: { readonly rate: Rate }) {
  const { window, minimumCalls, failureFraction, slow } = rate;
  const put = (part: Partial<Rate>) => editBreaker({ rate: { ...rate, ...part } });
  return (
    <>
      <SelectRow
        label="Over"
        value={window.kind}
        options={WINDOWS}
        onChange={(kind) => put({ window: USUAL_WINDOWS[kind] })}
        className="w-[132px]"
      />
      {window.kind === 'count' ? (
        <NumberRow
          label="Calls it looks at"
          path="breaker.rate.window.calls"
          value={window.calls}
          onCommit={(calls) => put({ window: { kind: 'count', calls: calls ?? 0 } })}
        />
      ) : (
        <NumberSetting label="Time it looks at" path="breaker.rate.window.ms" value={window.ms} scale={1_000} unit="s" />
      )}
      <NumberSetting label="Not judged before" path="breaker.rate.minimumCalls" value={minimumCalls} unit="calls" />
      <NumberRow
        label="Opens at failures of"
        path="breaker.rate.failureFraction"
        value={failureFraction}
        scale={0.01}
        unit="%"
        empty="off"
        onCommit={(fraction) => put({ failureFraction: fraction })}
      />
      <SwitchRow label="Slow calls count too" on={slow !== null} onChange={(on) => put({ slow: on ? USUAL_SLOW : null })} />
      {slow === null ? null : (
        <>
          <NumberSetting label="Slow is longer than" path="breaker.rate.slow.ms" value={slow.ms} scale={1_000} unit="s" />
          <NumberSetting
            label="Opens at slow calls of"
            path="breaker.rate.slow.fraction"
            value={slow.fraction}
            scale={0.01}
            unit="%"
          />
        </>
      )}
      <SwitchRow
        label="Slow first tokens"
        on={rate.slowFirstToken !== null}
        disabled
        onChange={() => {}}
        note="Slots nodes give an answer whole, so nothing tells when its first token came."
      />
    </>
  );
}
