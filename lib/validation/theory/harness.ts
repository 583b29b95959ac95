/**
 * What every family of theory cases is made of. A case is read into an experiment and a check; equal experiments are run once, with
 * the largest of the efforts that their cases ask for, and every case of them is judged by the same readings.
 */
import type { Result } from '@/lib/base/result';

import type { TheoryCase } from './case-file';
import type { Effort } from './effort';

/** What one run is asked for. */
export interface Ask {
  readonly effort: Effort;
  /** Metrics that some case wants. */
  readonly metrics: readonly string[];
  /** Contents of `Experiment.files`, all there. */
  readonly files: ReadonlyMap<string, Uint8Array>;
  /** Told now and then how much is done, 0 to 1. */
  readonly onProgress: (fraction: number) => void;
}

/** Plain data: it crosses threads. */
export interface Readings {
  readonly values: Readonly<Record<string, number>>;
  /** What else a case may state: shares, sequences, counts. */
  readonly lists?: Readonly<Record<string, readonly (number | string)[]>>;
  /** What makes the run unfit to judge anything by, as sentences: a queue that overflowed where none may. */
  readonly spoilt?: readonly string[];
}

export interface Experiment {
  /** Equal for equal experiments: the canonical text of all that the run depends on but its effort. The seed comes from it. */
  readonly key: string;
  /** Names of files beside the case file that the run reads. */
  readonly files: readonly string[];
  /** Why it cannot be run with so much effort; null: it can. */
  tooMuch(effort: Effort): string | null;
  run(ask: Ask): Readings;
}

/** Something that a case states beside its expected value, and does not hold, as a sentence. */
export type Check = (readings: Readings, tolerance: number) => readonly string[];

export interface Prepared {
  readonly experiment: Experiment;
  readonly check: Check;
}

/** Reads what a case of its family says beyond what all cases have. */
export type Harness = (theCase: TheoryCase) => Result<Prepared>;

export const nothingMore: Check = () => [];
export const alwaysPossible = (): null => null;

/** Steps of a harness that is no run of a scenario, some minutes' worth: a case that asks for more is told so instead of waited for. */
const MOST_STEPS = 2_000_000_000;

export function tooManySteps(steps: number): string | null {
  return steps <= MOST_STEPS ? null : `it would take ${steps} steps, and at most ${MOST_STEPS} are made`;
}
