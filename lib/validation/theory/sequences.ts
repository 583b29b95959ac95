/** Sequences of names: how far one agrees with what is expected, and where it does not. */
import type { Readings } from './harness';

/** How many places from the first on hold what is expected there. */
export function leadingAgreement(found: readonly string[], expected: readonly string[]): number {
  const first = expected.findIndex((name, i) => found[i] !== name);
  return first < 0 ? expected.length : first;
}

/** A sentence where a list of the readings is not the expected one, in every place and in length. */
export function sequenceCheck(list: string, expected: readonly string[], { lists }: Readings): string[] {
  const found = lists?.[list] ?? [];
  const same = found.length === expected.length && found.every((name, i) => name === expected[i]);
  return same
    ? []
    : [`the ${list === 'after' ? 'sequence after leaving' : list} is ${found.join(' ')}, not ${expected.join(' ')}`];
}
