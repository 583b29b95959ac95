import { fail, problem, type Result } from '@/lib/base/result';

import { detectFormat, expectedForms, LINES_TO_DETECT, type Detected } from './formats';
import { TextLines } from './text-lines';
import { TRACE_LIMITS } from './trace';
import type { TraceFormat } from './trace-format';
import { TraceReader, type TraceReading } from './trace-reader';

/** A file as it comes: from a disk, a page's blob or a socket. */
export type Pieces = AsyncIterable<Uint8Array>;

export interface ReadingProgress {
  readonly bytes: number;
  readonly rows: number;
}

/** Told after every piece; an answer of false ends the reading. */
export type OnProgress = (progress: ReadingProgress) => boolean;

/** Reads a whole file in a known form. null: it was ended by `onProgress`. */
export async function readTrace(
  pieces: Pieces,
  format: TraceFormat,
  onProgress: OnProgress = () => true,
): Promise<Result<TraceReading> | null> {
  const reader = new TraceReader(format);
  for await (const piece of pieces) {
    if (!reader.push(piece)) break;
    if (!onProgress({ bytes: reader.bytesRead, rows: reader.rows })) return null;
  }
  return reader.finish();
}

/** Reads no more than it takes to say what a file is. A file in no form that is known is a problem. */
export async function detectTrace(pieces: Pieces): Promise<Result<Exclude<Detected, { kind: 'unknown' }>>> {
  const lines = new TextLines(TRACE_LIMITS.lineBytes);
  const first: string[] = [];
  for await (const piece of pieces) {
    lines.push(piece, (text) => {
      if (text.length > 0) first.push(text);
      return first.length < LINES_TO_DETECT;
    });
    if (first.length >= LINES_TO_DETECT || lines.tooLong) break;
  }
  if (first.length < LINES_TO_DETECT) {
    const rest = lines.rest();
    // A torn last line says nothing of the form, unless it is all there is.
    if (rest !== null && first.length === 0) first.push(rest);
  }
  const detected = detectFormat(first);
  if (detected.kind !== 'unknown') return { ok: true, value: detected };
  const found = first.length === 0 ? 'an empty file' : first[0]!;
  return fail(problem('the file', found, `fits no form of a trace; expected is ${expectedForms()}`));
}
