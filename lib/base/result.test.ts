import { describe, expect, it } from 'vitest';

import { problem, show } from './result';

describe('a problem', () => {
  it('names the path, the value and the rule in one sentence', () => {
    expect(problem('workload[0].arrivals.ratePerS', -3, 'must be at least 0').message).toBe(
      'workload[0].arrivals.ratePerS: must be at least 0 (found -3).',
    );
    expect(problem('', undefined, 'must be an object').message).toBe('The document: must be an object (found nothing).');
  });

  it('shows any value in at most 80 characters', () => {
    const values = ['x'.repeat(1_000), [1, 2, 3], { a: 1 }, null, NaN, 10n, () => 1, Symbol('s'), undefined];
    expect(values.map((value) => show(value).length).every((length) => length > 0 && length <= 80)).toBe(true);
    expect(show([1, 2, 3])).toBe('a list of 3');
  });
});
