import { describe, expect, it } from 'vitest';

import { readFragment, writeFragment } from './fragment';

describe('an address fragment', () => {
  it('is read from a whole address, a fragment, or a bare payload', () => {
    const all = { payload: '1.abc-_', preset: null, timeMs: 9_000 };
    expect(readFragment('https://lab.example/#s=1.abc-_&t=9000')).toEqual(all);
    expect(readFragment('#t=9000&s=1.abc-_')).toEqual(all);
    expect(readFragment('1.abc-_')).toEqual({ payload: '1.abc-_', preset: null, timeMs: null });
    expect(readFragment('#p=region-outage')).toEqual({ payload: null, preset: 'region-outage', timeMs: null });
  });

  it('ignores what it does not know and times that are none', () => {
    expect(readFragment('#s=1.x&t=-5&zoom=3')).toEqual({ payload: '1.x', preset: null, timeMs: null });
    expect(readFragment('https://lab.example/')).toEqual({ payload: 'https://lab.example/', preset: null, timeMs: null });
    expect(readFragment('')).toEqual({ payload: null, preset: null, timeMs: null });
  });

  it('comes back from what it writes', () => {
    const fragment = { payload: '1.abc', preset: null, timeMs: 1_250 };
    expect(readFragment(writeFragment(fragment))).toEqual(fragment);
    expect(writeFragment({})).toBe('');
  });
});
