import { accessSync, constants, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** null, or a sentence that says why no file can be written at `path`. Writes nothing; a file that is there may be written over. */
export function unwritable(option: string, path: string): string | null {
  if (path === '') return `--${option} must name a file to write (found "").`;
  const there = statSync(path, { throwIfNoEntry: false });
  if (there?.isDirectory() === true) return `--${option} must name a file to write, and "${path}" is a folder.`;
  const folder = dirname(path);
  if (there === undefined && statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true) {
    return `--${option} must name a file in a folder that is there (found "${path}"; there is no folder "${folder}").`;
  }
  try {
    accessSync(there === undefined ? folder : path, constants.W_OK);
    return null;
  } catch {
    return `--${option} must name a file that can be written (found "${path}").`;
  }
}

/** Writes a whole file; null, or a sentence that says why it could not be written. */
export function writtenFile(option: string, path: string, text: string): string | null {
  try {
    writeFileSync(path, text);
    return null;
  } catch (error) {
    return `--${option} could not be written to "${path}": ${(error as Error).message}.`;
  }
}
