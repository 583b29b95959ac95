/** Adds, removes and renames models, with the groups that serve them. See `edit.ts`. */
import { fail, problem, type Result } from '@/lib/base/result';

import { freshId } from './edit';
import { parseScenario } from './parse';
import type { FaultEntry, Group, Scenario, TimelineEntry } from './schema';

/** Adds a model that generates text and that no group serves yet. */
export function addModel(scenario: Scenario): Result<Scenario> {
  const id = freshId(
    scenario.models.map((model) => model.id),
    'model',
  );
  return parseScenario({ ...scenario, models: [...scenario.models, { id, capabilities: ['generate'] }] });
}

/** Removes a model from the list and from all groups, and the faults of it. Refused where a group would serve nothing, or a class would find nobody. */
export function removeModel(scenario: Scenario, id: string): Result<Scenario> {
  const models = scenario.models.filter((model) => model.id !== id);
  if (models.length === scenario.models.length) return unknownModel(id);
  const alone = scenario.groups.findIndex((group) => group.models.every((model) => model === id));
  if (alone >= 0) {
    const rule = `must hold another model before this one goes; group ${scenario.groups[alone]!.id} serves nothing else`;
    return fail(problem(`groups[${alone}].models`, id, rule));
  }
  const timeline = scenario.timeline.filter((entry) => !isAbout(entry, id));
  return parseScenario({ ...scenario, models, timeline, groups: served(scenario, (model) => (model === id ? [] : [model])) });
}

export function renameModel(scenario: Scenario, id: string, to: string): Result<Scenario> {
  const at = scenario.models.findIndex((model) => model.id === id);
  const model = scenario.models[at];
  if (model === undefined) return unknownModel(id);
  const models = scenario.models.with(at, { ...model, id: to });
  const asked = (list: readonly string[]): string[] => list.map((one) => (one === id ? to : one));
  const workload = scenario.workload.map((of) => ({
    ...of,
    models: asked(of.models),
    fallbacks: of.fallbacks.map((stage) => ({ ...stage, models: asked(stage.models) })),
  }));
  const timeline = scenario.timeline.map((entry) =>
    isAbout(entry, id) ? { ...entry, target: { kind: 'model' as const, id: to } } : entry,
  );
  return parseScenario({ ...scenario, models, workload, timeline, groups: served(scenario, (one) => [one === id ? to : one]) });
}

function isAbout(entry: TimelineEntry, model: string): entry is FaultEntry {
  return entry.kind === 'fault' && entry.target.kind === 'model' && entry.target.id === model;
}

function served({ groups }: Scenario, now: (model: string) => string[]): Group[] {
  return groups.map((group) => ({ ...group, models: group.models.flatMap(now) }));
}

function unknownModel(id: string): Result<never> {
  return fail(problem('models', id, 'must hold a model with this id'));
}
