import type { DeploymentIndex } from '@/lib/fleet/ids';
import type { Signal } from '@/lib/fleet/snapshot';
import type { Pool } from '../../pool';

/** One term of `scorer-sum`. Source of all: the Gateway API's endpoint picker, now in the llm-d router. */
export interface Scorer {
  readonly needs: readonly Signal[];
  /** Writes the score of each place of a settled pool, 0 to 1, higher is better. `kept` has this request's session, or is -1. */
  score(pool: Pool, kept: DeploymentIndex, into: Float64Array): void;
  /** What was measured at a place, with its unit. */
  raw(pool: Pool, place: number, kept: DeploymentIndex): string;
}

export function nodeAt(pool: Pool, place: number): number {
  return pool.catalog.nodeOf[pool.at(place)]!;
}
