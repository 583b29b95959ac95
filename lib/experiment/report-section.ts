import type { Cell } from './report-numbers';

/** One table of a report, in words. */
export interface ReportSection {
  readonly id: string;
  readonly title: string;
  /** What holds of all its numbers, or why there are none. */
  readonly notes: readonly string[];
  /** The first names the rows. `words`: of words, not of numbers. */
  readonly columns: readonly { readonly title: string; readonly words?: true }[];
  /** `cells` belong to the columns from the second on. */
  readonly rows: readonly { readonly title: string; readonly cells: readonly Cell[] }[];
}
