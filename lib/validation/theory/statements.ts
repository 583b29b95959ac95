/** What a case must state, and what it may state, beside its expected value. */
import type { Problem } from '@/lib/base/result';

import type { TheoryCase } from './case-file';
import type { EffortKind } from './effort';
import { caseProblem } from './problems';

/** The first of the efforts that a case does not state; null: it states all. */
export function needs({ id, effort, tolerance }: TheoryCase, kinds: readonly EffortKind[]): Problem | null {
  const missing = kinds.find((kind) => effort[kind] === 0);
  if (missing === undefined) return null;
  return caseProblem(id, `tolerance.${missing}`, tolerance[missing], 'is required: it says how much to measure');
}

const EXTRAS = {
  invariant: 'invariant',
  expectedShares: 'expected_shares',
  expectedSequence: 'expected_sequence',
  sequenceAfterLeaving: 'expected_sequence_after_<name>_leaves',
  expectedValues: 'expected_values',
  lag: 'lag',
} as const;
export type Extra = keyof typeof EXTRAS;

/** Whatever a case states that its family would not check; null: nothing. A one-sided tolerance is a statement too. */
export function statesNoMore(theCase: TheoryCase, checked: readonly Extra[]): Problem | null {
  for (const extra of Object.keys(EXTRAS) as Extra[]) {
    if (theCase[extra] === null || checked.includes(extra)) continue;
    return caseProblem(theCase.id, EXTRAS[extra], theCase[extra], `is nothing that cases of family ${theCase.family} state`);
  }
  return null;
}

/** The first problem of a metric that is none of `known`; null: it is one. */
export function metricIn({ id, metric }: TheoryCase, known: readonly string[]): Problem | null {
  return known.includes(metric) ? null : caseProblem(id, 'metric', metric, `must be one of ${known.join(', ')}`);
}
