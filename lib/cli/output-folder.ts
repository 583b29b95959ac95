import { mkdirSync, statSync } from 'node:fs';

/**
 * Makes a folder to write into where there is none; null, or a sentence that says why there can be none. Only the last part of the path is
 * made: Node's recursive `mkdir` does not return where the file system refuses, as under /proc, and a misspelt path is better told than made.
 */
export function madeFolder(path: string): string | null {
  const there = statSync(path, { throwIfNoEntry: false });
  if (there?.isDirectory() === true) return null;
  if (there !== undefined) return `"${path}" is a file, not a folder to write into.`;
  try {
    mkdirSync(path);
    return null;
  } catch (error) {
    return `The folder "${path}" could not be made: ${(error as Error).message}.`;
  }
}
