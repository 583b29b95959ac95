'use client';

import { useId, useState } from 'react';

import { FIELD } from './field';
import { ProblemText, type Commit } from './problem-text';

interface TextRowProps {
  readonly label: string;
  readonly value: string;
  readonly onCommit: Commit<string>;
  readonly className?: string;
  readonly mono?: boolean;
  /** Id of a datalist that offers values. */
  readonly list?: string;
}

/** A line of text, under the rules of a number field: Enter or leaving commits, Esc reverts, a refused text stays. */
export function TextRow({ label, value, onCommit, className = 'w-40', mono = false, list }: TextRowProps) {
  const [draft, setDraft] = useState<string | null>(null);
  const [sentence, setSentence] = useState<string | null>(null);
  const id = useId();

  const commit = async (): Promise<void> => {
    if (draft === null) return;
    const [first] = draft === value ? [] : await onCommit(draft);
    setSentence(first === undefined ? null : `${label} ${first.rule}. Still "${value}".`);
    if (first === undefined) setDraft(null);
  };

  return (
    <div data-setting={label}>
      <div className="flex min-h-6 items-center justify-between gap-2">
        <label htmlFor={id} className="text-t2 text-body">
          {label}
        </label>
        <input
          id={id}
          type="text"
          list={list}
          autoComplete="off"
          spellCheck={false}
          aria-invalid={sentence !== null}
          aria-describedby={sentence === null ? undefined : `${id}-problem`}
          data-draft={draft === null ? undefined : ''}
          value={draft ?? value}
          onChange={(event) => setDraft(event.target.value)}
          onBlur={() => void commit()}
          onKeyDown={(event) => {
            if (event.key === 'Enter') void commit();
            else if (event.key === 'Escape' && draft !== null) {
              event.stopPropagation();
              setDraft(null);
              setSentence(null);
            }
          }}
          className={`${FIELD} text-body aria-invalid:border-open h-5 min-w-0 px-1.5 pointer-coarse:h-11 ${mono ? 'font-mono' : ''} ${className}`}
        />
      </div>
      <ProblemText id={`${id}-problem`} sentence={sentence} />
    </div>
  );
}
