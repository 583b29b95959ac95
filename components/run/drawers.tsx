'use client';

import { useEffect, useRef } from 'react';
import { flushSync } from 'react-dom';

import { CloseGlyph } from '@/components/control/glyphs';

export type Drawer = 'setup' | 'inspector';

interface DrawerButtonsProps {
  readonly drawer: Drawer | null;
  readonly onDrawer: (drawer: Drawer | null) => void;
}

/** Open and close what has no column of its own: the inspector below 1340 px, the setup below 960 px. */
export function DrawerButtons({ drawer, onDrawer }: DrawerButtonsProps) {
  const toggle = (one: Drawer, name: string, className: string) => (
    <button
      type="button"
      aria-expanded={drawer === one}
      onClick={() => {
        flushSync(() => onDrawer(drawer === one ? null : one));
        document.querySelector<HTMLElement>(`[data-drawer="${one}"]`)?.focus();
      }}
      className={`border-edge rounded-button text-body font-strong h-[26px] border px-2.5 pointer-coarse:h-11 ${drawer === one ? 'bg-raised' : ''} ${className}`}
    >
      {name}
    </button>
  );
  return (
    <nav aria-label="Panels" className="mr-2 flex items-center gap-2 max-[639px]:hidden min-[1340px]:hidden">
      {toggle('setup', 'Setup', 'min-[960px]:hidden')}
      {toggle('inspector', 'Inspector', '')}
    </nav>
  );
}

/** The first row of a drawer. */
export function DrawerClose({
  label,
  onClose,
  className,
}: {
  readonly label: string;
  readonly onClose: () => void;
  readonly className: string;
}) {
  return (
    <div className={`flex justify-end px-2 pt-2 ${className}`}>
      {/* Without a tooltip: Esc would close that first, and the drawer only then. */}
      <button
        type="button"
        aria-label={label}
        onClick={onClose}
        className="text-t2 hover:bg-raised hover:text-text rounded-button inline-flex size-[26px] items-center justify-center pointer-coarse:size-11"
      >
        <CloseGlyph />
      </button>
    </div>
  );
}

/** Gives the focus back to what had it when the drawer opened, if it went with the drawer. */
export function useReturnedFocus(drawer: Drawer | null): void {
  const opener = useRef<Element | null>(null);
  useEffect(() => {
    if (drawer === null) return;
    opener.current = document.activeElement;
    return () => {
      const now = document.activeElement;
      const lost = now === null || now === document.body || now.getClientRects().length === 0;
      if (lost && opener.current instanceof HTMLElement) opener.current.focus({ preventScroll: true });
    };
  }, [drawer]);
}
