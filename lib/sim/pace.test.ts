import { expect, it } from 'vitest';

import { Pace } from './pace';

it('finds the number of events that takes the time wished for, and finds it again when events grow dear', () => {
  const pace = new Pace(10, 65_536);
  const run = (msPerEvent: number): number => {
    for (let slice = 0; slice < 20; slice++) pace.took(pace.events * msPerEvent);
    return pace.events * msPerEvent;
  };
  expect(run(0.01)).toBeGreaterThanOrEqual(5);
  expect(run(0.01)).toBeLessThanOrEqual(10);
  expect(run(1)).toBeGreaterThanOrEqual(4);
  expect(run(1)).toBeLessThanOrEqual(10);
});

it('keeps to at least a few events and at most a bounded number', () => {
  const pace = new Pace(10, 65_536);
  for (let slice = 0; slice < 30; slice++) pace.took(1_000);
  expect(pace.events).toBe(4);
  for (let slice = 0; slice < 30; slice++) pace.took(0);
  expect(pace.events).toBe(65_536);
});
