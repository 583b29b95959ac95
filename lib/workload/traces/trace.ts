/**
 * A record of real traffic, as typed arrays. Times count from the trace's own start, in ms; whatever the file says before that (a
 * date, an epoch) is gone. Rows are in order of time, equals in the order of the file.
 */

/** One row a request. */
export interface RequestTrace {
  readonly kind: 'requests';
  /** The first is 0. */
  readonly timeMs: Float64Array;
  readonly inputTokens: Int32Array;
  readonly outputTokens: Int32Array;
  /**
   * Number of the session that each request belongs to, from 0 in order of first appearance, -1 for one that stands
   * alone; null where the file names no sessions.
   */
  readonly session: Int32Array | null;
  readonly blocks: PrefixBlocks | null;
}

/** Ids of the prompt blocks of each request: those of row i stand at `from[i]` to `from[i + 1]`. Equal ids mean an equal prefix up to there. */
export interface PrefixBlocks {
  readonly from: Int32Array;
  readonly ids: Int32Array;
}

export const NO_FIT = 0;
export const GAMMA = 1;
export const WEIBULL = 2;

/** One row a window in which requests came at a rate, with a law fitted to their gaps. Only the shape of a fit is kept: its scale gives way to the rate. */
export interface WindowTrace {
  readonly kind: 'windows';
  /** The first is 0. A window ends where the next begins. */
  readonly startMs: Float64Array;
  readonly endMs: number;
  readonly ratePerS: Float64Array;
  /** Coefficient of variation of the gaps, as recorded. */
  readonly cv: Float64Array;
  /** `NO_FIT`, `GAMMA` or `WEIBULL`. */
  readonly law: Uint8Array;
  readonly shape: Float64Array;
}

export type Trace = RequestTrace | WindowTrace;

/** What one file may bring. 20 million rows are 320 MB of columns. */
export const TRACE_LIMITS = {
  bytes: 1_000_000_000,
  rows: 20_000_000,
  /** Of one line. */
  lineBytes: 1_000_000,
  /** Block ids of all rows together. */
  blocks: 50_000_000,
  /** Different names of sessions, and their characters together: names are kept as text while a file is read. */
  sessions: 4_000_000,
  sessionCharacters: 100_000_000,
  /** Of one row, input and output each. */
  tokens: 100_000_000,
  windows: 1_000_000,
  ratePerS: 1_000_000,
  /** From the first row to the last: ten years. */
  spanMs: 315_576_000_000,
} as const;

/** What a scenario says of a trace besides its name, and what a file must give again. */
export interface TraceFacts {
  /** Requests, or windows. */
  readonly rows: number;
  /** Requests in all; for windows the expected number. */
  readonly requests: number;
  /** From the first request to the last; for windows to the end of the last. */
  readonly spanMs: number;
}

export function traceFacts(trace: Trace): TraceFacts {
  if (trace.kind === 'requests') {
    const rows = trace.timeMs.length;
    return { rows, requests: rows, spanMs: trace.timeMs[rows - 1]! };
  }
  const rows = trace.startMs.length;
  let requests = 0;
  for (let i = 0; i < rows; i++) requests += (trace.ratePerS[i]! * (windowEndMs(trace, i) - trace.startMs[i]!)) / 1_000;
  return { rows, requests, spanMs: trace.endMs };
}

export function windowEndMs(trace: WindowTrace, i: number): number {
  return i + 1 < trace.startMs.length ? trace.startMs[i + 1]! : trace.endMs;
}
