import { OUTCOMES } from '@/lib/fleet/outcome';
import type { BreakerSettings, Verdict } from './settings';

export const VERDICT = { ignored: 0, success: 1, failure: 2, trip: 3 } as const satisfies Record<Verdict, number>;

/** By outcome code: a `VERDICT`. */
export function verdictsOf(outcomes: BreakerSettings['outcomes']): Uint8Array {
  return Uint8Array.from(OUTCOMES, (outcome) => VERDICT[outcome === 'ok' ? 'success' : outcomes[outcome]]);
}
