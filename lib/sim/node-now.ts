import type { NodeView } from '@/lib/router/router';

/** One node, now: what the router knows of it and what it is. Row `i` belongs to the i-th node of the scenario. */
export interface NodeNow extends NodeView {
  readonly group: string;
  readonly region: string;
  readonly slots: number;
  readonly busy: number;
  readonly queued: number;
  /** Attempts started on the node in the last second of simulated time, per second. */
  readonly attemptsPerS: number;
  /** Ids of timeline entries of faults that hold on it now. */
  readonly faults: readonly string[];
  readonly down: boolean;
}
