'use client';

import type { Problem } from '@/lib/base/result';
import type { Scenario } from '@/lib/scenario/schema';

import { NumberRow } from '@/components/control/number-field';

import { editAt, Note, NumberSetting } from './setting';

type Admission = NonNullable<Scenario['router']['admission']>;

const NONE: Admission = { maxInFlight: null, ratePerS: null, burst: 1 };

/** What each router lets in before it decides. The document has no admission limit at all where neither bound is set. */
export function AdmissionRows({ admission }: { readonly admission: Scenario['router']['admission'] }) {
  const put = (part: Partial<Admission>): readonly Problem[] => {
    const next = { ...(admission ?? NONE), ...part };
    return editAt('router.admission', next.maxInFlight === null && next.ratePerS === null ? null : next);
  };
  return (
    <>
      <NumberRow
        label="Attempts in flight"
        path="router.admission.maxInFlight"
        value={admission?.maxInFlight ?? null}
        empty="no limit"
        onCommit={(maxInFlight) => put({ maxInFlight })}
      />
      <NumberRow
        label="Tries, in the long run"
        path="router.admission.ratePerS"
        value={admission?.ratePerS ?? null}
        unit="/s"
        empty="no limit"
        onCommit={(ratePerS) => put({ ratePerS })}
      />
      {admission === null || admission.ratePerS === null ? null : (
        <NumberSetting label="Tries that may come at once" path="router.admission.burst" value={admission.burst} />
      )}
      <Note>Of each router. A try beyond it is refused at once with AdmissionLimit, and may be retried.</Note>
    </>
  );
}
