/**
 * The one place that fixes how property tests draw: a fixed seed, so that a red test is red for everyone. The exploring
 * command passes a seed of its own, which fast-check prints with a failure.
 */
const FIXED_SEED = 20_261_123;

let seed = FIXED_SEED;

/** Used by the test set-up alone. */
export function drawFrom(other: number): void {
  seed = other;
}

export function lawRuns(numRuns = 100): { readonly seed: number; readonly numRuns: number } {
  return { seed, numRuns };
}
