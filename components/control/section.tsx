'use client';

import { useId, type ReactNode } from 'react';

import { DownGlyph, RightGlyph } from './glyphs';
import { useStored, writeStored, type StoredKey } from './stored';

const keyOf = (name: string): StoredKey => `switchyard.section.${name}`;

/** Opens a section from elsewhere: the search does. */
export function openSection(name: string): void {
  writeStored(keyOf(name), null);
}

interface SectionProps {
  /** Name in storage: open or closed is kept. */
  readonly name: string;
  readonly title: string;
  /** Shown at the right end of the heading. */
  readonly summary?: ReactNode;
  readonly children: ReactNode;
}

/** A part of a panel under a heading that folds it. What is folded stays in the page, hidden, so that a search finds it. */
export function Section({ name, title, summary, children }: SectionProps) {
  const [folded, setFolded] = useStored(keyOf(name));
  const id = useId();
  const open = folded === null;
  return (
    <section data-section={name} className="border-line border-b">
      <div className="flex items-center justify-between gap-2 pr-3.5">
        <h2 className="shrink-0">
          <button
            type="button"
            aria-expanded={open}
            aria-controls={id}
            onClick={() => setFolded(open ? 'folded' : null)}
            className="text-text flex h-[30px] items-center gap-1.5 rounded-input pr-2 pl-3.5 text-body font-strong whitespace-nowrap -outline-offset-2 pointer-coarse:h-11"
          >
            {open ? <DownGlyph size={12} className="text-t3" /> : <RightGlyph size={12} className="text-t3" />}
            {title}
          </button>
        </h2>
        {summary === undefined ? null : <span className="text-t3 min-w-0 truncate text-small">{summary}</span>}
      </div>
      <div id={id} hidden={!open} className="px-3.5 pb-2.5">
        {children}
      </div>
    </section>
  );
}
