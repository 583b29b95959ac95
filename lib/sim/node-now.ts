import type { BreakerState, HealthState } from '@/lib/fleet/snapshot';

/** One node, now. Row `i` belongs to the i-th node of the scenario (groups in order, ordinals ascending). */
export interface NodeNow {
  readonly node: string;
  readonly group: string;
  readonly region: string;
  readonly slots: number;
  readonly busy: number;
  readonly queued: number;
  /** Attempts that the router counts on it. */
  readonly inFlight: number;
  readonly health: HealthState;
  readonly smoothedLatencyMs: number;
  readonly successesInRow: number;
  readonly failuresInRow: number;
  readonly breaker: BreakerState;
  readonly breakerFailures: number;
  readonly halfOpenSuccesses: number;
  readonly probesInFlight: number;
  /** While open: when it may next turn half-open; otherwise null. */
  readonly nextTransitionMs: number | null;
  /** Attempts started on the node in the last second of simulated time, per second. */
  readonly attemptsPerS: number;
  /** Ids of timeline entries of faults that hold on it now. */
  readonly faults: readonly string[];
  readonly down: boolean;
}
