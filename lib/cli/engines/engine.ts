/** A JavaScript engine of this machine, found without being told where, and how it runs the script. */
import { accessSync, constants, readdirSync, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Engines of one family share their code; a shell stands for its browser where that is not at hand. */
export type Family = 'V8' | 'SpiderMonkey' | 'JavaScriptCore';

export interface Answered {
  /** The script's `answerText`. */
  readonly text: string;
  /** What the engine calls itself; empty for a shell that does not say. */
  readonly version: string;
}

export interface FoundEngine {
  /** Which program, and how it came to be this one. */
  readonly origin: string;
  /** Runs a script of `engineScript`. Throws, with what the engine said, when it cannot. */
  run(script: string): Promise<Answered>;
}

export interface Engine {
  readonly id: string;
  readonly family: Family;
  /** What would bring it to a machine that lacks it. */
  readonly bring: string;
  /** null where the machine lacks it. */
  find(): FoundEngine | null;
}

/** The first runnable file among `names` on PATH, then among `places` (whole paths; one `*` stands for any folder). */
export function findProgram(names: readonly string[], places: readonly string[] = []): string | null {
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  const onPath = names.flatMap((name) => folders.map((folder) => join(folder, name)));
  return [...onPath, ...places.flatMap(expanded)].find(runnable) ?? null;
}

function expanded(place: string): string[] {
  const [before, after] = place.split('*');
  if (before === undefined || after === undefined) return [place];
  try {
    return readdirSync(before).map((folder) => `${before}${folder}${after}`);
  } catch {
    return [];
  }
}

function runnable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
