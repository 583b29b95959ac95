'use client';

import type { Scenario } from '@/lib/scenario/schema';

import { SelectRow } from '@/components/control/select';

import { JITTER_NAMES } from './engine-words';
import { useScenario } from './scenario-store';
import { editAt, NumberSetting } from './setting';

type Jitter = Scenario['network']['jitter'];

const KINDS = [
  { value: 'none', label: 'None', note: 'Each way takes half of the round trip.' },
  { value: 'uniform', label: JITTER_NAMES.uniform, note: 'Each way that, plus or minus a share.' },
  { value: 'exponential', label: JITTER_NAMES.exponential, note: 'Each way that, and a random time on top.' },
] as const;
type Kind = (typeof KINDS)[number]['value'];

/** To start with. */
const USUAL = {
  none: null,
  uniform: { kind: 'uniform', fraction: 0.2 },
  exponential: { kind: 'exponential', meanMs: 5 },
} as const satisfies Readonly<Record<Kind, Jitter>>;

/** How the time that a request or an answer is under way varies. */
export function JitterRows() {
  const jitter = useScenario((state) => state.scenario.network.jitter);
  return (
    <>
      <SelectRow
        label="Jitter"
        value={jitter?.kind ?? 'none'}
        options={KINDS}
        onChange={(kind) => editAt('network.jitter', USUAL[kind])}
      />
      {jitter?.kind === 'uniform' ? (
        <NumberSetting
          label="Each way, plus or minus at most"
          path="network.jitter.fraction"
          value={jitter.fraction}
          scale={0.01}
          unit="%"
        />
      ) : null}
      {jitter?.kind === 'exponential' ? (
        <NumberSetting label="Each way on top, on average" path="network.jitter.meanMs" value={jitter.meanMs} unit="ms" />
      ) : null}
    </>
  );
}
