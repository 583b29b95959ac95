'use client';

import { useRouter } from 'next/navigation';
import { useEffect, type ReactNode } from 'react';

import { Dialog } from './dialog';
import { PAGES } from './pages';
import { GoKeys, shortcutFor, type Shortcut } from './shortcut';
import { useStored } from './stored';
import { SwitchRow } from './switch';

const KEY = 'switchyard.shortcuts';
const TYPING = 'input, textarea, select, [contenteditable=""], [contenteditable="true"], [role="combobox"]';
const LAYERS = '[role="dialog"], [role="menu"], [role="listbox"]';
/** Where Space already presses what has the focus; a choice that is made already has nothing left to press. */
const PRESSABLE = 'button:not([role="radio"][aria-checked="true"]), a[href], summary';

/** Whether a key is for what has the focus, and not for the page. */
function meantElsewhere(event: KeyboardEvent): boolean {
  if (event.defaultPrevented || event.isComposing) return true;
  const target = event.target instanceof Element ? event.target : document.body;
  if (target.closest(TYPING) !== null || target.closest(LAYERS) !== null) return true;
  return event.key === ' ' && target.closest(PRESSABLE) !== null;
}

/** Listens for a page's keys, and for `g` with the key of another page. Draws nothing. */
export function ShortcutKeys({ shortcuts }: { readonly shortcuts: readonly Shortcut[] }) {
  const [off] = useStored(KEY);
  const router = useRouter();
  useEffect(() => {
    if (off !== null) return;
    const going = new GoKeys();
    const heard = (event: KeyboardEvent): void => {
      if (meantElsewhere(event)) return;
      const go = going.hear(event, event.timeStamp);
      if (go !== null) {
        event.preventDefault();
        if (go.kind === 'go') router.push(go.href);
        return;
      }
      const shortcut = shortcutFor(shortcuts, event);
      if (shortcut === undefined || (event.repeat && !event.key.startsWith('Arrow') && event.key !== '.')) return;
      // Esc does nothing by itself here, and a drawer that is open hears it too.
      if (event.key !== 'Escape') event.preventDefault();
      shortcut.act(event.key.toLowerCase().startsWith('arrow') ? event.key : event.key.toLowerCase());
    };
    window.addEventListener('keydown', heard);
    return () => window.removeEventListener('keydown', heard);
  }, [off, router, shortcuts]);
  return null;
}

interface ShortcutsDialogProps {
  readonly shortcuts: readonly Shortcut[];
  readonly open: boolean;
  readonly onClose: () => void;
  /** Keys that some part of the page hears by itself: what they do, and how they are printed. */
  readonly more?: readonly { readonly does: string; readonly shown: string }[];
}

export function ShortcutsDialog({ shortcuts, open, onClose, more = [] }: ShortcutsDialogProps) {
  const [off, setOff] = useStored(KEY);
  return (
    <Dialog open={open} onOpenChange={onClose} title="Keyboard shortcuts" className="max-w-[400px]">
      <SwitchRow label="Single keys work" on={off === null} onChange={(on) => setOff(on ? null : 'off')} />
      <dl className={`text-body pt-1 ${off === null ? '' : 'opacity-45'}`}>
        {shortcuts.map(({ does, shown }) => (
          <KeyRow key={does} does={does}>
            {shown.map((key) => (
              <Key key={key}>{key}</Key>
            ))}
          </KeyRow>
        ))}
        <KeyRow does={`Go to ${PAGES.map(({ name }) => name).join(', ')}`}>
          <Key>G</Key>
          <span className="text-t3">then</span>
          {PAGES.map(({ id, key }) => (
            <Key key={id}>{key.toUpperCase()}</Key>
          ))}
        </KeyRow>
        {more.map(({ does, shown }) => (
          <KeyRow key={does} does={does}>
            <Key>{shown}</Key>
          </KeyRow>
        ))}
      </dl>
      <p className="text-t3 text-small pt-2">Keys are ignored while you type.</p>
    </Dialog>
  );
}

function KeyRow({ does, children }: { readonly does: string; readonly children: ReactNode }) {
  return (
    <div className="border-line flex min-h-7 items-center justify-between gap-4 border-t">
      <dt className="text-t2">{does}</dt>
      <dd className="flex gap-1">{children}</dd>
    </div>
  );
}

function Key({ children }: { readonly children: ReactNode }) {
  return <kbd className="border-edge rounded-input text-small min-w-5 border px-1 text-center">{children}</kbd>;
}
