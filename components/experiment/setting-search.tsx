'use client';

import { useId, useState, type KeyboardEvent } from 'react';

import type { Parameter } from '@/lib/experiment/parameters';

import { FIELD } from '@/components/control/field';

import { matchingParameters } from './matching-parameters';
import { rangeText } from './range-text';

interface SettingSearchProps {
  readonly label: string;
  readonly parameters: readonly Parameter[];
  readonly onPick: (parameter: Parameter) => void;
}

const SHOWN = 7;

/** A field that finds settings of the scenario by words of their path: arrows choose, Enter or a tap picks. */
export function SettingSearch({ label, parameters, onPick }: SettingSearchProps) {
  const [text, setText] = useState('');
  const [at, setAt] = useState(0);
  const id = useId();
  const found = text.trim() === '' ? [] : matchingParameters(parameters, text);
  const shown = found.slice(0, SHOWN);
  const active = Math.min(at, shown.length - 1);

  const pick = (parameter: Parameter | undefined): void => {
    if (parameter === undefined) return;
    setText('');
    setAt(0);
    onPick(parameter);
  };
  const pressed = (event: KeyboardEvent): void => {
    if (event.key === 'Enter') pick(shown[active]);
    else if (event.key === 'ArrowDown') setAt(Math.min(active + 1, shown.length - 1));
    else if (event.key === 'ArrowUp') setAt(Math.max(active - 1, 0));
    else if (event.key === 'Escape' && text !== '') setText('');
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div>
      <label htmlFor={id} className="text-t2 text-body">
        {label}
      </label>
      <input
        id={id}
        type="text"
        role="combobox"
        autoComplete="off"
        spellCheck={false}
        placeholder="retries, weight, timeout"
        aria-expanded={shown.length > 0}
        aria-controls={`${id}-list`}
        aria-autocomplete="list"
        aria-activedescendant={shown.length > 0 ? `${id}-${active}` : undefined}
        data-draft={text === '' ? undefined : ''}
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          setAt(0);
        }}
        onKeyDown={pressed}
        className={`${FIELD} text-body placeholder:text-t3 mt-1 h-[26px] w-full px-2 pointer-coarse:h-11`}
      />
      <ul id={`${id}-list`} role="listbox" aria-label={label} className={shown.length === 0 ? 'hidden' : 'pt-1'}>
        {shown.map((parameter, i) => (
          <li
            key={parameter.path}
            id={`${id}-${i}`}
            role="option"
            aria-selected={i === active}
            onPointerDown={(event) => event.preventDefault()}
            onClick={() => pick(parameter)}
            className={`rounded-input flex min-h-6 cursor-pointer flex-wrap items-center justify-between gap-x-3 px-2 py-0.5 pointer-coarse:min-h-11 ${i === active ? 'bg-raised' : ''}`}
          >
            <span className="font-mono wrap-anywhere">{parameter.path}</span>
            <span className="text-t3 text-small">{rangeText(parameter)}</span>
          </li>
        ))}
      </ul>
      <p role="status" className="text-t3 text-small pt-1">
        {text.trim() === ''
          ? ''
          : found.length === 0
            ? 'No setting has these words.'
            : found.length > SHOWN
              ? `${found.length - SHOWN} more; add a word.`
              : ''}
      </p>
    </div>
  );
}
