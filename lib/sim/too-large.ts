/**
 * What a run may hold at once. How many requests pile up inside is known only by running, so this limit is not one of the schema's:
 * a run that reaches it stops, at the same event everywhere.
 */
import { grouped } from '@/lib/scenario/words';

/** Rows of one pool: 2^21 requests with all their columns are about 200 MB. */
export const MOST_ROWS = 2_097_152;
/** Nodes that all requests of a pool have tried; room for them is made at once, 128 MB at most. */
export const MOST_TRIED = 33_554_432;

/** The run holds more at once than it may. The message is a sentence for whoever wrote the scenario. */
export class RunTooLarge extends Error {
  constructor(held: number, what: string, hint: string) {
    super(`more than ${grouped(held)} ${what} at once; ${hint}`);
    this.name = 'RunTooLarge';
  }
}

/** The next size of a pool that is full: twice as much, at least `least`. Throws RunTooLarge beyond `most`. */
export function nextSize(rows: number, least: number, what: string, hint: string, most = MOST_ROWS): number {
  const next = Math.max(least, rows * 2);
  if (next > most) throw new RunTooLarge(rows, what, hint);
  return next;
}
