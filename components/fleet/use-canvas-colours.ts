'use client';

import { useEffect, useState } from 'react';

const NAMES = ['q0', 'q1', 'q2', 'q3', 'q4', 'q5', 'q6', 'q7', 'open', 'half', 'text', 't2', 'bg'] as const;
export type CanvasColours = Readonly<Record<(typeof NAMES)[number], string>>;

/** A canvas knows no CSS variables: each is resolved by giving it to an element for a moment. */
function resolved(): CanvasColours {
  const probe = document.createElement('span');
  probe.hidden = true;
  document.body.append(probe);
  const style = getComputedStyle(probe);
  const colours = Object.fromEntries(
    NAMES.map((name) => {
      probe.style.color = `var(--${name})`;
      return [name, style.color];
    }),
  ) as CanvasColours;
  probe.remove();
  return colours;
}

/** The page's colours as a canvas takes them; anew when the theme changes. null until mounted. */
export function useCanvasColours(): CanvasColours | null {
  const [colours, setColours] = useState<CanvasColours | null>(null);
  useEffect(() => {
    const read = () => setColours(resolved());
    read();
    const queries = ['(prefers-color-scheme: light)', '(forced-colors: active)'].map((query) => matchMedia(query));
    for (const query of queries) query.addEventListener('change', read);
    const observer = new MutationObserver(read);
    observer.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] });
    return () => {
      observer.disconnect();
      for (const query of queries) query.removeEventListener('change', read);
    };
  }, []);
  return colours;
}
