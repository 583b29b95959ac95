/** Whether a measured value is the expected one, in the words of the case's tolerance. */
import type { TheoryCase } from './case-file';
import type { Effort } from './effort';

/** How a case is judged: the effort it asks for, and the largest deviation that passes, in the metric's own unit. */
export interface Bar {
  readonly effort: Effort;
  readonly most: number;
}

/** So many standard deviations are allowed: one correct program in two million fails. */
const DEVIATIONS = 5;

/**
 * As the case states it, or with so many measured requests. Where a standard deviation at 10^6 requests is stated, five of them at the
 * given number are the tolerance. Where none is, the tolerance stays as it is, and so does the stated number of requests unless
 * the given one is larger: fewer would only fail a correct program by chance.
 */
export function barOf(theCase: TheoryCase, requests: number | null): Bar {
  const { effort, tolerance, expected, sd } = theCase;
  const value = 'value' in tolerance ? tolerance.value : 0;
  const stated = tolerance.type === 'relative' ? value * Math.abs(expected) : value;
  if (requests === null || effort.requests === 0) return { effort, most: stated };
  const scales = sd !== null && (tolerance.type === 'relative' || tolerance.type === 'absolute');
  if (!scales) return { effort: { ...effort, requests: Math.max(requests, effort.requests) }, most: stated };
  return { effort: { ...effort, requests }, most: DEVIATIONS * sd * Math.sqrt(1_000_000 / requests) };
}

/** Whether a deviation, measured less expected, passes. NaN does not. */
export function passes({ tolerance }: TheoryCase, deviation: number, most: number): boolean {
  switch (tolerance.type) {
    case 'relative':
    case 'absolute':
    case 'sequence':
    case 'ordering':
      return Math.abs(deviation) <= most;
    case 'at_most':
      return deviation <= most;
    case 'at_least':
      return deviation >= -most;
  }
}
