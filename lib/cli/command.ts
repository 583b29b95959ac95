/** What every command of the command line is, and how it speaks: answers on stdout, everything else on stderr. */
import { parseArgs, type ParseArgsConfig } from 'node:util';

import type { Problem } from '@/lib/base/result';

/** `good`: done. `failed`: the check or the run that was asked for failed. `badUsage`: nothing was done. */
export const EXIT = { good: 0, failed: 1, badUsage: 2 } as const;
export type Exit = (typeof EXIT)[keyof typeof EXIT];

export interface Command {
  /** What follows the command's name. */
  readonly usage: string;
  readonly summary: string;
  run(args: readonly string[]): Promise<Exit> | Exit;
}

export function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

export function warn(text: string): void {
  process.stderr.write(`${text}\n`);
}

/** Says what is wrong with what was asked for, a sentence each. */
export function badUsage(...sentences: readonly string[]): Exit {
  for (const sentence of sentences) warn(sentence);
  return EXIT.badUsage;
}

export function badInput(problems: readonly Problem[]): Exit {
  return badUsage(...problems.map(({ message }) => message));
}

type Parsed<T extends ParseArgsConfig> = ReturnType<typeof parseArgs<T>>;

/** The arguments in `config`'s form, or the sentence on what is wrong with them. */
export function readArgs<const T extends ParseArgsConfig>(
  config: T,
): { ok: true; value: Parsed<T> } | { ok: false; sentence: string } {
  try {
    return { ok: true, value: parseArgs(config) };
  } catch (error) {
    if (error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS')) {
      return { ok: false, sentence: error.message };
    }
    throw error;
  }
}
