/** One measurement of a bench. */
export interface BenchLine {
  readonly bench: string;
  readonly case: string;
  readonly nodes: number;
  /** Requests, or whatever the bench says it counts. */
  readonly perSecond: number;
}

/** What a `*.bench.ts` file that exports `bench(report)` is given. */
export type BenchReport = (line: BenchLine) => void;
