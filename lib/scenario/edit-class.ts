/** Adds, removes and renames classes of requests, with what names them elsewhere. See `edit.ts`. */
import { fail, problem, type Result } from '@/lib/base/result';

import { freshId } from './edit';
import { parseScenario } from './parse';
import type { Scenario } from './schema';

/** Adds a class like the last one, under an id of its own. */
export function addClass(scenario: Scenario): Result<Scenario> {
  const { workload } = scenario;
  const like = workload[workload.length - 1]!;
  const id = freshId(
    workload.map((of) => of.id),
    like.id.replace(/-\d+$/, ''),
  );
  return parseScenario({ ...scenario, workload: [...workload, { ...like, id }] });
}

/** Removes a class and the timeline's changes of its traffic. The last one is refused. */
export function removeClass(scenario: Scenario, id: string): Result<Scenario> {
  const workload = scenario.workload.filter((of) => of.id !== id);
  if (workload.length === scenario.workload.length) return unknownClass(id);
  const timeline = scenario.timeline.filter((entry) => entry.kind !== 'traffic' || entry.class !== id);
  return parseScenario({ ...scenario, workload, timeline });
}

/** Renames a class; the timeline's changes of its traffic follow. */
export function renameClass(scenario: Scenario, id: string, to: string): Result<Scenario> {
  const at = scenario.workload.findIndex((of) => of.id === id);
  const of = scenario.workload[at];
  if (of === undefined) return unknownClass(id);
  const timeline = scenario.timeline.map((entry) =>
    entry.kind === 'traffic' && entry.class === id ? { ...entry, class: to } : entry,
  );
  return parseScenario({ ...scenario, workload: scenario.workload.with(at, { ...of, id: to }), timeline });
}

function unknownClass(id: string): Result<never> {
  return fail(problem('workload', id, 'must hold a class with this id'));
}
