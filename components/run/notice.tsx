'use client';

import { useEffect } from 'react';
import { create } from 'zustand';

const SHOWN_MS = 4_000;

interface NoticeState {
  readonly text: string | null;
  /** Told anew each time, so that the same words twice are heard twice. */
  readonly turn: number;
}

const useNotice = create<NoticeState>(() => ({ text: null, turn: 0 }));

/** One short sentence about what has just been done. */
export function tell(text: string): void {
  useNotice.setState((state) => ({ text, turn: state.turn + 1 }));
}

export function Notice() {
  const { text, turn } = useNotice();
  useEffect(() => {
    if (text === null) return;
    const timer = setTimeout(() => useNotice.setState({ text: null }), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [text, turn]);
  return (
    <div role="status" className="pointer-events-none fixed inset-x-0 bottom-4 z-50 flex justify-center">
      {text === null ? null : (
        <p key={turn} className="border-edge bg-raised text-text text-body rounded-button border px-3 py-1.5">
          {text}
        </p>
      )}
    </div>
  );
}
