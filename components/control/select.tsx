'use client';

import { Select as Radix } from 'radix-ui';
import { useId, type ReactNode } from 'react';

import { FIELD } from './field';
import { CheckGlyph, DownGlyph } from './glyphs';
import { ProblemText, useProblem, type Outcome } from './problem-text';

export interface Option<V extends string> {
  readonly value: V;
  readonly label: string;
  /** Stands before the label, in the list and in the field. */
  readonly mark?: ReactNode;
  /** A second line in the list. */
  readonly note?: string;
  readonly disabled?: boolean;
}

interface SelectProps<V extends string> {
  readonly label: string;
  readonly value: V;
  readonly options: readonly Option<V>[];
  readonly onChange: (value: V) => void;
  readonly id?: string;
  readonly className?: string;
}

export function Select<V extends string>({ label, value, options, onChange, id, className = '' }: SelectProps<V>) {
  const chosen = options.find((option) => option.value === value);
  return (
    <Radix.Root value={value} onValueChange={(next) => onChange(next as V)}>
      <Radix.Trigger
        id={id}
        aria-label={label}
        className={`${FIELD} text-body inline-flex h-5 min-w-0 items-center gap-1.5 pr-1 pl-1.5 pointer-coarse:h-11 ${className}`}
      >
        <span className="min-w-0 flex-1 truncate text-left [&>span]:inline-flex [&>span]:items-center [&>span]:gap-1.5">
          {/* Said here, as the list that knows the words is not there before the page has woken up. */}
          <Radix.Value>
            {chosen?.mark}
            {chosen?.label}
          </Radix.Value>
        </span>
        <DownGlyph size={12} className="text-t3" />
      </Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          position="popper"
          sideOffset={3}
          collisionPadding={8}
          className="border-line2 bg-panel text-text z-50 max-h-(--radix-select-content-available-height) min-w-(--radix-select-trigger-width) overflow-hidden rounded-button border"
        >
          <Radix.Viewport className="p-1">
            {options.map((option) => (
              <Radix.Item
                key={option.value}
                value={option.value}
                disabled={option.disabled === true}
                className="data-[highlighted]:bg-raised data-[disabled]:text-t3 relative flex max-w-80 cursor-default flex-col rounded-input py-1 pr-7 pl-2 text-body outline-none pointer-coarse:py-3"
              >
                <Radix.ItemText>
                  <span className="inline-flex items-center gap-1.5">
                    {option.mark}
                    {option.label}
                  </span>
                </Radix.ItemText>
                {option.note === undefined ? null : <span className="text-t3 text-small">{option.note}</span>}
                <Radix.ItemIndicator className="absolute top-1.5 right-2">
                  <CheckGlyph size={12} />
                </Radix.ItemIndicator>
              </Radix.Item>
            ))}
          </Radix.Viewport>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

interface SelectRowProps<V extends string> extends Omit<SelectProps<V>, 'id' | 'onChange'> {
  readonly onChange: (value: V) => Outcome;
}

/** A row of a panel: label and choice, and below it why a choice was refused. */
export function SelectRow<V extends string>({ className = 'w-40', onChange, ...props }: SelectRowProps<V>) {
  const id = useId();
  const [sentence, take] = useProblem();
  return (
    <div data-setting={props.label}>
      <div className="flex min-h-6 items-center justify-between gap-2">
        <label htmlFor={id} className="text-t2 text-body truncate">
          {props.label}
        </label>
        <Select {...props} id={id} className={className} onChange={(value) => take(onChange(value))} />
      </div>
      <ProblemText sentence={sentence} />
    </div>
  );
}
