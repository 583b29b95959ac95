'use client';

import { Dialog as Radix } from 'radix-ui';
import { useRef, type ReactNode } from 'react';

import { CloseGlyph } from './glyphs';

interface DialogProps {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  readonly title: string;
  /** One sentence under the title. */
  readonly description?: ReactNode;
  readonly children: ReactNode;
  /** Buttons at the foot, the main one last. */
  readonly foot?: ReactNode;
  readonly className?: string;
}

export function Dialog({ open, onOpenChange, title, description, children, foot, className = 'max-w-[480px]' }: DialogProps) {
  const opener = useRef<Element | null>(null);
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 bg-black/50" />
        <Radix.Content
          {...(description === undefined ? { 'aria-describedby': undefined } : {})}
          // The first thing to fill in or to press gets the focus; a sheet that is only read gets it itself.
          onOpenAutoFocus={(event) => {
            event.preventDefault();
            opener.current = document.activeElement;
            const sheet = event.currentTarget as HTMLElement;
            (sheet.querySelector<HTMLElement>('[data-body] :is(input, textarea, button)') ?? sheet).focus();
          }}
          // A sheet that a key opened has no button of its own to give the focus back to.
          onCloseAutoFocus={(event) => {
            event.preventDefault();
            if (opener.current instanceof HTMLElement) opener.current.focus({ preventScroll: true });
          }}
          tabIndex={-1}
          // Esc in a field takes back what was typed before it closes the sheet.
          onEscapeKeyDown={(event) => {
            if (event.target instanceof HTMLElement && event.target.dataset['draft'] !== undefined) event.preventDefault();
          }}
          className={`border-line2 bg-panel text-text fixed top-[12vh] left-1/2 z-50 flex max-h-[80vh] w-[calc(100vw-24px)] -translate-x-1/2 flex-col rounded-[8px] border outline-none ${className}`}
        >
          <div className="flex items-start justify-between gap-4 px-4 pt-3.5">
            <div>
              <Radix.Title className="text-title font-strong">{title}</Radix.Title>
              {description === undefined ? null : (
                <Radix.Description className="text-t2 mt-0.5 text-body">{description}</Radix.Description>
              )}
            </div>
            <Radix.Close
              aria-label="Close"
              className="text-t2 hover:bg-raised hover:text-text rounded-button -mt-1 -mr-1.5 inline-flex size-[26px] shrink-0 items-center justify-center pointer-coarse:size-11"
            >
              <CloseGlyph />
            </Radix.Close>
          </div>
          <div data-body="" className="min-h-0 overflow-y-auto px-4 py-3">
            {children}
          </div>
          {foot === undefined ? null : (
            <div className="border-line flex flex-wrap justify-end gap-2 border-t px-4 py-3">{foot}</div>
          )}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
