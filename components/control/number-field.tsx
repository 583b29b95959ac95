'use client';

import { useId, useRef, useState, type KeyboardEvent } from 'react';

import type { Problem } from '@/lib/base/result';

import { THIN } from '@/components/chart/format';

import { FIELD } from './field';
import { numberText, readNumber, ruleSentence, type NumberStyle } from './number-text';
import { ProblemText, type Commit } from './problem-text';

export interface NumberFieldProps extends NumberStyle {
  readonly label: string;
  readonly value: number | null;
  readonly unit?: string;
  /** The field's own path in the document: a problem there is told in the field's words, any other in full. */
  readonly path?: string;
  readonly onCommit: Commit<number | null>;
  /** Told the sentence to show beside the field, or null when all is well. */
  readonly onProblem: (sentence: string | null) => void;
  /** Id of the element that shows the sentence. */
  readonly problemId: string;
  readonly className?: string;
  readonly id?: string;
  readonly disabled?: boolean;
}

/** A number with its unit. Enter or leaving commits, Esc takes back what was typed; a refused text stays to be mended. */
export function NumberField(props: NumberFieldProps) {
  const { label, value, unit, onCommit, onProblem, problemId, className = '', id, disabled } = props;
  const [draft, setDraft] = useState<string | null>(null);
  const [refused, setRefused] = useState(false);
  const committing = useRef(false);

  const settle = (sentence: string | null): void => {
    setRefused(sentence !== null);
    if (sentence === null) setDraft(null);
    onProblem(sentence);
  };

  const commit = async (): Promise<void> => {
    if (draft === null || committing.current) return;
    const read = readNumber(label, draft, props);
    if (!read.ok) return settle(kept(read.sentence, props));
    if (read.value === value) return settle(null);
    committing.current = true;
    try {
      const [first] = await onCommit(read.value);
      settle(first === undefined ? null : kept(sentenceOf(first, props), props));
    } finally {
      committing.current = false;
    }
  };

  const pressed = (event: KeyboardEvent): void => {
    if (event.key === 'Enter') void commit();
    else if (event.key === 'Escape' && draft !== null) {
      event.stopPropagation();
      settle(null);
    }
  };

  return (
    <span
      className={`${FIELD} focus-within:outline-focus text-body relative inline-flex h-5 items-center focus-within:outline-2 has-[input[aria-invalid=true]]:border-open pointer-coarse:h-11 ${disabled === true ? 'opacity-45' : ''} ${className}`}
    >
      <input
        id={id}
        type="text"
        inputMode="decimal"
        autoComplete="off"
        spellCheck={false}
        disabled={disabled}
        aria-label={unit === undefined ? label : `${label}, ${unit}`}
        aria-invalid={refused}
        aria-describedby={refused ? problemId : undefined}
        data-draft={draft === null ? undefined : ''}
        value={draft ?? numberText(value, props)}
        onChange={(event) => setDraft(event.target.value)}
        onFocus={(event) => event.target.select()}
        onBlur={() => void commit()}
        onKeyDown={pressed}
        className="text-text h-full w-full min-w-0 bg-transparent px-1.5 text-right tabular-nums outline-none"
      />
      {/* A word in place of a number has no unit. */}
      {unit === undefined || (value === null && draft === null && props.empty !== undefined) ? null : (
        <span aria-hidden="true" className="text-t3 pointer-events-none shrink-0 pr-1.5">
          {unit}
        </span>
      )}
    </span>
  );
}

function sentenceOf(problem: Problem, { label, path, scale, unit }: NumberFieldProps): string {
  if (path !== undefined && problem.path !== path) return problem.message;
  return ruleSentence(label, problem.rule, {
    ...(scale === undefined ? {} : { scale }),
    ...(unit === undefined ? {} : { unit }),
  });
}

/** The sentence, and what holds meanwhile. */
function kept(sentence: string, props: NumberFieldProps): string {
  const unit = props.unit === undefined || props.value === null ? '' : `${THIN}${props.unit}`;
  return `${sentence} Still ${numberText(props.value, props)}${unit}.`;
}

type NumberRowProps = Omit<NumberFieldProps, 'onProblem' | 'problemId' | 'id'>;

/** A row of a panel: label, field, and below it what is wrong. */
export function NumberRow({ className = 'w-[72px]', ...props }: NumberRowProps) {
  const [sentence, setSentence] = useState<string | null>(null);
  const id = useId();
  return (
    <div data-setting={props.label}>
      <div className="flex min-h-6 items-center justify-between gap-2">
        <label htmlFor={`${id}-field`} className="text-t2 min-w-0 truncate text-body">
          {props.label}
        </label>
        <NumberField {...props} className={className} id={`${id}-field`} problemId={`${id}-problem`} onProblem={setSentence} />
      </div>
      <ProblemText id={`${id}-problem`} sentence={sentence} />
    </div>
  );
}
