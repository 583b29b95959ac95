'use client';

import { useId, useMemo, useState, type KeyboardEvent } from 'react';

import { nodesOf } from '@/lib/scenario/nodes';

import { Dialog } from '@/components/control/dialog';
import { FIELD } from '@/components/control/field';
import { openFold } from '@/components/control/fold';
import { openSection } from '@/components/control/section';
import { useScenario } from '@/components/scenario/scenario-store';

import { closeDialog, useDialogs } from './dialogs';
import { found, type Findable } from './find';
import { selectNode } from './lab';

export function SearchDialog() {
  const open = useDialogs((state) => state.dialog?.kind === 'search');
  return open ? <SearchSheet /> : null;
}

/** Until a sheet that closes has given the focus back. */
const SETTLE_MS = 120;

/** Rows of the builder carry `data-setting`; what the page does not show cannot be found. */
function settingsOnPage(): Findable[] {
  const settings = [...document.querySelectorAll<HTMLElement>('[data-section] [data-setting]')].map((row): Findable => ({
    kind: 'setting',
    name: row.dataset['setting'] ?? '',
    place: row.closest<HTMLElement>('[data-section]')?.dataset['section'] ?? '',
  }));
  // Classes of requests have rows of the same names; the first is the one that is found.
  return [...new Map(settings.map((one) => [`${one.place} ${one.name}`, one])).values()];
}

function goTo(one: Findable): void {
  closeDialog();
  if (one.kind === 'node') return selectNode(one.name);
  openSection(one.place);
  const rows = document.querySelectorAll<HTMLElement>(`[data-section="${one.place}"] [data-setting]`);
  const row = [...rows].find(({ dataset }) => dataset['setting'] === one.name);
  const fold = row?.closest<HTMLElement>('[data-fold]')?.dataset['fold'];
  if (fold !== undefined) openFold(fold);
  // What holds it unfolds first, and the sheet gives the focus back to where it was.
  setTimeout(() => {
    row?.scrollIntoView({ block: 'center' });
    row?.querySelector<HTMLElement>('input, button, [role="slider"]')?.focus();
  }, SETTLE_MS);
}

function SearchSheet() {
  const scenario = useScenario((state) => state.scenario);
  const [text, setText] = useState('');
  const [at, setAt] = useState(0);
  const [settings] = useState(settingsOnPage);
  const list = useId();
  const all = useMemo(
    () => [...nodesOf(scenario).map(({ node, region }): Findable => ({ kind: 'node', name: node, place: region })), ...settings],
    [scenario, settings],
  );
  const shown = found(all, text);
  const current = shown[Math.min(at, shown.length - 1)];

  const keyed = (event: KeyboardEvent): void => {
    if (event.key === 'ArrowDown') setAt(Math.min(shown.length - 1, at + 1));
    else if (event.key === 'ArrowUp') setAt(Math.max(0, at - 1));
    else if (event.key === 'Enter' && current !== undefined) goTo(current);
    else return;
    event.preventDefault();
  };

  return (
    <Dialog open onOpenChange={closeDialog} title="Search nodes and settings" className="max-w-[420px]">
      <input
        type="text"
        role="combobox"
        aria-label="Search nodes and settings"
        aria-expanded="true"
        aria-controls={list}
        aria-activedescendant={current === undefined ? undefined : `${list}-${shown.indexOf(current)}`}
        autoComplete="off"
        spellCheck={false}
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          setAt(0);
        }}
        onKeyDown={keyed}
        className={`${FIELD} text-body h-[26px] w-full px-2 pointer-coarse:h-11`}
      />
      <ul role="listbox" id={list} aria-label="Results" className="pt-2">
        {shown.map((one, index) => (
          <li
            key={`${one.kind} ${one.place} ${one.name}`}
            id={`${list}-${index}`}
            role="option"
            aria-selected={one === current}
            onClick={() => goTo(one)}
            className={`text-body flex min-h-6 cursor-default items-center justify-between gap-3 rounded-input px-2 pointer-coarse:min-h-11 ${one === current ? 'bg-raised' : ''}`}
          >
            <span className={one.kind === 'node' ? 'font-mono' : ''}>{one.name}</span>
            <span className="text-t3 text-small">{one.kind === 'node' ? `node in ${one.place}` : `setting, ${one.place}`}</span>
          </li>
        ))}
      </ul>
      {shown.length === 0 ? <p className="text-t2 text-body">No node and no setting has this in its name.</p> : null}
    </Dialog>
  );
}
