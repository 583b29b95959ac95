'use client';

import { Switch as Radix } from 'radix-ui';
import { useId, type ReactNode } from 'react';

import { ProblemText, useProblem, type Outcome } from './problem-text';

interface SwitchRowProps {
  readonly label: string;
  readonly on: boolean;
  readonly onChange: (on: boolean) => Outcome;
  readonly note?: ReactNode;
  /** It cannot be changed; the note says why. */
  readonly disabled?: boolean;
}

/** A row of a panel: label and a switch whose change takes effect at once. */
export function SwitchRow({ label, on, onChange, note, disabled = false }: SwitchRowProps) {
  const id = useId();
  const [sentence, take] = useProblem();
  return (
    <div data-setting={label}>
      <div className="flex min-h-6 items-center justify-between gap-2">
        <label htmlFor={id} className={`text-body ${disabled ? 'text-t3' : 'text-t2'}`}>
          {label}
        </label>
        <Radix.Root
          id={id}
          checked={on}
          disabled={disabled}
          {...(note === undefined ? {} : { 'aria-describedby': `${id}-note` })}
          onCheckedChange={(next) => take(onChange(next))}
          className="border-edge bg-raised data-[state=checked]:border-text data-[state=checked]:bg-text relative h-4 w-7 shrink-0 rounded-full border before:absolute before:-inset-1 before:content-[''] disabled:cursor-not-allowed disabled:opacity-45 pointer-coarse:before:-inset-3.5"
        >
          <Radix.Thumb className="bg-text data-[state=checked]:bg-bg block size-2.5 translate-x-[2px] rounded-full motion-safe:transition-transform motion-safe:duration-[120ms] data-[state=checked]:translate-x-[14px]" />
        </Radix.Root>
      </div>
      <ProblemText sentence={sentence} />
      {note === undefined ? null : (
        <p id={`${id}-note`} className="text-t3 pb-1 text-small">
          {note}
        </p>
      )}
    </div>
  );
}
