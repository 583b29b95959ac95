/** What every command of the command line is, and how it speaks: answers on stdout, everything else on stderr. */
import { parseArgs, type ParseArgsConfig } from 'node:util';

import type { Problem } from '@/lib/base/result';
import { nearest } from '@/lib/scenario/nearest';
import { listed } from '@/lib/scenario/words';

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
    return { ok: true, value: parseArgs({ ...config, args: config.args?.reduce(withNegatives, []) }) as Parsed<T> };
  } catch (error) {
    if (!(error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS'))) throw error;
    const unknown = error.code === 'ERR_PARSE_ARGS_UNKNOWN_OPTION' ? /'(-[^' ]*)'/.exec(error.message)?.[1] : undefined;
    return { ok: false, sentence: unknown === undefined ? firstLine(error.message) : noSuchOption(unknown, config) };
  }
}

/** `--from -5` as `--from=-5`: a number below 0 is a value for whoever asked for it, and the sentence about it is theirs. */
function withNegatives(args: readonly string[], arg: string): string[] {
  const last = args.at(-1);
  const joins = last !== undefined && /^--[a-z][\w-]*$/.test(last) && /^-\d/.test(arg);
  return joins ? [...args.slice(0, -1), `${last}=${arg}`] : [...args, arg];
}

function noSuchOption(found: string, { options = {} }: ParseArgsConfig): string {
  const names = Object.keys(options).map((name) => `--${name}`);
  const meant = nearest(found, names);
  const rule = names.length === 0 ? 'this command has none' : `there are ${listed(names, 24)}`;
  return `There is no option ${found}: ${rule}${meant === undefined ? '.' : `; did you mean ${meant}?`}`;
}

/** The rest of what Node says is advice on arguments that begin with a dash. */
function firstLine(message: string): string {
  return message.split('\n', 1)[0]!;
}
