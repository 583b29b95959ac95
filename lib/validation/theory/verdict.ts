/** A case judged by the readings of its run. */
import type { Readings } from './harness';
import type { PlannedCase } from './plan';
import { passes } from './tolerance';

export interface Verdict {
  readonly id: string;
  readonly passed: boolean;
  readonly expected: number;
  readonly measured: number;
  /** Measured less expected. */
  readonly deviation: number;
  /** The largest deviation that passes. */
  readonly most: number;
  /** Why it failed beyond that, as sentences. */
  readonly broken: readonly string[];
}

export function judge({ id, theCase, most, check }: Extract<PlannedCase, { kind: 'runs' }>, readings: Readings): Verdict {
  const measured = readings.values[theCase.metric] ?? NaN;
  const deviation = measured - theCase.expected;
  const broken = [...(readings.spoilt ?? []), ...check(readings, most)];
  const passed = passes(theCase, deviation, most) && broken.length === 0;
  return { id, passed, expected: theCase.expected, measured, deviation, most, broken };
}
