'use client';

import { useEffect, useSyncExternalStore } from 'react';

import { IconButton } from '@/components/control/button';
import { MoonGlyph, SunGlyph } from '@/components/control/glyphs';
import { useStored } from '@/components/control/stored';

const DARK = '(prefers-color-scheme: dark)';

function subscribe(listener: () => void): () => void {
  const query = window.matchMedia(DARK);
  query.addEventListener('change', listener);
  return () => query.removeEventListener('change', listener);
}

/** The system's scheme holds until the reader chooses; a choice is kept. */
export function ThemeToggle() {
  const [chosen, choose] = useStored('switchyard.theme');
  const systemDark = useSyncExternalStore(
    subscribe,
    () => window.matchMedia(DARK).matches,
    () => true,
  );
  const own = chosen === 'dark' || chosen === 'light' ? chosen : null;
  useEffect(() => {
    if (own === null) delete document.documentElement.dataset['theme'];
    else document.documentElement.dataset['theme'] = own;
  }, [own]);
  const dark = own === null ? systemDark : own === 'dark';
  return (
    <IconButton
      label={dark ? 'Light theme' : 'Dark theme'}
      glyph={dark ? <SunGlyph /> : <MoonGlyph />}
      onClick={() => choose(dark ? 'light' : 'dark')}
    />
  );
}
