'use client';

import { useState } from 'react';

import type { Problem } from '@/lib/base/result';

/** What became of a change: its problems; none, or nothing at all, when it was taken. */
export type Outcome = readonly Problem[] | Promise<readonly Problem[]> | void;

/** Problems of what was given; none when it was taken. */
export type Commit<T> = (value: T) => readonly Problem[] | Promise<readonly Problem[]>;

/** A sentence that stands beside a control until the next change is taken. `take` hears what became of a change. */
export function useProblem(): readonly [sentence: string | null, take: (outcome: Outcome) => void] {
  const [sentence, setSentence] = useState<string | null>(null);
  const take = (outcome: Outcome): void => {
    if (outcome instanceof Promise) void outcome.then((problems) => setSentence(problems[0]?.message ?? null));
    else setSentence(outcome?.[0]?.message ?? null);
  };
  return [sentence, take];
}

export function ProblemText({ id, sentence }: { readonly id?: string; readonly sentence: string | null }) {
  return (
    <p id={id} role="alert" className={sentence === null ? 'sr-only' : 'text-open text-small pb-1'}>
      {sentence}
    </p>
  );
}
