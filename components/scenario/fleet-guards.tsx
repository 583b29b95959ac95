'use client';

import type { BreakerSettings } from '@/lib/scenario/schema';

import { SwitchRow } from '@/components/control/switch';

import { editBreaker } from './breaker-edits';
import { NumberSetting, SwitchSetting } from './setting';

type Guards = NonNullable<BreakerSettings['ejection']>;

/** To start with: half of the fleet stays, and nothing else changes. */
const USUAL_GUARDS: Guards = {
  maxEjectedFraction: 0.5,
  alwaysOne: false,
  panicFraction: 0,
  sweepMs: null,
  successRate: null,
  failureShare: null,
};
const USUAL_SWEEP_MS = 10_000;
const USUAL_SUCCESS_RATE = { minimumNodes: 5, minimumCalls: 100, deviations: 1.9 } as const;
const USUAL_FAILURE_SHARE = { minimumNodes: 5, minimumCalls: 50, fraction: 0.85 } as const;

/** What looks at all nodes together. A node is ejected while its breaker is not closed. */
export function FleetGuards({ rules }: { readonly rules: BreakerSettings }) {
  const { ejection } = rules;
  return (
    <>
      <SwitchRow
        label="Guards of the fleet"
        on={ejection !== null}
        onChange={(on) => editBreaker({ ejection: on ? USUAL_GUARDS : null })}
        note={ejection === null ? 'Each breaker for itself: all nodes may be ejected at once.' : undefined}
      />
      {ejection === null ? null : <GuardRows guards={ejection} />}
    </>
  );
}

function GuardRows({ guards }: { readonly guards: Guards }) {
  const { maxEjectedFraction, alwaysOne, panicFraction, sweepMs } = guards;
  const at = 'breaker.ejection';
  return (
    <>
      <NumberSetting
        label="Most nodes ejected"
        path={`${at}.maxEjectedFraction`}
        value={maxEjectedFraction}
        scale={0.01}
        unit="%"
      />
      <SwitchSetting label="One may be, whatever the share" path={`${at}.alwaysOne`} on={alwaysOne} />
      <NumberSetting
        label="Panic below, of nodes left"
        path={`${at}.panicFraction`}
        value={panicFraction}
        scale={0.01}
        unit="%"
      />
      {panicFraction === 0 ? null : (
        <p className="text-t3 text-small pb-1">In panic, requests pass whatever breakers and health say.</p>
      )}
      <SwitchRow
        label="Sweeps"
        on={sweepMs !== null}
        onChange={(on) => editBreaker({ ejection: { ...guards, sweepMs: on ? USUAL_SWEEP_MS : null } })}
        note={
          sweepMs === null
            ? 'Without sweeps nodes are not compared with each other.'
            : 'Open breakers move at sweeps only, and nodes are compared then.'
        }
      />
      {sweepMs === null ? null : (
        <>
          <NumberSetting label="Sweep every" path={`${at}.sweepMs`} value={sweepMs} scale={1_000} unit="s" />
          <Comparisons guards={guards} />
        </>
      )}
    </>
  );
}

function Comparisons({ guards: { successRate, failureShare } }: { readonly guards: Guards }) {
  const at = 'breaker.ejection';
  return (
    <>
      <SwitchSetting
        label="Eject by success rate"
        path={`${at}.successRate`}
        on={successRate !== null}
        values={[USUAL_SUCCESS_RATE, null]}
      />
      {successRate === null ? null : (
        <>
          <NumberSetting
            label="Deviations below the mean"
            path={`${at}.successRate.deviations`}
            value={successRate.deviations}
            unit="σ"
          />
          <Enough at={`${at}.successRate`} rule={successRate} />
        </>
      )}
      <SwitchSetting
        label="Eject by failure share"
        path={`${at}.failureShare`}
        on={failureShare !== null}
        values={[USUAL_FAILURE_SHARE, null]}
      />
      {failureShare === null ? null : (
        <>
          <NumberSetting
            label="Failures of its calls"
            path={`${at}.failureShare.fraction`}
            value={failureShare.fraction}
            scale={0.01}
            unit="%"
          />
          <Enough at={`${at}.failureShare`} rule={failureShare} />
        </>
      )}
    </>
  );
}

interface EnoughProps {
  readonly at: string;
  readonly rule: { readonly minimumNodes: number; readonly minimumCalls: number };
}

/** How much it takes before nodes are compared. */
function Enough({ at, rule }: EnoughProps) {
  return (
    <>
      <NumberSetting label="Calls a node needs" path={`${at}.minimumCalls`} value={rule.minimumCalls} />
      <NumberSetting label="Nodes with so many calls" path={`${at}.minimumNodes`} value={rule.minimumNodes} />
    </>
  );
}
