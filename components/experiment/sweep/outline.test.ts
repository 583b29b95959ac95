import { expect, it } from 'vitest';

import { outlineOf } from './outline';

const sides = (inside: readonly number[], count: number, columns: number): string[] =>
  outlineOf(inside, count, columns).map((edges) =>
    edges === null
      ? ''
      : Object.entries(edges)
          .flatMap(([side, on]) => (on ? [side[0]!] : []))
          .join(''),
  );

it('goes once around what lies together, the last row on top', () => {
  // 3 4 5
  // 0 1 2
  expect(sides([0, 1, 4], 6, 3)).toEqual(['tbl', 'rb', '', '', 'trl', '']);
});

it('does not join the end of one row with the beginning of the next', () => {
  expect(sides([2, 3], 6, 3)).toEqual(['', '', 'trbl', 'trbl', '', '']);
});

it('goes along the border of the map', () => {
  expect(sides([0, 1, 2, 3], 4, 2)).toEqual(['bl', 'rb', 'tl', 'tr']);
});
