/**
 * The traces that a host holds, and how files become such. The page hands over a file, not its text: the rows are made here, beside the
 * simulation, and never cross to the page.
 */
import type { Problem } from '@/lib/base/result';
import type { Scenario } from '@/lib/scenario/schema';
import type { ReadFile } from '@/lib/scenario/trace-class';
import { absentTraces, traceKey, usedTraces, type Traces } from '@/lib/scenario/trace-supply';
import type { CsvGuess } from '@/lib/workload/traces/plain-csv';
import { detectTrace, readTrace, type Pieces, type ReadingProgress } from '@/lib/workload/traces/read-trace';
import { traceStatistics, type TraceStatistics } from '@/lib/workload/traces/statistics';
import { traceFacts, type Trace } from '@/lib/workload/traces/trace';
import type { TraceFormat } from '@/lib/workload/traces/trace-format';

export type { CsvGuess, ReadingProgress, TraceFormat, TraceStatistics };

export type TraceRead =
  | {
      readonly kind: 'read';
      readonly file: Omit<ReadFile, 'name'>;
      readonly statistics: TraceStatistics;
      /** The last line has no line end. */
      readonly openEnd: boolean;
    }
  /** A CSV whose columns a person has to confirm; read it again with a form. */
  | ({ readonly kind: 'columns' } & CsvGuess)
  /** `format` is null where the file fits none. */
  | { readonly kind: 'broken'; readonly format: TraceFormat | null; readonly problems: readonly Problem[] }
  | { readonly kind: 'stopped' };

/** A file that scenarios replay, and how it is to be read. */
export interface TraceFile {
  readonly name: string;
  readonly file: Blob;
  readonly format: TraceFormat;
}

/** Wall time between two words on how far a reading is. */
const PROGRESS_EVERY_MS = 100;

export class HeldTraces {
  private held = new Map<string, Trace>();
  private readonly clock: () => number;
  /** Bumped by whatever ends the reading under way. */
  private turn = 0;

  constructor(clock: () => number) {
    this.clock = clock;
  }

  get all(): Traces {
    return this.held;
  }

  /** Reads a file; one reading at a time, a new one ends the one before. `open` may be asked twice, from the beginning each time. */
  async read(
    open: () => Pieces,
    format: TraceFormat | null,
    onProgress: (progress: ReadingProgress) => void,
  ): Promise<TraceRead> {
    const turn = ++this.turn;
    let known = format;
    if (known === null) {
      const detected = await detectTrace(open());
      if (turn !== this.turn) return { kind: 'stopped' };
      if (!detected.ok) return { kind: 'broken', format: null, problems: detected.problems };
      if (detected.value.kind === 'guessed') return { ...detected.value, kind: 'columns' };
      known = detected.value.format;
    }
    let toldMs = this.clock();
    const read = await readTrace(open(), known, (progress) => {
      const nowMs = this.clock();
      if (nowMs - toldMs >= PROGRESS_EVERY_MS) {
        toldMs = nowMs;
        onProgress(progress);
      }
      return turn === this.turn;
    });
    if (read === null || turn !== this.turn) return { kind: 'stopped' };
    if (!read.ok) return { kind: 'broken', format: known, problems: read.problems };
    const { trace, bytes, sha256, openEnd } = read.value;
    this.held.set(traceKey({ sha256, format: known }), trace);
    const file = { bytes, sha256, format: known, ...traceFacts(trace) };
    return { kind: 'read', file, statistics: traceStatistics(trace), openEnd };
  }

  stop(): void {
    this.turn++;
  }

  absent(scenario: Scenario): ReturnType<typeof absentTraces> {
    return absentTraces(scenario, this.held);
  }

  /** Lets go of what the scenario does not use. */
  keepFor(scenario: Scenario): void {
    const used = new Set(usedTraces(scenario).map((entry) => traceKey(entry)));
    this.held = new Map([...this.held].filter(([key]) => used.has(key)));
  }
}

/** A file's bytes as they stream by. Not every browser's streams can be looped over. */
export async function* piecesOf(file: Blob): AsyncGenerator<Uint8Array> {
  const reader = file.stream().getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield value;
    }
  } finally {
    void reader.cancel();
  }
}
