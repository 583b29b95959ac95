/** The life of one request: all its tries, each from its decision to what its client heard, and how to tell it line by line. */

const ENDS = { finished: 'answered', refused: 'refused', failed: 'failed', timedOut: 'timed out' } as const;

/** One try. Times are null where it has not come to that, or never will. */
export interface TryOfLife {
  /** From 0, refusals included. */
  readonly attempt: number;
  /** Index of the decision, which `explainAt` explains; null where admission refused before any. */
  readonly decision: number | null;
  /** A further copy beside one that is still out. */
  readonly isCopy: boolean;
  readonly decidedMs: number;
  /** null: the router had none, and `error` says why, as the router calls it. */
  readonly node: string | null;
  readonly model: string | null;
  readonly error: string | null;
  readonly reachedMs: number | null;
  readonly serviceStartMs: number | null;
  /** When the node was done with it, or dropped it, whether its client still waited or not. */
  readonly serviceEndMs: number | null;
  /** Its whole work at speed 1, known once service starts. */
  readonly workMs: number | null;
  /** How it ended for its client, and when the client knew. */
  readonly outcome: string | null;
  readonly heardMs: number | null;
}

export interface LifeOfRequest {
  /** Number in order of arrival, from 0, over all classes. */
  readonly request: number;
  readonly class: string;
  readonly origin: string;
  readonly arrivedMs: number;
  readonly tries: readonly TryOfLife[];
  /** null: still inside. */
  readonly end: keyof typeof ENDS | null;
  readonly endedMs: number | null;
}

/** One thing that happened. */
export interface LifeLine {
  readonly atMs: number;
  /** From 1; null: of the request as a whole. */
  readonly attempt: number | null;
  readonly text: string;
}

/** In order of time; what happens at one instant stays in the order of its causes. */
export function lifeLines(life: LifeOfRequest): LifeLine[] {
  const lines = life.tries.flatMap((one) => tryLines(one)).sort((a, b) => a.atMs - b.atMs);
  if (life.end === null || life.endedMs === null) return lines;
  const { endedMs } = life;
  // A node may go on with an attempt that nobody waits for any more.
  const at = lines.findLastIndex(({ atMs }) => atMs <= endedMs) + 1;
  return lines.toSpliced(at, 0, { atMs: endedMs, attempt: null, text: `the request is ${ENDS[life.end]}` });
}

function tryLines(one: TryOfLife): LifeLine[] {
  const { node, decidedMs, reachedMs, serviceStartMs, serviceEndMs, heardMs } = one;
  const attempt = one.attempt + 1;
  const lines: LifeLine[] = [];
  const add = (atMs: number | null, text: string): void => {
    if (atMs !== null) lines.push({ atMs, attempt, text });
  };
  if (node === null) {
    add(decidedMs, `no node: ${one.error ?? 'unknown'}`);
    return lines;
  }
  add(decidedMs, `${one.isCopy ? 'a further copy is sent' : 'sent'} to ${node} for ${one.model}`);
  add(reachedMs, `reaches ${node}`);
  if (serviceStartMs !== null && reachedMs !== null) {
    const waitedMs = serviceStartMs - reachedMs;
    const waited = waitedMs > 0 ? `after waiting ${waitedMs.toFixed(1)} ms` : 'at once';
    add(serviceStartMs, `service begins ${waited}, of ${(one.workMs ?? 0).toFixed(1)} ms work`);
  }
  add(serviceEndMs, `leaves ${node}`);
  add(heardMs, one.outcome === 'ok' ? 'the answer arrives' : `the client learns: ${one.outcome}`);
  return lines;
}
