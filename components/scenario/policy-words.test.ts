import { describe, expect, it } from 'vitest';

import type { PolicyKind } from '@/lib/scenario/schema';
import { policySchema } from '@/lib/scenario/schema/router';

import { modeOf, modesOf } from './policy-words';

const KINDS: PolicyKind[] = policySchema.options.map((option) => option.shape.kind.value);

describe('the modes of a policy', () => {
  it('are all those that the document takes, the default first', () => {
    for (const kind of KINDS) {
      const taken = (['reference', 'soft', 'hard'] as const).filter((mode) => policySchema.safeParse({ kind, mode }).success);
      const offered = modesOf(kind).map(({ value }) => value);
      // One mode is no choice.
      expect(offered, kind).toEqual(taken.length > 1 ? taken : []);
      expect(modeOf(policySchema.parse({ kind })), kind).toBe(offered[0] ?? null);
    }
  });

  it('name the error that hard gives', () => {
    for (const kind of KINDS) {
      const hard = modesOf(kind).find(({ value }) => value === 'hard');
      if (hard !== undefined) expect(hard.note).toMatch(kind === 'privacy' ? /PrivacyViolation/ : /QoSViolation/);
    }
  });
});
