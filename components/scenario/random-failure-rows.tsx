'use client';

import type { Problem } from '@/lib/base/result';
import type { Fault } from '@/lib/scenario/schema';

import { NumberRow } from '@/components/control/number-field';
import { SelectRow } from '@/components/control/select';

import { CLOCK_WORDS, COMING_WORDS, LAW_WORDS, LOST_WORK_WORDS } from './fault-words';

type RandomFailures = Extract<Fault, { kind: 'random-failures' }>;

const optionsOf = <V extends string>(words: Readonly<Record<V, { readonly label: string; readonly note: string }>>) =>
  (Object.keys(words) as V[]).map((value) => ({ value, ...words[value] }));

const LAWS = optionsOf(LAW_WORDS);
const CLOCKS = optionsOf(CLOCK_WORDS);
const WORK = optionsOf(LOST_WORK_WORDS);
const COMING = optionsOf(COMING_WORDS);

interface RandomFailureRowsProps {
  readonly fault: RandomFailures;
  readonly put: (fault: RandomFailures) => readonly Problem[];
}

/** How often nodes fail by themselves, for how long, and what becomes of their work. */
export function RandomFailureRows({ fault, put }: RandomFailureRowsProps) {
  const mean = fault.law === 'exponential' ? ', on average' : '';
  return (
    <>
      <NumberRow
        label={`Up for${mean}`}
        value={fault.upMs}
        scale={1_000}
        unit="s"
        onCommit={(upMs) => put({ ...fault, upMs: upMs ?? 0 })}
      />
      <NumberRow
        label={`Down for${mean}`}
        value={fault.downMs}
        scale={1_000}
        unit="s"
        onCommit={(downMs) => put({ ...fault, downMs: downMs ?? 0 })}
      />
      <SelectRow label="Times are" value={fault.law} options={LAWS} onChange={(law) => put({ ...fault, law })} />
      <SelectRow label="Time up runs" value={fault.clock} options={CLOCKS} onChange={(clock) => put({ ...fault, clock })} />
      <SelectRow label="Its work is" value={fault.work} options={WORK} onChange={(work) => put({ ...fault, work })} />
      <SelectRow
        label="What comes while down"
        value={fault.arrivals}
        options={COMING}
        onChange={(arrivals) => put({ ...fault, arrivals })}
      />
    </>
  );
}
