import { expect, it } from 'vitest';

import { GoKeys, type Pressed } from './shortcut';

const press = (key: string, more: Partial<Pressed> = {}): Pressed => ({
  key,
  shiftKey: false,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  ...more,
});

it('goes to a page by g and then its key, capitals too', () => {
  for (const [key, href] of [
    ['l', '/'],
    ['C', '/compare'],
    ['s', '/sweep'],
  ] as const) {
    const keys = new GoKeys();
    expect(keys.hear(press('g'), 0)).toEqual({ kind: 'wait' });
    expect(keys.hear(press(key), 900)).toEqual({ kind: 'go', href });
    expect(keys.hear(press(key), 950)).toBeNull();
  }
});

it('gives a page key back its own meaning where no g went before, where it comes too late, or with Ctrl', () => {
  const keys = new GoKeys();
  expect(keys.hear(press('s'), 0)).toBeNull();
  keys.hear(press('g'), 0);
  expect(keys.hear(press('s'), 5_000)).toBeNull();
  keys.hear(press('g'), 6_000);
  expect(keys.hear(press('s', { ctrlKey: true }), 6_100)).toBeNull();
});
