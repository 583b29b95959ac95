/** One measurement of a bench. */
export interface BenchLine {
  readonly bench: string;
  readonly case: string;
  readonly nodes: number;
  /** Requests, or whatever the bench says it counts. */
  readonly perSecond: number;
  /** The most memory that the case's process had, in MB, where that was measured. */
  readonly peakMb?: number;
}

/** What a `*.bench.ts` file that exports `bench(report)` is given. */
export type BenchReport = (line: BenchLine) => void;
