'use client';

import { SETTINGS } from '@/lib/router/settings';

import { formatSpan } from '@/components/chart/format';
import { Section } from '@/components/control/section';

import { useScenario } from './scenario-store';
import { NumberSetting, SwitchSetting } from './setting';

const USUAL = SETTINGS.switchyard;

export function BreakerSection() {
  const breaker = useScenario((state) => state.scenario.breaker);
  const health = useScenario((state) => state.scenario.health);
  return (
    <Section
      name="breaker"
      title="Breaker & health"
      summary={`${breaker.failureThreshold === null ? 'own rules' : `${breaker.failureThreshold} in a row`} · ${formatSpan(breaker.openMs)}`}
    >
      <NumberSetting label="Failures in a row that trip" path="breaker.failureThreshold" value={breaker.failureThreshold} />
      <NumberSetting label="Open for" path="breaker.openMs" value={breaker.openMs} scale={1_000} unit="s" />
      <NumberSetting label="Half-open successes" path="breaker.halfOpenSuccesses" value={breaker.halfOpenSuccesses} />
      <SwitchSetting
        label="Bounded probes"
        path="breaker.probes"
        on={breaker.probes !== null}
        values={[{ ...USUAL.breaker.probes }, null]}
        {...(breaker.probes === null ? { note: 'Half-open admits everyone, at the node’s score.' } : {})}
      />
      {breaker.probes === null ? null : (
        <>
          <NumberSetting label="Probes at once" path="breaker.probes.max" value={breaker.probes.max} />
          <NumberSetting
            label="Lease of a probe"
            path="breaker.probes.leaseMs"
            value={breaker.probes.leaseMs}
            scale={1_000}
            unit="s"
          />
        </>
      )}
      <SwitchSetting label="Ignore late results" path="breaker.ignoreLate" on={breaker.ignoreLate} />
      <SwitchSetting label="A close makes the node healthy" path="breaker.resetHealthOnClose" on={breaker.resetHealthOnClose} />
      <h3 className="text-t3 text-small pt-1.5">Health record</h3>
      <NumberSetting label="Failures in a row to down" path="health.failureThreshold" value={health.failureThreshold} />
      <NumberSetting label="Successes in a row to healthy" path="health.recoveryThreshold" value={health.recoveryThreshold} />
      <NumberSetting label="Degraded above" path="health.degradedLatencyMs" value={health.degradedLatencyMs} unit="ms" />
      <SwitchSetting
        label="Active health probes"
        path="health.probes"
        on={health.probes !== null}
        values={[{ ...USUAL.health.probes }, null]}
      />
      {health.probes === null ? null : (
        <>
          <NumberSetting label="Probe every" path="health.probes.intervalMs" value={health.probes.intervalMs} unit="ms" />
          <NumberSetting label="Probe time-out" path="health.probes.timeoutMs" value={health.probes.timeoutMs} unit="ms" />
        </>
      )}
      <SwitchSetting
        label="Warm records"
        path="health.warmLatencyMs"
        on={health.warmLatencyMs !== null}
        values={[USUAL.health.warmLatencyMs, null]}
        {...(health.warmLatencyMs === null ? { note: 'Records start unknown, at 0 ms.' } : {})}
      />
      {health.warmLatencyMs === null ? null : (
        <NumberSetting label="Start at" path="health.warmLatencyMs" value={health.warmLatencyMs} unit="ms" />
      )}
    </Section>
  );
}
