import { expect, it } from 'vitest';

import { breakerLanes } from './breaker-spans';
import { lanePaths } from './lane-paths';
import { timeScale } from './time-axis';

const [lane] = breakerLanes([
  { atMs: 20_000, node: 'a', from: 'closed', to: 'open', cause: '', nextMs: null },
  { atMs: 30_000, node: 'a', from: 'open', to: 'half-open', cause: '', nextMs: null },
  { atMs: 40_000, node: 'a', from: 'half-open', to: 'closed', cause: '', nextMs: null },
]);
const scale = timeScale({ startMs: 0, endMs: 100_000 }, 100);

it('draws each state at its height, and a line between', () => {
  expect(lanePaths(lane!, scale, 60_000, 7)).toEqual({
    open: 'M20,3h10v8h-10z',
    trips: 'M20,3h2v8h-2z',
    halfOpen: 'M30,4.5h10v5h-10z',
    closed: 'M0,7H20M40,7H60',
  });
});

it('shows nothing that has not happened yet', () => {
  expect(lanePaths(lane!, scale, 25_000, 7)).toEqual({
    open: 'M20,3h5v8h-5z',
    trips: 'M20,3h2v8h-2z',
    halfOpen: '',
    closed: 'M0,7H20',
  });
  expect(lanePaths(lane!, scale, 10_000, 7).closed).toBe('M0,7H10');
});
