/** Takes the requests of a file one by one, holds each against the rules that all formats share, and makes the trace of them. */
import type { Findings } from './findings';
import { floats, integers, type Growing } from './growing';
import { TRACE_LIMITS, type RequestTrace } from './trace';

/** Limits as digits in groups of three, for sentences; this room stands below the one that has the words. */
export function digits(value: number): string {
  return String(value).replace(/\B(?=(?:\d{3})+$)/g, ',');
}

const TOKENS_RULE = `must be a whole number from 0 to ${digits(TRACE_LIMITS.tokens)}`;

const MOST_SESSIONS = `a trace must have at most ${digits(TRACE_LIMITS.sessions)} different sessions, with ${digits(TRACE_LIMITS.sessionCharacters)} characters together`;

/** A part of a text may keep the whole of it in memory: what is kept for long gets a text of its own. */
function ownCopy(part: string): string {
  return part.split('').join('');
}

export class RequestRows {
  private readonly found: Findings;
  private readonly timeMs = floats();
  private readonly inputTokens = integers();
  private readonly outputTokens = integers();
  private readonly sessionOf: Growing<Int32Array> | null;
  private readonly sessions = new Map<string, number>();
  private readonly blocksFrom: Growing<Int32Array> | null;
  private readonly blockIds = integers();
  private sessionCharacters = 0;
  private firstWholeMs = 0;
  private firstPartMs = 0;
  private lastMs = 0;

  constructor(found: Findings, has: { readonly sessions?: boolean; readonly blocks?: boolean }) {
    this.found = found;
    this.sessionOf = has.sessions === true ? integers() : null;
    this.blocksFrom = has.blocks === true ? integers() : null;
  }

  get count(): number {
    return this.timeMs.length;
  }

  /** Time of day in two parts: whole ms, and what is below one (0 where the file has none). Answers whether the row was taken. */
  add(line: number, wholeMs: number, partMs: number, input: number, output: number, session?: string): boolean {
    const { found, timeMs } = this;
    if (timeMs.length === 0) {
      this.firstWholeMs = wholeMs;
      this.firstPartMs = partMs;
    }
    const atMs = wholeMs - this.firstWholeMs + (partMs - this.firstPartMs);
    if (atMs < this.lastMs) {
      found.add(line, `${seconds(atMs)} from the first row on`, `times must not go back: ${seconds(atMs)} after ${seconds(this.lastMs)}`);
      return false;
    }
    if (atMs > TRACE_LIMITS.spanMs) {
      found.add(line, `${seconds(atMs)} from the first row on`, 'must come within ten years of the first row');
      return false;
    }
    if (!(input >= 0 && input <= TRACE_LIMITS.tokens)) {
      found.add(line, input, `input tokens ${TOKENS_RULE}`);
      return false;
    }
    if (!(output >= 0 && output <= TRACE_LIMITS.tokens)) {
      found.add(line, output, `output tokens ${TOKENS_RULE}`);
      return false;
    }
    if (timeMs.length >= TRACE_LIMITS.rows) {
      found.add(line, timeMs.length + 1, `a trace must have at most ${digits(TRACE_LIMITS.rows)} rows`);
      return false;
    }
    const inSession = this.sessionOf === null ? -1 : this.sessionNumber(line, session ?? '');
    if (inSession === null) return false;
    this.lastMs = atMs;
    timeMs.push(atMs);
    this.inputTokens.push(input);
    this.outputTokens.push(output);
    this.sessionOf?.push(inSession);
    if (this.blocksFrom !== null) this.blocksFrom.push(this.blockIds.length);
    return true;
  }

  /** Block ids of the row that was added last. */
  addBlocks(line: number, ids: readonly number[]): void {
    if (this.blockIds.length + ids.length > TRACE_LIMITS.blocks) {
      this.found.add(line, `${ids.length} more`, `a trace must have at most ${digits(TRACE_LIMITS.blocks)} block ids`);
      return;
    }
    for (const id of ids) this.blockIds.push(id);
  }

  /** To be asked for once, when all rows have come and nothing was found wrong. */
  trace(): RequestTrace {
    const blocks = this.blocksFrom;
    blocks?.push(this.blockIds.length);
    return {
      kind: 'requests',
      timeMs: this.timeMs.take(),
      inputTokens: this.inputTokens.take(),
      outputTokens: this.outputTokens.take(),
      session: this.sessionOf?.take() ?? null,
      blocks: blocks === null ? null : { from: blocks.take(), ids: this.blockIds.take() },
    };
  }

  /** -1 for a request without a session's name: it stands alone. null where there are too many names. */
  private sessionNumber(line: number, name: string): number | null {
    if (name === '') return -1;
    const known = this.sessions.get(name);
    if (known !== undefined) return known;
    const number = this.sessions.size;
    this.sessionCharacters += name.length;
    if (number >= TRACE_LIMITS.sessions || this.sessionCharacters > TRACE_LIMITS.sessionCharacters) {
      this.found.add(line, name, MOST_SESSIONS);
      return null;
    }
    this.sessions.set(ownCopy(name), number);
    return number;
  }
}

function seconds(ms: number): string {
  return `${ms / 1_000} s`;
}
