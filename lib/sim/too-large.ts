/**
 * What a run may hold at once. How many requests pile up inside is known only by running, so this limit is not one of the schema's:
 * a run that reaches it stops, at the same event everywhere.
 */
import { grouped } from '@/lib/scenario/words';

/** Rows of one pool: 2^21 requests with all their columns are about 200 MB. */
export const MOST_ROWS = 2_097_152;

/** The run holds more at once than it may. The message is a sentence for whoever wrote the scenario. */
export class RunTooLarge extends Error {
  constructor(what: string, hint: string) {
    super(`more than ${grouped(MOST_ROWS)} ${what} at once; ${hint}`);
    this.name = 'RunTooLarge';
  }
}

/** The next size of a pool that is full: twice as much, at least `least`. Throws RunTooLarge beyond the limit. */
export function nextSize(rows: number, least: number, what: string, hint: string): number {
  if (rows >= MOST_ROWS) throw new RunTooLarge(what, hint);
  return Math.max(least, rows * 2);
}
