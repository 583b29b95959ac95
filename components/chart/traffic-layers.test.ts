import { expect, it } from 'vitest';

import { EMPTY_SERIES } from './run.fixture';
import { labelledShares, trafficLayers } from './traffic-layers';

it('a long list of regions ends in one layer for the rest', () => {
  const regions = Array.from({ length: 11 }, (_, i) => `r${i}`);
  const series = { ...EMPTY_SERIES, attempts: [66], regionAttempts: regions.map((_, i) => [i + 1]) };
  const layers = trafficLayers(series, regions);
  expect(layers.map(({ name }) => name)).toEqual(['r0', 'r1', 'r2', 'r3', 'r4', 'r5', 'r6', '4 more']);
  expect(layers.at(-1)?.values).toEqual([8 + 9 + 10 + 11]);
  expect(trafficLayers(series, regions.slice(0, 3))).toHaveLength(3);
});

it('the largest layers are labelled, in stack order, at the middle of their bands', () => {
  expect(labelledShares([0.1, 0.5, 0.05, 0.35], 2)).toEqual([
    { layer: 1, share: 0.5, middle: 0.35 },
    { layer: 3, share: 0.35, middle: 0.825 },
  ]);
});
