'use client';

import { useEffect } from 'react';

import { Dialog } from '@/components/control/dialog';
import { useStored } from '@/components/control/stored';
import { SwitchRow } from '@/components/control/switch';

import { closeDialog, useDialogs } from './dialogs';
import { SHORTCUTS, shortcutFor } from './shortcuts';

const KEY = 'switchyard.shortcuts';
const TYPING = 'input, textarea, select, [contenteditable=""], [contenteditable="true"], [role="combobox"]';
const LAYERS = '[role="dialog"], [role="menu"], [role="listbox"]';
/** Where Space already presses what has the focus; a choice that is made already has nothing left to press. */
const PRESSABLE = 'button:not([role="radio"][aria-checked="true"]), a[href], summary';

function heard(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing) return;
  const target = event.target instanceof Element ? event.target : document.body;
  if (target.closest(TYPING) !== null || target.closest(LAYERS) !== null) return;
  if (event.key === ' ' && target.closest(PRESSABLE) !== null) return;
  const shortcut = shortcutFor(event);
  if (shortcut === undefined || (event.repeat && !event.key.startsWith('Arrow') && event.key !== '.')) return;
  // Esc does nothing by itself here, and a drawer that is open hears it too.
  if (event.key !== 'Escape') event.preventDefault();
  shortcut.act(event.key.toLowerCase().startsWith('arrow') ? event.key : event.key.toLowerCase());
}

/** Listens for the page's keys. Draws nothing. */
export function ShortcutKeys() {
  const [off] = useStored(KEY);
  useEffect(() => {
    if (off !== null) return;
    window.addEventListener('keydown', heard);
    return () => window.removeEventListener('keydown', heard);
  }, [off]);
  return null;
}

export function ShortcutsDialog() {
  const open = useDialogs((state) => state.dialog?.kind === 'shortcuts');
  const [off, setOff] = useStored(KEY);
  return (
    <Dialog open={open} onOpenChange={closeDialog} title="Keyboard shortcuts" className="max-w-[400px]">
      <SwitchRow label="Single keys work" on={off === null} onChange={(on) => setOff(on ? null : 'off')} />
      <dl className={`text-body pt-1 ${off === null ? '' : 'opacity-45'}`}>
        {SHORTCUTS.map((shortcut) => (
          <div key={shortcut.does} className="border-line flex min-h-7 items-center justify-between gap-4 border-t">
            <dt className="text-t2">{shortcut.does}</dt>
            <dd className="flex gap-1">
              {shortcut.shown.map((key) => (
                <kbd key={key} className="border-edge rounded-input text-small min-w-5 border px-1 text-center">
                  {key}
                </kbd>
              ))}
            </dd>
          </div>
        ))}
        <div className="border-line flex min-h-7 items-center justify-between gap-4 border-t">
          <dt className="text-t2">Move in the fleet map, when it has the focus</dt>
          <dd>
            <kbd className="border-edge rounded-input text-small border px-1">← ↑ → ↓</kbd>
          </dd>
        </div>
      </dl>
      <p className="text-t3 text-small pt-2">Keys are ignored while you type.</p>
    </Dialog>
  );
}
