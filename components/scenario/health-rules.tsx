'use client';

import { SETTINGS } from '@/lib/router/settings';
import type { Scenario } from '@/lib/scenario/schema';

import { NumberSetting, SwitchSetting } from './setting';

const USUAL = SETTINGS.switchyard.health;

export function HealthRules({ health }: { readonly health: Scenario['health'] }) {
  return (
    <>
      <NumberSetting label="Failures in a row to down" path="health.failureThreshold" value={health.failureThreshold} />
      <NumberSetting label="Successes in a row to healthy" path="health.recoveryThreshold" value={health.recoveryThreshold} />
      <NumberSetting label="Degraded above" path="health.degradedLatencyMs" value={health.degradedLatencyMs} unit="ms" />
      <SwitchSetting
        label="Active health probes"
        path="health.probes"
        on={health.probes !== null}
        values={[{ ...USUAL.probes }, null]}
      />
      {health.probes === null ? null : (
        <>
          <NumberSetting label="Probe every" path="health.probes.intervalMs" value={health.probes.intervalMs} unit="ms" />
          <NumberSetting label="Probe time-out" path="health.probes.timeoutMs" value={health.probes.timeoutMs} unit="ms" />
          <NumberSetting
            label="Failed probes to down"
            path="health.probes.failureThreshold"
            value={health.probes.failureThreshold}
            empty="as requests"
          />
          <NumberSetting
            label="Passed probes to healthy"
            path="health.probes.recoveryThreshold"
            value={health.probes.recoveryThreshold}
            empty="as requests"
          />
        </>
      )}
      <NumberSetting label="Answers that p50 and p99 are over" path="health.quantileSamples" value={health.quantileSamples} />
      <SwitchSetting
        label="Warm records"
        path="health.warmLatencyMs"
        on={health.warmLatencyMs !== null}
        values={[USUAL.warmLatencyMs, null]}
        {...(health.warmLatencyMs === null ? { note: 'Records start unknown, at 0 ms.' } : {})}
      />
      {health.warmLatencyMs === null ? null : (
        <NumberSetting label="Start at" path="health.warmLatencyMs" value={health.warmLatencyMs} unit="ms" />
      )}
    </>
  );
}

/** `down at 3, probed every 1 s`. */
export function healthSummary({ failureThreshold, probes }: Scenario['health']): string {
  return `down at ${failureThreshold}${probes === null ? ', not probed' : ', probed'}`;
}
