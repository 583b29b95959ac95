import fc from 'fast-check';
import { expect, it } from 'vitest';

import { lawRuns } from '@/lib/base/law-runs';

import { spreadLabels } from './label-layout';

it('leaves labels that have room', () => expect(spreadLabels([50, 10], 14, 0, 100)).toEqual([50, 10]));

it('moves apart those that collide, and back from the edge', () => {
  expect(spreadLabels([20, 22, 24], 14, 0, 100)).toEqual([20, 34, 48]);
  expect(spreadLabels([98, 99], 14, 0, 100)).toEqual([86, 100]);
});

it('L1 labels never overlap and never leave the track while they fit', () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: -50, max: 250, noNaN: true }), { maxLength: 10 }), (wanted) => {
      const sorted = spreadLabels(wanted, 14, 6, 160).sort((a, b) => a - b);
      sorted.forEach((y, i) => {
        expect(y).toBeGreaterThanOrEqual(6);
        expect(y).toBeLessThanOrEqual(160);
        if (i > 0) expect(y - sorted[i - 1]!).toBeGreaterThanOrEqual(14 - 1e-9);
      });
    }),
    lawRuns(),
  );
});
