import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, normalize, sep } from 'node:path';

const BLOCK = 512;

/**
 * Writes the files of an uncompressed ustar archive below `folder`. Files and folders alone: a link, or a name that leads out
 * of `folder`, throws. A bare machine has no `tar` command, and the archives at hand use nothing else of the format.
 */
export function untar(archive: Buffer, folder: string): void {
  let at = 0;
  while (at + BLOCK <= archive.length && archive[at] !== 0) {
    const header = archive.subarray(at, at + BLOCK);
    const prefix = text(header, 345, 155);
    const name = normalize(prefix === '' ? text(header, 0, 100) : `${prefix}/${text(header, 0, 100)}`);
    const size = parseInt(text(header, 124, 12), 8);
    const kind = String.fromCharCode(header[156] ?? 0);
    if (name.startsWith('..') || name.startsWith(sep)) throw new Error(`The archive wants to write outside its folder: ${name}`);
    const path = join(folder, name);
    const start = at + BLOCK;
    if (kind === '5') mkdirSync(path, { recursive: true });
    else if (kind === '0' || kind === '\0') {
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, archive.subarray(start, start + size));
      chmodSync(path, parseInt(text(header, 100, 8), 8) & 0o755);
    } else if (kind !== 'x' && kind !== 'g') throw new Error(`The archive holds an entry of unknown kind "${kind}": ${name}`);
    at = start + Math.ceil(size / BLOCK) * BLOCK;
  }
}

/** A field that ends at its first NUL, or at its end. */
function text(header: Buffer, from: number, length: number): string {
  const field = header.subarray(from, from + length);
  const end = field.indexOf(0);
  return field.toString('utf8', 0, end < 0 ? length : end).trim();
}
