import type { NodeIndex } from '@/lib/fleet/ids';
import type { RequestClass } from './request-class';
import type { Situation } from './situation';

/**
 * The total at a place of the class, whose node is `node`, for a request without a prompt or with policies that read none; computed anew
 * only when what it depends on has changed since the last time.
 */
export function ratedTotal(of: RequestClass, place: number, node: NodeIndex, situation: Situation): number {
  const { rated } = of;
  const { composite } = situation;
  const status = situation.health.status[node]!;
  const smoothedMs = situation.health.smoothedMs[node]!;
  const inFlight = composite.readsInFlight ? situation.inFlight[node]! : 0;
  const reported = composite.readsReported ? situation.signals.inSystem(node) : 0;
  if (
    rated.status[place] === status &&
    rated.smoothedMs[place] === smoothedMs &&
    rated.inFlight[place] === inFlight &&
    rated.reported[place] === reported
  ) {
    return rated.totals[place]!;
  }
  const total = composite.total(status, smoothedMs, inFlight, reported, of.slots[place]!, 0, of.row, of.rowAt[place]!);
  rated.status[place] = status;
  rated.smoothedMs[place] = smoothedMs;
  rated.inFlight[place] = inFlight;
  rated.reported[place] = reported;
  rated.totals[place] = total;
  return total;
}
