/** What Zod finds in a case, in the product's words, with the case's name before the path. */
import type { z } from 'zod';

import { fail, problem, type Problem, type Result } from '@/lib/base/result';
import { problemsOf, ruleOf } from '@/lib/scenario/problems';

/** Problems shown of one case at most. */
const MOST = 5;

export const firstProblems = {
  words: ruleOf,
  /** `where`: a case's id, or where it stands; empty: the file. `base`: the path to what was read. */
  of(issues: readonly z.core.$ZodIssue[], raw: unknown, where: string, base = ''): Result<never> {
    const found = problemsOf(issues, { value: raw, cut: new Map() }).map(({ path, value, rule }): Problem => {
      const joined = base === '' || path === '' || path.startsWith('[') ? `${base}${path}` : `${base}.${path}`;
      const at = [where, joined].filter((part) => part !== '').join(': ');
      return { path: at, value, rule, message: `${at === '' ? 'The file' : at}: ${rule} (found ${value}).` };
    });
    const [first, ...rest] = found;
    if (first === undefined) throw new Error('a refused case without a problem');
    return fail(first, ...rest.slice(0, MOST - 1));
  },
};

/** A problem at a place of a case. */
export function caseProblem(id: string, path: string, value: unknown, rule: string): Problem {
  return problem(`${id}: ${path}`, value, rule);
}
