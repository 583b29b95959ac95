/** Makes a trace that was read part of a scenario: the file among its traces, and its rows as the arrivals and sizes of a class. */
import { fail, problem, type Result } from '@/lib/base/result';
import type { TraceFacts } from '@/lib/workload/traces/trace';
import type { TraceFormat } from '@/lib/workload/traces/trace-format';

import { freshId, setAt } from './edit';
import { parseScenario } from './parse';
import { LIMITS } from './limits';
import type { Scenario, ScenarioInput, TraceEntry } from './schema';
import { traceKey, usedTraces } from './trace-supply';
import { traceOf } from './traffic';

/** What a reading of a file says that the document keeps. */
export interface ReadFile extends TraceFacts {
  readonly name: string;
  readonly bytes: number;
  readonly sha256: string;
  readonly format: TraceFormat;
}

type Input<K extends 'arrivals' | 'service'> = Extract<ScenarioInput['workload'][number][K], { kind: 'trace' }>;

export interface TraceUse {
  /** The class that takes the rows; null: a new one, otherwise like the first. */
  readonly class: string | null;
  /** How arrivals are replayed; null: they stay as they are. */
  readonly arrivals: Omit<Input<'arrivals'>, 'kind' | 'trace'> | null;
  /** How tokens become service; null: it stays as it is. */
  readonly service: Omit<Input<'service'>, 'kind' | 'trace'> | null;
}

/**
 * The scenario with the file in it, under the id that it has already or a fresh one made from its name. Traces that no class uses any
 * more are left out.
 */
export function withTrace(scenario: Scenario, file: ReadFile, use: TraceUse): Result<Scenario> {
  if (use.arrivals === null && use.service === null) {
    return fail(problem('workload', file.name, 'must take arrivals, sizes or both from the trace'));
  }
  const known = scenario.traces.find((entry) => traceKey(entry) === traceKey(file));
  const id =
    known?.id ??
    freshId(
      scenario.traces.map((entry) => entry.id),
      idFrom(file.name),
    );
  const entry: TraceEntry = { ...(file as TraceEntry), name: file.name.slice(0, LIMITS.traceNameCharacters), id };
  const like = scenario.workload.find((one) => one.id === use.class) ?? (use.class === null ? scenario.workload[0] : undefined);
  if (like === undefined) return fail(problem('workload', use.class, 'must hold a class with this id'));
  const changed = {
    ...like,
    id:
      use.class ??
      freshId(
        scenario.workload.map((one) => one.id),
        id,
      ),
    ...(use.arrivals === null ? {} : { arrivals: { ...use.arrivals, kind: 'trace' as const, trace: id } }),
    ...(use.service === null ? {} : { service: { ...use.service, kind: 'trace' as const, trace: id } }),
  };
  const parsed = parseScenario({
    ...scenario,
    traces: known === undefined ? [...scenario.traces, entry] : scenario.traces,
    workload:
      use.class === null
        ? [...scenario.workload, changed]
        : scenario.workload.map((one) => (one.id === use.class ? changed : one)),
  });
  return parsed.ok ? { ok: true, value: { ...parsed.value, traces: [...usedTraces(parsed.value)] } } : parsed;
}

/**
 * The class's replay at another mean rate: requests by the time scale, windows by the rate scale. `beforePerS` is the rate that it has.
 */
export function withReplayRate(
  scenario: Scenario,
  id: string,
  ratePerS: number | null,
  beforePerS: number | null,
): Result<Scenario> {
  const at = scenario.workload.findIndex((one) => one.id === id);
  const arrivals = scenario.workload[at]?.arrivals;
  if (arrivals?.kind !== 'trace') return fail(problem('workload', id, 'must hold a class that replays a trace, with this id'));
  const windows = traceOf(arrivals.trace, scenario.traces)?.format.kind === 'servegen';
  if (ratePerS === null || beforePerS === null || !(beforePerS > 0) || (!windows && !(ratePerS > 0))) {
    return fail(
      problem(`workload[${at}].arrivals`, ratePerS, 'must be a rate above 0; a trace keeps the proportions of its rates'),
    );
  }
  const change = ratePerS / beforePerS;
  const scaled = windows ? { rateScale: arrivals.rateScale * change } : { timeScale: arrivals.timeScale / change };
  return setAt(scenario, `workload[${at}].arrivals`, { ...arrivals, ...scaled });
}

/** A file's name as an id: without its ending, what ids may not hold as "-". */
function idFrom(name: string): string {
  const stem = name
    .normalize('NFC')
    .replace(/\.[^.]*$/, '')
    .replace(/[^\p{L}\p{M}\p{N}._-]+/gu, '-');
  return (/^\p{L}/u.test(stem) ? stem : `trace-${stem}`).replace(/-+$/, '').slice(0, LIMITS.idCharacters);
}
