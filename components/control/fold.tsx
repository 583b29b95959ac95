'use client';

import { useId, type ReactNode } from 'react';

import { DownGlyph, RightGlyph } from './glyphs';
import { useStored, writeStored, type StoredKey } from './stored';

const keyOf = (name: string): StoredKey => `switchyard.fold.${name}`;

/** Opens a fold from elsewhere: the search does. */
export function openFold(name: string): void {
  writeStored(keyOf(name), 'open');
}

interface FoldProps {
  /** Name in storage: open or closed is kept. */
  readonly name: string;
  readonly title: string;
  /** What the folded rows come to, at the right end. */
  readonly summary?: ReactNode;
  readonly children: ReactNode;
}

/** Rows of a section that are folded until they are wanted. They stay in the page, hidden, so that a search finds them. */
export function Fold({ name, title, summary, children }: FoldProps) {
  const [kept, setKept] = useStored(keyOf(name));
  const id = useId();
  const open = kept !== null;
  return (
    <div data-fold={name}>
      <div className="flex min-h-6 items-center justify-between gap-2">
        <h3 className="shrink-0">
          <button
            type="button"
            aria-expanded={open}
            aria-controls={id}
            onClick={() => setKept(open ? null : 'open')}
            className="text-t2 hover:text-text text-body rounded-input -ml-1 flex min-h-6 items-center gap-1 pr-1 pointer-coarse:min-h-11"
          >
            {open ? <DownGlyph size={12} className="text-t3" /> : <RightGlyph size={12} className="text-t3" />}
            {title}
          </button>
        </h3>
        {summary === undefined ? null : <span className="text-t3 text-small min-w-0 truncate">{summary}</span>}
      </div>
      <div id={id} hidden={!open} className="border-line mb-1 ml-[5px] border-l pl-2.5">
        {children}
      </div>
    </div>
  );
}
