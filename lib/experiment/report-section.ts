import type { Cell } from './report-numbers';

/** One table of a report, in words. */
export interface ReportSection {
  readonly id: string;
  readonly title: string;
  /** What holds of all its numbers, or why there are none. */
  readonly notes: readonly string[];
  /** The first names the rows. `words`: of words, not of numbers; `name`: headed by the name of a class, to be left as it is. */
  readonly columns: readonly { readonly title: string; readonly words?: true; readonly name?: true }[];
  /** `cells` belong to the columns from the second on. */
  readonly rows: readonly { readonly title: string; readonly cells: readonly Cell[] }[];
}
