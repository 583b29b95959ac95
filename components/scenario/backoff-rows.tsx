'use client';

import type { ClientSettings } from '@/lib/scenario/schema';

import { SelectRow } from '@/components/control/select';

import { BACKOFFS, backoffSentence } from './client-words';
import { editAt, Note, NumberSetting, SelectSetting } from './setting';

type Backoff = ClientSettings['backoff'];

const KINDS = (Object.keys(BACKOFFS) as Backoff['kind'][]).map((kind) => ({ value: kind, ...BACKOFFS[kind] }));
const JITTERS = [
  { value: 'none', label: 'none', note: 'All clients pause equally long.' },
  { value: 'full', label: 'full', note: 'Drawn evenly between 0 and the pause.' },
] as const;
const USUAL_MS = 100;
const USUAL_CAP_MS = 10_000;

const FIELD_WORDS = {
  fixed: 'Back-off time',
  linear: 'Back-off per attempt',
  exponential: 'First pause',
  decorrelated: 'Shortest pause',
} as const satisfies Readonly<Record<Exclude<Backoff['kind'], 'none'>, string>>;

/** How long clients pause before they try again. */
export function BackoffRows({ client }: { readonly client: ClientSettings }) {
  const { backoff } = client;
  const sentence = backoffSentence(client);
  return (
    <>
      <SelectRow
        label="Back-off"
        value={backoff.kind}
        options={KINDS}
        onChange={(kind) => editAt('client.backoff', backoffOf(kind, backoff))}
        className="w-[132px]"
      />
      {backoff.kind === 'none' ? null : (
        <NumberSetting label={FIELD_WORDS[backoff.kind]} path="client.backoff.ms" value={backoff.ms} unit="ms" />
      )}
      {backoff.kind === 'exponential' ? (
        <NumberSetting label="Each longer by" path="client.backoff.factor" value={backoff.factor} unit="×" />
      ) : null}
      {'capMs' in backoff ? (
        <NumberSetting label="Longest pause" path="client.backoff.capMs" value={backoff.capMs} scale={1_000} unit="s" />
      ) : null}
      {backoff.kind === 'exponential' ? (
        <SelectSetting
          label="Jitter"
          path="client.backoff.jitter"
          value={backoff.jitter}
          options={JITTERS}
          className="w-[132px]"
        />
      ) : null}
      {sentence === null ? null : <Note>{sentence}</Note>}
    </>
  );
}

/** Another kind keeps the times that it has too. */
function backoffOf(kind: Backoff['kind'], now: Backoff): Backoff {
  const ms = now.kind === 'none' ? USUAL_MS : now.ms;
  const capMs = 'capMs' in now ? now.capMs : USUAL_CAP_MS;
  switch (kind) {
    case 'none':
      return { kind };
    case 'fixed':
    case 'linear':
      return { kind, ms };
    case 'exponential':
      return { kind, ms, factor: 2, capMs, jitter: 'full' };
    case 'decorrelated':
      return { kind, ms, capMs };
  }
}
