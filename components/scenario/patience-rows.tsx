'use client';

import type { ClientSettings } from '@/lib/scenario/schema';

import { SelectRow } from '@/components/control/select';

import { editAt, Note, NumberSetting } from './setting';

type Patience = ClientSettings['patience'];

const KINDS = [
  { value: 'timeout', label: 'at the time-out', note: 'Whether it waits or is served.' },
  { value: 'constant', label: 'after a set time', note: 'All clients wait equally long.' },
  { value: 'exponential', label: 'after a random time', note: 'Drawn for each request (exponential).' },
] as const;
const USUAL_MS = 500;

/** How long clients wait for their service to begin. */
export function PatienceRows({ patience }: { readonly patience: Patience }) {
  return (
    <>
      <SelectRow
        label="Gives up waiting"
        value={patience?.kind ?? 'timeout'}
        options={KINDS}
        onChange={(kind) => editAt('client.patience', kind === 'timeout' ? null : { kind, meanMs: patience?.meanMs ?? USUAL_MS })}
        className="w-[152px]"
      />
      {patience === null ? null : (
        <>
          <NumberSetting
            label={patience.kind === 'constant' ? 'Waits for' : 'Waits on average for'}
            path="client.patience.meanMs"
            value={patience.meanMs}
            scale={1_000}
            unit="s"
          />
          <Note>A request that is given up ends as timed out, without a retry. Work that has begun is waited for.</Note>
        </>
      )}
    </>
  );
}
