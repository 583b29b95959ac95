import { expect, it } from 'vitest';

import type { Progress } from './experiment-store';
import { lasting, metricTitle, progressText } from './metric-words';

const at = (status: 'running' | 'finished' | 'cancelled', done: number, seconds: number, secondsLeft: number | null) =>
  progressText({ of: {} as Progress['of'], status, done, total: 1_200, seconds, secondsLeft, report: null });

it('says how far an experiment is, what is left of it, and what it took', () => {
  expect(at('running', 0, 0.2, null)).toBe('0 of 1,200 runs');
  expect(at('running', 37, 3, 94.4)).toBe('37 of 1,200 runs, about 95 s left');
  expect(at('finished', 1_200, 41.3, null)).toBe('1,200 of 1,200 runs, 41 s');
  expect(at('cancelled', 37, 3, null)).toBe('Cancelled after 37 of 1,200 runs');
});

it('says how long something lasts in the unit that fits', () => {
  expect([0.44, 9, 12.4, 119, 200, 240].map(lasting)).toEqual(['0.4 s', '9 s', '12 s', '119 s', '3 min 20 s', '4 min']);
});

it('begins a line with a metric as it is written', () => {
  expect([metricTitle('p99'), metricTitle('slo'), metricTitle('cost')]).toEqual(['p99', 'Within SLO', 'Cost per 1,000 answers']);
});
