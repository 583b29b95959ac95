import type { NodeView } from '@/lib/router/router';

/**
 * One node, now: what the router knows of it and what it is. Row `i` belongs to the i-th node of the scenario. Of several router replicas it
 * holds their sums of attempts and probes in flight, the quantiles over the latencies of all, the earliest next transition, and the rest from
 * the one that thinks worst of the node: by breaker, then health, then failures in a row, ties to the first.
 */
export interface NodeNow extends NodeView {
  /** Router replicas whose breaker of the node is open. */
  readonly openIn: number;
  readonly group: string;
  readonly region: string;
  /** What it can serve at once: a processor that everybody shares counts as one, however many are in service. */
  readonly slots: number;
  readonly busy: number;
  readonly queued: number;
  /** How old the routers' knowledge of the node's load is; null before the node has reported it. */
  readonly signalAgeMs: number | null;
  /** Attempts started on the node in the last second of simulated time, per second. */
  readonly attemptsPerS: number;
  /** Ids of timeline entries of faults that hold on it now. */
  readonly faults: readonly string[];
  /** It does no work. */
  readonly down: boolean;
  /** Down, and what it held is lost and what comes is refused. */
  readonly crashed: boolean;
  /** Nothing that waits starts. */
  readonly stalled: boolean;
  /** Nothing passes between routers and node. */
  readonly cutOff: boolean;
  /** Share of its speed that it has reached since its cold start; 1: all of it. */
  readonly warmShare: number;
}
