import type { NodeIndex } from '@/lib/fleet/ids';
import type { RequestClass } from './request-class';
import type { Situation } from './situation';

/** The total at a place of the class, whose node is `node`; computed anew only when what it depends on has changed since the last time. */
export function ratedTotal(of: RequestClass, place: number, node: NodeIndex, situation: Situation): number {
  const { rated } = of;
  const { composite } = situation;
  const status = situation.health.status[node]!;
  const smoothedMs = situation.health.smoothedMs[node]!;
  const inFlight = composite.readsLoad ? situation.inFlight[node]! : 0;
  if (rated.status[place] === status && rated.smoothedMs[place] === smoothedMs && rated.inFlight[place] === inFlight) {
    return rated.totals[place]!;
  }
  const total = composite.total(status, smoothedMs, inFlight, of.slots[place]!, of.row, of.rowAt[place]!);
  rated.status[place] = status;
  rated.smoothedMs[place] = smoothedMs;
  rated.inFlight[place] = inFlight;
  rated.totals[place] = total;
  return total;
}
