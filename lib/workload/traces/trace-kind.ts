import type { Findings } from './findings';
import type { Trace } from './trace';

/** Reads one file: every line in order, then the end. */
export interface LineReader {
  line(text: string, line: number): void;
  /** Rows so far. */
  readonly rows: number;
  /** The trace; only meant where nothing was found wrong and there is a row. */
  trace(): Trace;
}

/** One way in which traces are written. */
export interface TraceKind {
  /** As a person calls it. */
  readonly name: string;
  /** What its files look like, to end the sentence "expected ...". */
  readonly looksLike: string;
  /** Whether a file that begins with these lines is of this kind. There is at least one. */
  detect(firstLines: readonly string[]): boolean;
  read(found: Findings): LineReader;
}

/** A header's names, without the space and the quotes around them. */
export function headerNames(line: string, separator = ','): string[] {
  return line
    .split(separator)
    .map((name) => name.trim().replace(/^"(.*)"$/, '$1'));
}
