import { describe, expect, it } from 'vitest';

import { shortcutFor, SHORTCUTS, type Pressed } from './shortcuts';

const press = (key: string, more: Partial<Pressed> = {}): Pressed => ({
  key,
  shiftKey: false,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  ...more,
});

describe('shortcutFor', () => {
  it('knows keys by what they type, capitals too', () => {
    expect(shortcutFor(press(' '))?.does).toBe('Run or pause');
    expect(shortcutFor(press('R', { shiftKey: true }))?.does).toBe('Restart');
    expect(shortcutFor(press('?', { shiftKey: true }))?.does).toBe('All shortcuts');
    expect(shortcutFor(press('4'))?.does).toContain('Max');
  });

  it('leaves plain arrows to the fleet map', () => {
    expect(shortcutFor(press('ArrowLeft'))).toBeUndefined();
    expect(shortcutFor(press('ArrowLeft', { shiftKey: true }))?.does).toBe('Move the playhead by 1 s');
  });

  it('leaves keys of the browser alone', () => {
    for (const modifier of ['ctrlKey', 'metaKey', 'altKey'] as const)
      expect(shortcutFor(press('r', { [modifier]: true }))).toBeUndefined();
  });

  it('gives no key twice', () => {
    const keys = SHORTCUTS.flatMap((shortcut) => shortcut.keys);
    expect(new Set(keys).size).toBe(keys.length);
  });
});
