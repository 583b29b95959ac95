'use client';

import type { ClientSettings } from '@/lib/scenario/schema';

import { formatSpan } from '@/components/chart/format';
import { Section } from '@/components/control/section';
import { SelectRow } from '@/components/control/select';

import { useScenario } from './scenario-store';
import { editAt, NumberSetting, SelectSetting } from './setting';

const BACKOFFS = [
  { value: 'none', label: 'none' },
  { value: 'fixed', label: 'fixed' },
  { value: 'linear', label: 'per attempt made' },
  { value: 'exponential', label: 'exponential' },
  { value: 'decorrelated', label: 'decorrelated' },
] as const;
const CANCELS = [
  { value: 'never', label: 'nothing', note: 'The node works on, for nobody.' },
  { value: 'queued', label: 'what still waits', note: 'Work in service runs to its end.' },
  { value: 'always', label: 'work in service too', note: 'The slot is free at once.' },
] as const;
const USUAL_BACKOFF_MS = 100;

export function ClientSection() {
  const { client } = useScenario((state) => state.scenario);
  const { backoff } = client;
  return (
    <Section name="client" title="Client" summary={`${formatSpan(client.timeoutMs)} · ${client.retries} retries`}>
      <NumberSetting label="Time-out of an attempt" path="client.timeoutMs" value={client.timeoutMs} scale={1_000} unit="s" />
      <NumberSetting label="Retries" path="client.retries" value={client.retries} />
      <SelectRow
        label="Back-off"
        value={backoff.kind}
        options={BACKOFFS}
        onChange={(kind) => editAt('client.backoff', backoffOf(kind, backoff))}
        className="w-[132px]"
      />
      {backoff.kind === 'none' ? null : (
        <NumberSetting
          label={backoff.kind === 'linear' ? 'Back-off per attempt' : 'Back-off time'}
          path="client.backoff.ms"
          value={backoff.ms}
          unit="ms"
        />
      )}
      <SelectSetting
        label="A time-out cancels"
        path="client.cancel"
        value={client.cancel}
        options={CANCELS}
        className="w-[140px]"
      />
    </Section>
  );
}

function backoffOf(kind: ClientSettings['backoff']['kind'], now: ClientSettings['backoff']): ClientSettings['backoff'] {
  const ms = now.kind === 'none' ? USUAL_BACKOFF_MS : now.ms;
  switch (kind) {
    case 'none':
      return { kind };
    case 'fixed':
    case 'linear':
      return { kind, ms };
    case 'exponential':
      return { kind, ms, factor: 2, capMs: 10_000, jitter: 'full' };
    case 'decorrelated':
      return { kind, ms, capMs: 10_000 };
  }
}
