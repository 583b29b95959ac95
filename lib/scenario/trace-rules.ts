/** The rules of classes that take rows from traces. */
import { problem, type Problem } from '@/lib/base/result';

import { nearest } from './nearest';
import type { Scenario, TraceEntry } from './schema';
import { traceOf } from './traffic';
import { grouped, listed } from './words';

export function brokenTraces({ workload, traces }: Pick<Scenario, 'workload' | 'traces'>): Problem[] {
  const problems: Problem[] = [];
  const found = (path: string, id: string): TraceEntry | undefined => {
    const trace = traceOf(id, traces);
    if (trace === undefined) problems.push(problem(path, id, mustName(id, traces)));
    return trace;
  };
  workload.forEach(({ arrivals, service }, w) => {
    if (arrivals.kind === 'trace') {
      const path = `workload[${w}].arrivals`;
      const trace = found(`${path}.trace`, arrivals.trace);
      const { fromMs, untilMs } = arrivals;
      if (untilMs !== null && untilMs <= fromMs) {
        problems.push(problem(`${path}.untilMs`, untilMs, `must be greater than its fromMs, ${grouped(fromMs)}`));
      }
      if (trace !== undefined && fromMs > trace.spanMs) {
        problems.push(problem(`${path}.fromMs`, fromMs, `must lie within the trace, which lasts ${grouped(trace.spanMs)} ms`));
      }
      const windows = trace?.format.kind === 'servegen';
      if (windows && arrivals.spreadMs !== 0) {
        problems.push(
          problem(`${path}.spreadMs`, arrivals.spreadMs, 'must be 0 for a trace of windows, which has no recorded instants'),
        );
      }
      if (trace !== undefined && !windows && arrivals.rateScale !== 1) {
        const rule = 'must be 1 for a trace of requests; its timeScale brings them closer together';
        problems.push(problem(`${path}.rateScale`, arrivals.rateScale, rule));
      }
    }
    if (service.kind === 'trace') {
      const path = `workload[${w}].service.trace`;
      if (found(path, service.trace)?.format.kind === 'servegen') {
        problems.push(problem(path, service.trace, 'must name a trace of requests: windows have no token counts'));
      }
    }
  });
  return problems;
}

function mustName(name: string, traces: readonly TraceEntry[]): string {
  const ids = traces.map(({ id }) => id);
  const rule = `must be the id of a trace of this scenario (they are ${listed(ids) || 'none'})`;
  const meant = nearest(name, ids);
  return meant === undefined ? rule : `${rule}; did you mean "${meant}"?`;
}
