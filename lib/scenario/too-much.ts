import type { Problem } from '@/lib/base/result';

/** The problem of a document that is refused for its size before anything in it is looked at. */
export function tooMuch(rule: string): Problem {
  return { path: '', value: 'more', rule, message: `The document: ${rule}.` };
}
