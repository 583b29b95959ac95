/**
 * How far apart two variants are. On common random numbers replication i of both met the same requests, so the differences of the pairs
 * are independent values of one kind and what both share cancels; on seeds of their own, Welch's interval holds.
 * Sources: Law, Simulation Modeling and Analysis, 5th ed. 2015, sections 10.2 and 11.2; Welch, Biometrika 34, 1947.
 */
import { chanceOf, estimate, halfWidth, momentsOf, TAIL } from './estimate';

export interface Difference {
  readonly count: number;
  /** Of the first minus the second. */
  readonly mean: number;
  readonly low: number;
  readonly high: number;
  /** How likely a difference of this size or more is where there is none. */
  readonly chance: number;
  /** Every pair is equal to the last bit: the two do the same. */
  readonly identical: boolean;
}

/** null below two pairs. `a[i]` and `b[i]` are of the same replication. */
export function pairedDifference(a: readonly number[], b: readonly number[], tail = TAIL): Difference | null {
  if (a.length !== b.length) throw new RangeError(`pairs need lists of equal length, not ${a.length} and ${b.length}`);
  const differences = a.map((value, i) => value - b[i]!);
  const found = estimate(differences, tail);
  if (found === null || found.low === null || found.high === null) return null;
  const { count, mean, sd, low, high } = found;
  const chance = chanceOf(mean, sd / Math.sqrt(count), count - 1);
  return { count, mean, low, high, chance, identical: differences.every((value) => value === 0) };
}

/** null where either list has fewer than two values. The count is that of the shorter. */
export function independentDifference(a: readonly number[], b: readonly number[], tail = TAIL): Difference | null {
  const [one, two] = [momentsOf(a), momentsOf(b)];
  if (one === null || two === null || a.length < 2 || b.length < 2) return null;
  const [v, w] = [one.variance / a.length, two.variance / b.length];
  const error = Math.sqrt(v + w);
  const mean = one.mean - two.mean;
  // Satterthwaite's degrees of freedom; of two constants any number will do.
  const degrees = error === 0 ? 1 : ((v + w) * (v + w)) / ((v * v) / (a.length - 1) + (w * w) / (b.length - 1));
  const half = halfWidth(error, degrees, tail);
  const count = Math.min(a.length, b.length);
  return { count, mean, low: mean - half, high: mean + half, chance: chanceOf(mean, error, degrees), identical: false };
}

/** By how much pairing has narrowed the interval: the width without it over the width with it. null where both are 0; Infinity where only the paired one is. */
export function pairingGain(a: readonly number[], b: readonly number[]): number | null {
  const paired = pairedDifference(a, b);
  const unpaired = independentDifference(a, b);
  if (paired === null || unpaired === null) return null;
  const [narrow, wide] = [paired.high - paired.low, unpaired.high - unpaired.low];
  if (narrow === 0) return wide === 0 ? null : Infinity;
  return wide / narrow;
}
