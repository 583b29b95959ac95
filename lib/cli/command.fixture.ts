/** A command as a person gives it, in this process: what it says, and its exit status. */
import { vi } from 'vitest';

import { dispatch } from './dispatch';

export interface Answer {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

export async function switchyard(...args: readonly string[]): Promise<Answer> {
  const said = { stdout: '', stderr: '' };
  for (const stream of ['stdout', 'stderr'] as const) {
    vi.spyOn(process[stream], 'write').mockImplementation((text) => {
      said[stream] += String(text);
      return true;
    });
  }
  try {
    return { status: await dispatch(args), ...said };
  } finally {
    vi.restoreAllMocks();
  }
}
