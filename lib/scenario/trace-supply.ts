/**
 * The rows behind a scenario's traces, before a run: the document names files, whoever runs it brings what was read from them. A trace that
 * is not there is a problem that says which file to bring; nothing ever runs in its place.
 */
import { fail, ok, problem, type Problem, type Result } from '@/lib/base/result';
import { requestsWithin } from '@/lib/workload/traces/slice';
import { traceFacts, type Trace } from '@/lib/workload/traces/trace';
import type { TraceFormat } from '@/lib/workload/traces/trace-format';

import { LIMITS } from './limits';
import type { Scenario, TraceEntry, Workload } from './schema';
import { baseRatePerS, traceOf } from './traffic';
import { grouped } from './words';

/** What was read, by `traceKey`. */
export type Traces = ReadonlyMap<string, Trace>;

export const NO_TRACES: Traces = new Map();

/** Content and form: with them every row is fixed. */
export function traceKey({ sha256, format }: { readonly sha256: string; readonly format: TraceFormat }): string {
  if (format.kind !== 'csv') return `${sha256} ${format.kind}`;
  const { separator, header, time, timeUnit, inputTokens, outputTokens, session } = format;
  return `${sha256} ${JSON.stringify([separator, header, time, timeUnit, inputTokens, outputTokens, session])}`;
}

/** Traces that some class of requests takes rows from; others may be absent. In the order of the document. */
export function usedTraces({ traces, workload }: Pick<Scenario, 'traces' | 'workload'>): readonly TraceEntry[] {
  const used = new Set(workload.flatMap((of) => namesIn(of)));
  return traces.filter(({ id }) => used.has(id));
}

function namesIn({ arrivals, service }: Workload): string[] {
  return [arrivals, service].flatMap((law) => (law.kind === 'trace' ? [law.trace] : []));
}

export function absentTraces(scenario: Pick<Scenario, 'traces' | 'workload'>, have: Traces): readonly TraceEntry[] {
  return usedTraces(scenario).filter((entry) => !have.has(traceKey(entry)));
}

/** Whether a scenario can be run with these traces: all are there, hold what the document says, and send no more than a run may hold. */
export function checkSupply(scenario: Scenario, have: Traces): Result<Scenario> {
  const problems: Problem[] = absentTraces(scenario, have).map((entry) => absent(entry, scenario));
  for (const entry of usedTraces(scenario)) {
    const trace = have.get(traceKey(entry));
    if (trace === undefined) continue;
    const facts = traceFacts(trace);
    const path = `traces[${scenario.traces.indexOf(entry)}]`;
    for (const fact of ['rows', 'requests', 'spanMs'] as const) {
      if (entry[fact] !== facts[fact])
        problems.push(problem(`${path}.${fact}`, entry[fact], `must be ${facts[fact]}, as the file holds`));
    }
  }
  const [first, ...more] = problems;
  if (first !== undefined) return fail(first, ...more);
  const requests = scenario.workload.reduce((sum, of) => sum + mostRequests(of, scenario, have), 0);
  if (requests > LIMITS.requests) {
    const rule = `must come to at most ${grouped(LIMITS.requests)} requests, as the traces hold them`;
    return fail(problem('workload', Math.round(requests), rule));
  }
  return ok(scenario);
}

function absent(entry: TraceEntry, scenario: Scenario): Problem {
  const path = `traces[${scenario.traces.indexOf(entry)}]`;
  return { ...problem(path, entry.name, absentRule(entry)), message: `${path}: ${absentRule(entry)}.` };
}

function absentRule({ name, bytes, sha256 }: TraceEntry): string {
  return `needs the file "${name}" (${grouped(bytes)} bytes, SHA-256 ${sha256}), which is not here`;
}

/** At the fastest pace that the timeline gives the class. Classes of other arrivals were judged with the document. */
function mostRequests(of: Workload, scenario: Scenario, have: Traces): number {
  const { arrivals } = of;
  if (arrivals.kind !== 'trace') return 0;
  const trace = have.get(traceKey(traceOf(arrivals.trace, scenario.traces)!))!;
  const nominal = baseRatePerS(arrivals, scenario)!;
  const changes = scenario.timeline.flatMap((entry) =>
    entry.kind === 'traffic' && entry.class === of.id ? [entry.ratePerS] : [],
  );
  const pace = nominal > 0 ? Math.max(1, ...changes.map((ratePerS) => ratePerS / nominal)) : 1;
  if (trace.kind === 'windows') return requestsWithin(trace, arrivals, scenario.durationMs) * pace;
  return requestsWithin(trace, { ...arrivals, timeScale: arrivals.timeScale / pace }, scenario.durationMs);
}
