/**
 * Reads a trace from the bytes of its file, piece by piece, in one pass that also hashes them. Nothing is kept of the text but the
 * line at hand. A file with any problem gives no trace: rows are never dropped silently.
 */
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';

import { fail, ok, type Result } from '@/lib/base/result';

import { Findings } from './findings';
import { lineReader } from './formats';
import { digits } from './request-rows';
import { TextLines } from './text-lines';
import { TRACE_LIMITS, type Trace } from './trace';
import type { TraceFormat } from './trace-format';
import type { LineReader } from './trace-kind';

export interface TraceReading {
  readonly trace: Trace;
  readonly format: TraceFormat;
  /** Size and content of the file that was read. */
  readonly bytes: number;
  readonly sha256: string;
  /** The last line has no line end: a file that was cut within a number looks the same. */
  readonly openEnd: boolean;
}

export class TraceReader {
  private readonly format: TraceFormat;
  private readonly found = new Findings();
  private readonly reader: LineReader;
  private readonly lines = new TextLines(TRACE_LIMITS.lineBytes);
  private readonly hash = sha256.create();
  private bytes = 0;

  constructor(format: TraceFormat) {
    this.format = format;
    this.reader = lineReader(format, this.found);
  }

  get bytesRead(): number {
    return this.bytes;
  }
  get rows(): number {
    return this.reader.rows;
  }

  /** false: what comes further is not needed, `finish` can tell what is wrong. */
  push(piece: Uint8Array): boolean {
    const { found, lines } = this;
    if (found.full) return false;
    this.bytes += piece.length;
    if (this.bytes > TRACE_LIMITS.bytes) {
      found.addToAll(`more than ${digits(TRACE_LIMITS.bytes)} bytes`, `must have at most ${digits(TRACE_LIMITS.bytes)} bytes`);
      return false;
    }
    this.hash.update(piece);
    lines.push(piece, this.take);
    if (lines.tooLong) {
      found.add(lines.lines + 1, 'no line end', `must have at most ${digits(TRACE_LIMITS.lineBytes)} bytes`);
      return false;
    }
    return !found.full;
  }

  finish(): Result<TraceReading> {
    const { found, reader } = this;
    const last = this.openEnd();
    const [first, ...more] = found.list;
    if (first !== undefined) return fail(first, ...more);
    if (reader.rows === 0) {
      found.addToAll(this.bytes === 0 ? 'an empty file' : `${this.lines.lines} lines without a row`, 'must hold at least one row');
      return fail(found.list[0]!);
    }
    return ok({ trace: reader.trace(), format: this.format, bytes: this.bytes, sha256: bytesToHex(this.hash.digest()), openEnd: last });
  }

  private readonly take = (text: string, line: number): boolean => {
    if (text.length > 0) this.reader.line(text, line);
    return !this.found.full;
  };

  /** Reads the line that has no end; what is wrong with it is that it is torn. */
  private openEnd(): boolean {
    const { found, reader, lines } = this;
    if (found.full || lines.tooLong) return false;
    const text = lines.rest();
    if (text === null) return false;
    const before = found.list.length;
    reader.line(text, lines.lines);
    const torn = found.list.splice(before)[0];
    if (torn !== undefined) found.add(lines.lines, text, `must be whole, and the file ends within it: ${torn.rule}`);
    return true;
  }
}
