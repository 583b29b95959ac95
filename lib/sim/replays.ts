/** What a run takes from traces, class by class. That they are all there was checked at the door. */
import type { Scenario, TraceEntry } from '@/lib/scenario/schema';
import { traceKey, type Traces } from '@/lib/scenario/trace-supply';
import { baseRatePerS, traceOf } from '@/lib/scenario/traffic';
import type { ArrivalSettings } from '@/lib/workload/arrivals';
import { TokenSizes } from '@/lib/workload/traces/token-sizes';
import { rowsWithin } from '@/lib/workload/traces/slice';
import type { RequestTrace, Trace } from '@/lib/workload/traces/trace';

/** Throws where the trace is not among `traces`. */
function recordOf(id: string, scenario: Scenario, traces: Traces): Trace {
  const entry: TraceEntry | undefined = traceOf(id, scenario.traces);
  const record = entry === undefined ? undefined : traces.get(traceKey(entry));
  if (record === undefined)
    throw new Error(`the rows of trace ${id} (${entry?.name ?? 'unknown to the document'}) are not at hand`);
  return record;
}

export function arrivalSettings(scenario: Scenario, traces: Traces): ArrivalSettings[] {
  return scenario.workload.map(({ arrivals }) => {
    if (arrivals.kind !== 'trace') return arrivals;
    return { ...arrivals, record: recordOf(arrivals.trace, scenario, traces), nominalPerS: baseRatePerS(arrivals, scenario)! };
  });
}

/** Per class: its sizes where tokens make them; null for every other law. */
export function tokenSizes(scenario: Scenario, traces: Traces): (TokenSizes | null)[] {
  return scenario.workload.map(({ arrivals, service }) => {
    if (service.kind !== 'trace') return null;
    const record = recordOf(service.trace, scenario, traces);
    if (record.kind !== 'requests') throw new Error(`trace ${service.trace} has no token counts`);
    const replays = arrivals.kind === 'trace' && arrivals.trace === service.trace;
    return new TokenSizes(record, service, replays ? rowsWithin(record, arrivals).first : -1);
  });
}

/** The sessions of a class that replays a trace which has them: that of request n stands at `first + n`. */
export interface RecordedSessions {
  readonly of: NonNullable<RequestTrace['session']>;
  readonly first: number;
}

/** Per class; null where sessions are drawn, or there are none. A number of sessions that the document states goes first. */
export function recordedSessions(scenario: Scenario, traces: Traces): (RecordedSessions | null)[] {
  return scenario.workload.map(({ arrivals, sessions }) => {
    if (arrivals.kind !== 'trace' || sessions !== null) return null;
    const record = recordOf(arrivals.trace, scenario, traces);
    if (record.kind !== 'requests' || record.session === null) return null;
    return { of: record.session, first: rowsWithin(record, arrivals).first };
  });
}
