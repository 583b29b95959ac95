import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { lawRuns } from '@/lib/base/law-runs';

import { coarseToFine } from './coarse-to-fine';

const lengths = fc.oneof(
  fc.tuple(fc.integer({ min: 2, max: 100 })),
  fc.tuple(fc.integer({ min: 2, max: 16 }), fc.integer({ min: 2, max: 16 })),
);

describe('the order from coarse to fine', () => {
  it('names every cell once', () => {
    fc.assert(
      fc.property(lengths, (of) => {
        const order = coarseToFine(of);
        const count = of.reduce((product, length) => product * length, 1);
        expect([...order].sort((a, b) => a - b)).toEqual(Array.from({ length: count }, (_, i) => i));
      }),
      lawRuns(),
    );
  });

  it('spreads every prefix: no cell is farther from it than its own members are from each other', () => {
    fc.assert(
      fc.property(lengths, fc.double({ min: 0, max: 1, noNaN: true }), (of, share) => {
        const order = coarseToFine(of);
        const prefix = order.slice(0, Math.max(2, Math.round(share * order.length)));
        const reach = Math.max(...order.map((cell) => Math.min(...prefix.map((member) => distance(cell, member, of)))));
        const apart = Math.min(...prefix.flatMap((one, i) => prefix.slice(i + 1).map((other) => distance(one, other, of))));
        expect(reach).toBeLessThanOrEqual(apart + 1e-12);
      }),
      lawRuns(60),
    );
  });

  it('begins with the corners', () => {
    fc.assert(
      fc.property(lengths, (of) => {
        const corners = 2 ** of.length;
        const ends = coarseToFine(of)
          .slice(0, corners)
          .map((cell) => placeOf(cell, of));
        expect(ends.every((place) => place.every((position) => position === 0 || position === 1))).toBe(true);
        expect(new Set(ends.map(String)).size).toBe(corners);
      }),
      lawRuns(),
    );
  });
});

it('goes on with the middle, and halves what is left', () => {
  expect(coarseToFine([9])).toEqual([0, 8, 4, 2, 6, 1, 3, 5, 7]);
  expect(coarseToFine([3, 3])).toEqual([0, 8, 2, 6, 4, 1, 3, 5, 7]);
  expect(coarseToFine([5, 5]).slice(0, 5)).toEqual([0, 24, 4, 20, 12]);
});

/** Each axis as a line from 0 to 1. */
function placeOf(cell: number, of: readonly number[]): number[] {
  const across = of[of.length - 1]!;
  const at = of.length === 1 ? [cell] : [Math.floor(cell / across), cell % across];
  return at.map((position, a) => position / (of[a]! - 1));
}

function distance(one: number, other: number, of: readonly number[]): number {
  const [a, b] = [placeOf(one, of), placeOf(other, of)];
  return Math.hypot(...a.map((position, i) => position - b[i]!));
}
