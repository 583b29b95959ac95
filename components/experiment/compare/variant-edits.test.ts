import { describe, expect, it } from 'vitest';

import type { Variant } from '@/lib/experiment/schema';

import { added, duplicated, freeId, removed, renamed, withoutSetting, withSetting } from './variant-edits';

const A: Variant = { id: 'a', title: 'First', patch: [{ path: 'client.retries', value: 1 }] };
const B: Variant = { id: 'b', title: '', patch: [] };

describe('edits of variants', () => {
  it('never give an id twice', () => {
    expect(freeId([A, B], 'c')).toBe('c');
    expect(freeId([A, B, { ...A, id: 'a-2' }], 'a')).toBe('a-3');
    expect(added([A, B], A).map(({ id, title }) => [id, title])).toEqual([
      ['a', 'First'],
      ['b', ''],
      ['a-2', 'First 2'],
    ]);
  });

  it('put a copy right after its original', () => {
    expect(duplicated([A, B], 'a').map(({ id }) => id)).toEqual(['a', 'a-2', 'b']);
    expect(duplicated([A, B], 'a')[1]!.patch).toEqual(A.patch);
  });

  it('set, replace and take back single values, and leave others alone', () => {
    const set = withSetting([A, B], 'a', { path: 'client.timeoutMs', value: 500 });
    expect(set[0]!.patch).toEqual([...A.patch, { path: 'client.timeoutMs', value: 500 }]);
    expect(withSetting(set, 'a', { path: 'client.retries', value: 4 })[0]!.patch[0]).toEqual({
      path: 'client.retries',
      value: 4,
    });
    expect(withoutSetting(set, 'a', 'client.retries')[0]!.patch).toEqual([{ path: 'client.timeoutMs', value: 500 }]);
    expect(set[1]).toBe(B);
  });

  it('rename and remove by id', () => {
    expect(renamed([A, B], 'b', 'Second')[1]!.title).toBe('Second');
    expect(removed([A, B], 'a')).toEqual([B]);
  });
});
