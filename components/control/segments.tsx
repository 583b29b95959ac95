'use client';

import { RadioGroup } from 'radix-ui';

interface SegmentsProps<V extends string> {
  readonly label: string;
  readonly value: V;
  readonly options: readonly { readonly value: V; readonly label: string }[];
  readonly onChange: (value: V) => void;
  readonly className?: string;
}

/** One of a few, side by side: a radio group; arrows move the choice. */
export function Segments<V extends string>({ label, value, options, onChange, className = '' }: SegmentsProps<V>) {
  return (
    <RadioGroup.Root
      aria-label={label}
      value={value}
      onValueChange={(next) => onChange(next as V)}
      orientation="horizontal"
      className={`bg-raised inline-flex h-[26px] items-center rounded-button p-[2px] pointer-coarse:h-11 ${className}`}
    >
      {options.map((option) => (
        <RadioGroup.Item
          key={option.value}
          value={option.value}
          className="text-t2 hover:text-text data-[state=checked]:border-edge data-[state=checked]:bg-bg data-[state=checked]:text-text h-full min-w-8 rounded-input border border-transparent px-2 text-body font-strong whitespace-nowrap"
        >
          {option.label}
        </RadioGroup.Item>
      ))}
    </RadioGroup.Root>
  );
}
