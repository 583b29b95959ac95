import { describe, expect, it } from 'vitest';

import { shortcutFor, type Pressed } from '@/components/control/shortcut';

import { SHORTCUTS } from './shortcuts';

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
    expect(shortcutFor(SHORTCUTS, press(' '))?.does).toBe('Run or pause');
    expect(shortcutFor(SHORTCUTS, press('R', { shiftKey: true }))?.does).toBe('Restart');
    expect(shortcutFor(SHORTCUTS, press('?', { shiftKey: true }))?.does).toBe('All shortcuts');
    expect(shortcutFor(SHORTCUTS, press('4'))?.does).toContain('Max');
  });

  it('leaves plain arrows to the fleet map', () => {
    expect(shortcutFor(SHORTCUTS, press('ArrowLeft'))).toBeUndefined();
    expect(shortcutFor(SHORTCUTS, press('ArrowLeft', { shiftKey: true }))?.does).toBe('Move the playhead by 1 s');
  });

  it('leaves keys of the browser alone', () => {
    for (const modifier of ['ctrlKey', 'metaKey', 'altKey'] as const)
      expect(shortcutFor(SHORTCUTS, press('r', { [modifier]: true }))).toBeUndefined();
  });

  it('gives no key twice', () => {
    const keys = SHORTCUTS.flatMap((shortcut) => shortcut.keys);
    expect(new Set(keys).size).toBe(keys.length);
  });
});
