import { CounterStream, SUBSYSTEM } from '@/lib/base/random';

/** What is drawn for: runs of different purposes never share a seed, so that a winner is judged by luck that it was not chosen for. Append only. */
export const PURPOSE = { replication: 0, validation: 1, path: 2, search: 3, scripts: 4 } as const;
export type Purpose = (typeof PURPOSE)[keyof typeof PURPOSE];

const TWO_53 = 9007199254740992;
/** Points that have seeds of their own stand this far apart, above every number of replications. */
const STRIDE = 4_096;

/**
 * The seed of a replication's run: a whole number below 2^53, from (experiment seed, replication, purpose) alone, so that every variant
 * meets the same requests. `point` above 0 gives a point seeds of its own.
 */
export function replicationSeed(
  experimentSeed: number,
  replication: number,
  purpose: Purpose = PURPOSE.replication,
  point = 0,
): number {
  const chance = new CounterStream(experimentSeed).aim(SUBSYSTEM.experiment, point * STRIDE + replication, purpose);
  return Math.floor(chance.nextUnit() * TWO_53);
}
