'use client';

import { Slider as Radix } from 'radix-ui';
import { useRef, useState, type KeyboardEvent } from 'react';

interface SliderProps {
  readonly label: string;
  readonly value: number;
  readonly min: number;
  readonly max: number;
  readonly step: number;
  /** The value in words, for those who hear it. */
  readonly say: (value: number) => string;
  /** Called once when the pointer or the key is let go, with the value it was let go at. */
  readonly onCommit: (value: number) => void;
  /** Called on the way. */
  readonly onMove?: (value: number | null) => void;
  /** `bar`: a thin progress bar whose thumb shows under the pointer and the keyboard. */
  readonly look?: 'slider' | 'bar';
  readonly disabled?: boolean;
  readonly className?: string;
}

/** One drag, or one hold of a key, is one change. */
export function Slider({
  label,
  value,
  min,
  max,
  step,
  say,
  onCommit,
  onMove,
  look = 'slider',
  disabled = false,
  className = '',
}: SliderProps) {
  const [draft, setDraft] = useState<number | null>(null);
  const byKey = useRef(false);
  const shown = draft ?? value;

  const move = (next: number | null): void => {
    setDraft(next);
    onMove?.(next);
  };
  const commit = (next: number): void => {
    move(null);
    if (next !== value) onCommit(next);
  };
  const keyed = (event: KeyboardEvent): void => {
    if (/^(Arrow|Page|Home|End)/.test(event.key)) byKey.current = true;
  };
  const released = (): void => {
    if (!byKey.current) return;
    byKey.current = false;
    if (draft !== null) commit(draft);
  };

  return (
    <Radix.Root
      value={[shown]}
      min={min}
      max={max}
      step={step}
      disabled={disabled}
      onValueChange={([next]) => move(next!)}
      onValueCommit={([next]) => {
        // Radix commits at every key; a held key waits for its release.
        if (!byKey.current) commit(next!);
      }}
      onKeyDown={keyed}
      onKeyUp={released}
      onBlur={released}
      onPointerDown={() => (byKey.current = false)}
      onLostPointerCapture={() => {
        if (!byKey.current && draft !== null) commit(draft);
      }}
      className={`group relative flex h-6 touch-none items-center select-none ${disabled ? 'opacity-45' : 'cursor-pointer'} ${className}`}
    >
      <Radix.Track className={`relative w-full rounded-full ${look === 'bar' ? 'bg-line2 h-[2px]' : 'bg-edge h-[1.5px]'}`}>
        <Radix.Range className="bg-text absolute h-full rounded-full" />
      </Radix.Track>
      <Radix.Thumb
        aria-label={label}
        aria-valuetext={say(shown)}
        className={`bg-text block size-2.5 rounded-full pointer-coarse:size-5 ${look === 'bar' ? 'opacity-0 group-hover:opacity-100 focus-visible:opacity-100 pointer-coarse:opacity-100' : ''}`}
      />
    </Radix.Root>
  );
}
