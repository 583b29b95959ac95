import { expect, it } from 'vitest';

import { Attempts } from './attempts';
import { nextSize, RunTooLarge } from './too-large';

it('doubles a pool, and stops a run that would hold more than memory should give it', () => {
  expect(nextSize(0, 256, 'things', 'send fewer')).toBe(256);
  expect(nextSize(256, 256, 'things', 'send fewer')).toBe(512);
  expect(nextSize(1_048_576, 256, 'things', 'send fewer')).toBe(2_097_152);
  expect(() => nextSize(2_097_152, 256, 'things are here', 'send fewer')).toThrow(
    new RunTooLarge(2_097_152, 'things are here', 'send fewer'),
  );
  expect(() => nextSize(512, 256, 'things are here', 'send fewer', 1_000)).toThrow('more than 512 things are here at once');
});

it('says how many, of what, and what helps', () => {
  const attempts = new Attempts(1);
  expect(() => {
    for (;;) attempts.take(0, 0, 0);
  }).toThrow('more than 2,097,152 attempts are under way at once; send fewer requests, or shorten the queues');
  expect(attempts.alive).toBe(2_097_152);
});
