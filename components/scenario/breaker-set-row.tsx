'use client';

import { BREAKER_SETS, type BreakerSetName } from '@/lib/router/breaker-sets';
import { parseScenario } from '@/lib/scenario/parse';
import { breakerSetOf, withBreakerSet } from '@/lib/scenario/settings-set';

import { SelectRow } from '@/components/control/select';
import { edit } from '@/components/run/lab';

import { useScenario } from './scenario-store';
import { Note } from './setting';

const SETS = (Object.keys(BREAKER_SETS) as BreakerSetName[]).map((value) => ({
  value,
  label: BREAKER_SETS[value].title,
  note: BREAKER_SETS[value].knownFor,
}));
const OWN = { value: 'own' as const, label: 'Own rules', note: 'No known system’s, all together.', disabled: true };

/** Which known system the breaker behaves like, what that is known for, and where it departs. */
export function BreakerSetRow() {
  const name = useScenario(({ scenario }) => breakerSetOf(scenario));
  return (
    <>
      <SelectRow
        label="Behaves like"
        value={name}
        options={[...SETS, OWN]}
        onChange={(chosen) =>
          chosen === 'own' ? undefined : edit((scenario) => parseScenario(withBreakerSet(scenario, chosen)))
        }
        className="w-[164px]"
      />
      {name === 'own' ? <Note>Rules of its own. Choosing a system replaces them all.</Note> : <About name={name} />}
    </>
  );
}

function About({ name }: { readonly name: BreakerSetName }) {
  const { knownFor, departure, source } = BREAKER_SETS[name];
  return (
    <div className="text-small flex flex-col gap-0.5 py-1">
      <p className="text-t2">{knownFor}</p>
      {departure === null ? null : <p className="text-t3">Departs from it: {departure}</p>}
      <p className="text-t3 break-words">Source: {source}.</p>
    </div>
  );
}
