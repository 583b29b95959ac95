import { describe, expect, it } from 'vitest';

import { byCodeUnit, nodeIdOf } from './ids';

describe('node ids', () => {
  it('number the nodes of a group from 01, with as many digits as the count needs', () => {
    expect(nodeIdOf('eu-west', 7, 12)).toBe('eu-west-07');
    expect(nodeIdOf('eu-west', 7, 1_200)).toBe('eu-west-0007');
  });

  it('are ordered by code unit, whatever the locale says', () => {
    expect(['b', 'Z', 'ä', 'a'].sort(byCodeUnit)).toEqual(['Z', 'a', 'b', 'ä']);
  });
});
