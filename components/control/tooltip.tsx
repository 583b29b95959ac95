'use client';

import { Tooltip as Radix } from 'radix-ui';
import { useState, type ReactElement, type ReactNode } from 'react';

import { HelpGlyph } from './glyphs';

const SHEET =
  'border-line2 bg-raised text-text z-50 max-w-72 rounded-input border px-2 py-1 text-small motion-safe:data-[state=delayed-open]:animate-none';

/** Says more about a control while the pointer or the keyboard is on it. The control keeps its own name and its own click. */
export function Tooltip({ text, children }: { readonly text: ReactNode; readonly children: ReactElement }) {
  return (
    <Radix.Provider delayDuration={400}>
      <Radix.Root>
        <Radix.Trigger asChild>{children}</Radix.Trigger>
        <Radix.Portal>
          <Radix.Content sideOffset={5} collisionPadding={8} className={SHEET}>
            {text}
          </Radix.Content>
        </Radix.Portal>
      </Radix.Root>
    </Radix.Provider>
  );
}

/** A question mark that explains what stands beside it: on hover, on focus, and on a tap or click. */
export function Hint({ about, children }: { readonly about: string; readonly children: ReactNode }) {
  const [open, setOpen] = useState(false);
  return (
    <Radix.Provider delayDuration={200}>
      <Radix.Root open={open} onOpenChange={setOpen}>
        <Radix.Trigger asChild>
          <button
            type="button"
            aria-label={`About ${about}`}
            // Radix would close on a press; here a press is what opens it where nothing can hover.
            onPointerDown={(event) => event.preventDefault()}
            onClick={(event) => {
              event.preventDefault();
              setOpen(true);
            }}
            className="text-t3 hover:text-text inline-flex size-6 items-center justify-center rounded-input"
          >
            <HelpGlyph size={12} />
          </button>
        </Radix.Trigger>
        <Radix.Portal>
          <Radix.Content sideOffset={3} collisionPadding={8} className={SHEET}>
            {children}
          </Radix.Content>
        </Radix.Portal>
      </Radix.Root>
    </Radix.Provider>
  );
}
