/**
 * Edits of a scenario as values: each answers a whole new scenario, parsed like any other, or the problems that it would
 * have had. Nothing here changes its argument.
 */
import { fail, problem, type Result } from '@/lib/base/result';

import { nodesOf, targetedNodes } from './nodes';
import { parseScenario } from './parse';
import { pathOf, valueAt, type Path } from './paths';
import { LIMITS } from './limits';
import type { Group, Scenario, ScenarioInput, TimelineEntry } from './schema';

/** Sets the value at a path written as in `Problem.path`. The position just past a list's end appends to it. */
export function setAt(scenario: Scenario, path: string, value: unknown): Result<Scenario> {
  return changeAt(scenario, path, (parent, key) => {
    const inPlace = Object.hasOwn(parent, key) || (Array.isArray(parent) && key === parent.length);
    if (inPlace) (parent as Record<string | number, unknown>)[key] = value;
    return inPlace;
  });
}

/** Takes the value at a path away: an entry of a list, or a key, which then has its default. */
export function removeAt(scenario: Scenario, path: string): Result<Scenario> {
  return changeAt(scenario, path, (parent, key) => {
    if (!Object.hasOwn(parent, key)) return false;
    if (Array.isArray(parent)) parent.splice(Number(key), 1);
    else delete (parent as Record<string | number, unknown>)[key];
    return true;
  });
}

function changeAt(scenario: Scenario, text: string, change: (parent: object, key: string | number) => boolean): Result<Scenario> {
  const path = pathOf(text);
  if (!path.ok) return path;
  const copy: unknown = JSON.parse(JSON.stringify(scenario));
  const parent = valueAt(copy, path.value.slice(0, -1));
  const key = path.value[path.value.length - 1];
  if (key === undefined || typeof parent !== 'object' || parent === null || !change(parent, key))
    return nowhere(text, path.value);
  return parseScenario(copy);
}

function nowhere(text: string, path: Path): Result<never> {
  return fail(problem(text, undefined, path.length === 0 ? 'a path must not be empty' : 'must lead to a place in the scenario'));
}

/** `stem`, or `stem-2`, `stem-3` and so on: the first id that `existing` lacks, within the limit of an id's length. */
export function freshId(existing: Iterable<string>, stem: string): string {
  const taken = new Set(existing);
  for (let n = 1; ; n++) {
    const tail = n === 1 ? '' : `-${n}`;
    const id = `${stem.slice(0, LIMITS.idCharacters - tail.length)}${tail}`;
    if (!taken.has(id)) return id;
  }
}

type WithoutId<T> = T extends unknown ? Omit<T, 'id'> : never;
/** A timeline entry as a person makes it: without an id, and without what has a default. */
export type NewTimelineEntry = WithoutId<NonNullable<ScenarioInput['timeline']>[number]>;

/** Adds an entry under a fresh id made from its kind (a fault's own kind for faults). */
export function addTimelineEntry(scenario: Scenario, entry: NewTimelineEntry): Result<Scenario> {
  const stem = entry.kind === 'fault' ? entry.fault.kind : entry.kind;
  const id = freshId(idsOf(scenario.timeline), stem);
  return parseScenario({ ...scenario, timeline: [...scenario.timeline, { id, ...entry }] });
}

export function removeTimelineEntry(scenario: Scenario, id: string): Result<Scenario> {
  const timeline = scenario.timeline.filter((entry) => entry.id !== id);
  return timeline.length === scenario.timeline.length ? unknownId('timeline', id) : parseScenario({ ...scenario, timeline });
}

/** Adds a region without nodes; its round trips are `network.remoteMs` until they are set. */
export function addRegion(scenario: Scenario, stem = 'region'): Result<Scenario> {
  const id = freshId(idsOf(scenario.regions), stem);
  return parseScenario({ ...scenario, regions: [...scenario.regions, { id }] });
}

/** Removes a region with all that stands on it: groups, round trips, origins, faults, drains and joins. The last of anything that must exist is refused. */
export function removeRegion(scenario: Scenario, id: string): Result<Scenario> {
  if (!scenario.regions.some((region) => region.id === id)) return unknownId('regions', id);
  const groups = scenario.groups.filter((group) => group.region !== id);
  return parseScenario({
    ...scenario,
    regions: scenario.regions.filter((region) => region.id !== id),
    network: {
      ...scenario.network,
      roundTrips: scenario.network.roundTrips.filter(({ from, to }) => from !== id && to !== id),
    },
    groups,
    workload: scenario.workload.map((of) => ({ ...of, origins: of.origins.filter(({ region }) => region !== id) })),
    timeline: scenario.timeline.filter((entry) => !isAbout(entry, id) && stands(entry, groups)),
  });
}

/** Adds a group to a region: like the last group there, or else like the last of all. */
export function addGroup(scenario: Scenario, region: string): Result<Scenario> {
  const { groups } = scenario;
  const like = groups.findLast((group) => group.region === region) ?? groups[groups.length - 1];
  const id = freshId(idsOf(groups), region);
  return parseScenario({ ...scenario, groups: [...groups, { ...like, id, region }] });
}

/** Removes a group and the faults, drains and joins of it and of its nodes. */
export function removeGroup(scenario: Scenario, id: string): Result<Scenario> {
  const groups = scenario.groups.filter((group) => group.id !== id);
  if (groups.length === scenario.groups.length) return unknownId('groups', id);
  return parseScenario({ ...scenario, groups, timeline: scenario.timeline.filter((entry) => stands(entry, groups)) });
}

/** Changes a group's number of nodes. Entries on nodes that go leave with them; where ids gain a digit, entries follow. */
export function resizeGroup(scenario: Scenario, id: string, count: number): Result<Scenario> {
  const at = scenario.groups.findIndex((group) => group.id === id);
  const before = scenario.groups[at];
  if (before === undefined) return unknownId('groups', id);
  const groups = scenario.groups.with(at, { ...before, count });
  // Judged without the timeline first, so that a count beyond every limit is never unfolded.
  const sized = parseScenario({ ...scenario, groups, timeline: [] });
  if (!sized.ok) return sized;
  const names = new Map<string, string>();
  const after = nodesOf({ groups: [{ ...before, count }] });
  nodesOf({ groups: [before] }).forEach(({ node }, i) => names.set(node, after[i]?.node ?? ''));
  const timeline = scenario.timeline.flatMap((entry): TimelineEntry[] => {
    if (!('target' in entry) || entry.target.kind !== 'node') return [entry];
    const name = names.get(entry.target.id);
    if (name === undefined) return [entry];
    return name === '' ? [] : [{ ...entry, target: { kind: 'node' as const, id: name } }];
  });
  return parseScenario({ ...scenario, groups, timeline });
}

/** Whether an entry is about a region, or a share of it. */
function isAbout(entry: TimelineEntry, region: string): boolean {
  if (!('target' in entry)) return false;
  const place = entry.target.kind === 'share' ? entry.target.of : entry.target;
  return place?.kind === 'region' && place.id === region;
}

/** Whether an entry still has its target when only these groups are left. Regions and models are not judged. */
function stands(entry: TimelineEntry, groups: Group[]): boolean {
  if (!('target' in entry)) return true;
  const { target } = entry;
  const place = target.kind === 'share' ? target.of : target;
  if (place === null || place.kind === 'region' || place.kind === 'model') return true;
  return targetedNodes(nodesOf({ groups }), place).length > 0;
}

function idsOf(list: readonly { readonly id: string }[]): string[] {
  return list.map(({ id }) => id);
}

function unknownId(list: string, id: string): Result<never> {
  return fail(problem(list, id, 'must hold an entry with this id'));
}
