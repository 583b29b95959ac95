/**
 * Live changes: what a person does to a running simulation becomes an entry of its timeline, stamped with an instant that no processed
 * event has reached. So the document with the entry, run from the start, meets the very same events.
 */
import { fail, ok, problem, type Result } from '@/lib/base/result';
import { awayAtStart, nodesOf } from '@/lib/scenario/nodes';
import { parseScenario } from '@/lib/scenario/parse';
import type { FaultEntry, Scenario, TimelineEntry } from '@/lib/scenario/schema';

import type { LiveChange } from './live-change';

export interface Stamped {
  /** The whole document after the change. */
  readonly scenario: Scenario;
  /** The new entry, or the shortened one, and its place in the timeline. */
  readonly entry: TimelineEntry;
  readonly index: number;
}

/** `atMs` is a whole ms after everything processed. */
export function stamp(scenario: Scenario, change: LiveChange, atMs: number): Result<Stamped> {
  if (atMs > scenario.durationMs) {
    return fail(problem('', atMs, `the run is over at ${scenario.durationMs} ms, a change would take effect later`));
  }
  if (change.kind === 'clear-fault') return shortened(scenario, change.entry, atMs);
  const index = scenario.timeline.length;
  const result = parsed(scenario, [...scenario.timeline, entryOf(change, freshId(scenario), atMs)], index);
  if (!result.ok || (change.kind !== 'drain' && change.kind !== 'join')) return result;
  const rewritten = otherStart(scenario, result.value.scenario);
  if (rewritten === undefined) return result;
  const rule =
    change.kind === 'join'
      ? 'must have been drained before it joins; it is in the fleet from the start'
      : 'must be in the fleet before it drains; it joins later';
  return fail(problem('target', rewritten, rule));
}

/**
 * The first node whose presence at the start differs between two timelines: a node's first drain or join says whether it is there before,
 * so a live one may not come first, or it would change the past.
 */
function otherStart(before: Scenario, after: Scenario): string | undefined {
  const nodes = nodesOf(before);
  const [was, is] = [awayAtStart(nodes, before.timeline), awayAtStart(nodes, after.timeline)];
  return nodes.find((_, i) => was[i] !== is[i])?.node;
}

function entryOf(change: Exclude<LiveChange, { kind: 'clear-fault' }>, id: string, atMs: number): TimelineEntry {
  switch (change.kind) {
    case 'fault':
      return {
        id,
        kind: 'fault',
        atMs,
        untilMs: change.forMs === null ? null : atMs + change.forMs,
        target: change.target,
        fault: change.fault,
        rampMs: change.rampMs ?? 0,
      };
    case 'strategy':
      return { id, kind: 'strategy', atMs, strategy: change.strategy };
    case 'weights':
      return { id, kind: 'weights', atMs, weights: change.weights };
    case 'traffic':
      return { id, kind: 'traffic', atMs, class: change.class, ratePerS: change.ratePerS };
    case 'drain':
      return { id, kind: 'drain', atMs, target: change.target };
    case 'join':
      return { id, kind: 'join', atMs, target: change.target, loadingMs: change.loadingMs };
  }
}

/** A fault holds for at least 1 ms: one that begins at the stamp itself ends 1 ms later. */
function shortened(scenario: Scenario, id: string, atMs: number): Result<Stamped> {
  const index = scenario.timeline.findIndex((entry) => entry.id === id);
  const entry = scenario.timeline[index];
  if (entry?.kind !== 'fault') return fail(problem('entry', id, 'must name a fault of the timeline'));
  if (entry.atMs > atMs) return fail(problem('entry', id, `must name a fault that has begun; it begins at ${entry.atMs} ms`));
  const untilMs = entry.atMs === atMs ? atMs + 1 : atMs;
  if (entry.untilMs !== null && entry.untilMs <= untilMs) {
    return fail(problem('entry', id, `must name a fault that still holds; it ends at ${entry.untilMs} ms`));
  }
  const shorter: FaultEntry = { ...entry, untilMs };
  return parsed(scenario, scenario.timeline.with(index, shorter), index);
}

function parsed(scenario: Scenario, timeline: readonly TimelineEntry[], index: number): Result<Stamped> {
  const result = parseScenario({ ...scenario, timeline });
  if (!result.ok) return result;
  return ok({ scenario: result.value, entry: result.value.timeline[index]!, index });
}

/** `live-1`, `live-2`, ...: the first that the timeline does not use. */
function freshId(scenario: Scenario): string {
  const used = new Set(scenario.timeline.map((entry) => entry.id));
  let n = 1;
  while (used.has(`live-${n}`)) n++;
  return `live-${n}`;
}
