/** What a class of requests comes to, whatever the kinds of its laws. */
import { sizeMoments, type SizeMoments } from '@/lib/workload/size-moments';

import type { ArrivalLaw, Scenario, Service, TraceEntry } from './schema';

/**
 * The rate that a change of traffic replaces; null for a closed loop, which has none. Of a trace: its requests over its span, as the replay
 * is scaled; 0 where the document does not know the trace.
 */
export function baseRatePerS(arrivals: ArrivalLaw, { traces }: Pick<Scenario, 'traces'>): number | null {
  if (arrivals.kind === 'closed-loop') return null;
  if (arrivals.kind !== 'trace') return arrivals.ratePerS;
  const trace = traceOf(arrivals.trace, traces);
  return trace === undefined ? 0 : replayPerS(arrivals, trace);
}

export function traceOf(id: string, traces: readonly TraceEntry[]): TraceEntry | undefined {
  return traces.find((trace) => trace.id === id);
}

/** A trace of a single instant counts as one ms long. */
function replayPerS({ timeScale, rateScale }: Extract<ArrivalLaw, { kind: 'trace' }>, { requests, spanMs }: TraceEntry): number {
  return (requests * rateScale * 1_000) / (Math.max(spanMs, 1) * timeScale);
}

/** Mean and coefficient of variation of a law of service demands; null where tokens of a trace make them, which the document does not hold. */
export function serviceMoments(service: Service): SizeMoments | null {
  return service.kind === 'trace' ? null : sizeMoments(service);
}
