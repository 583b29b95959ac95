/** The rules of faults: only what has a size may grow, and what changes by itself does not change without end. */
import { problem, type Problem } from '@/lib/base/result';

import { LIMITS } from './limits';
import type { FaultEntry, Scenario } from './schema';
import { SIZED_FAULTS } from './schema/timeline';
import { shareSize } from './share';
import { grouped, listed } from './words';

/** Steps in which a fault grows, and in which a node warms up. */
export const RAMP_STEPS = 20;
export const WARM_STEPS = 10;

export function faultRules(scenario: Scenario): Problem[] {
  return scenario.timeline.flatMap((entry, t) => {
    if (entry.kind !== 'fault' || entry.rampMs === 0 || isSized(entry.fault.kind)) return [];
    const rule = `must be 0 for ${entry.fault.kind}, which has no size that could grow (${listed(SIZED_FAULTS)} have one)`;
    return [problem(`timeline[${t}].rampMs`, entry.rampMs, rule)];
  });
}

export function isSized(kind: string): boolean {
  return (SIZED_FAULTS as readonly string[]).includes(kind);
}

/** Turns are judged before any of them is made; `nodes` is within its limit. */
export function turnRules(scenario: Scenario): Problem[] {
  const hasColdStarts = scenario.groups.some(({ coldStart }) => coldStart !== null);
  let turns = 0;
  let nodeTurns = 0;
  let most: { readonly path: string; readonly turns: number } | null = null;
  scenario.timeline.forEach((entry, t) => {
    if (entry.kind !== 'fault') return;
    const { whole, single } = turnsOf(entry, scenario.durationMs, hasColdStarts);
    const own = (whole + single) * nodesOn(scenario, entry);
    turns += whole;
    nodeTurns += own;
    if (most === null || own > most.turns) most = { path: `timeline[${t}].fault`, turns: own };
  });
  const problems: Problem[] = [];
  const within = (total: number, limit: number, what: string): void => {
    const largest = most === null ? '' : `; most are of ${(most as { path: string }).path}`;
    if (total > limit) {
      problems.push(problem('timeline', Math.round(total), `must come to at most ${grouped(limit)} ${what}${largest}`));
    }
  };
  within(turns, LIMITS.flaps, 'crashes and recoveries of flapping faults and steps of growing faults together');
  if (problems.length === 0) {
    within(nodeTurns, LIMITS.nodeFlaps, 'crashes and recoveries of single nodes, and steps of what grows and warms up on them');
  }
  return problems;
}

/** Expected turns of a fault: those of its whole target at once, and those of each node by itself. */
function turnsOf(
  entry: FaultEntry,
  durationMs: number,
  hasColdStarts: boolean,
): { readonly whole: number; readonly single: number } {
  const lastsMs = Math.min(entry.untilMs ?? durationMs, durationMs) - entry.atMs;
  if (lastsMs <= 0) return { whole: 0, single: 0 };
  const { fault } = entry;
  const warming = hasColdStarts ? WARM_STEPS : 0;
  switch (fault.kind) {
    case 'flapping': {
      const cycles = Math.ceil(lastsMs / (fault.downMs + fault.upMs));
      return { whole: 2 * cycles, single: warming * cycles };
    }
    case 'random-failures': {
      const cycles = Math.ceil(lastsMs / (fault.downMs + fault.upMs));
      return { whole: 0, single: (2 + (fault.work === 'lost' ? warming : 0)) * cycles };
    }
    default:
      return { whole: entry.rampMs > 0 ? RAMP_STEPS : 0, single: 0 };
  }
}

function nodesOn(scenario: Scenario, { target }: FaultEntry): number {
  const count = (holds: (group: Scenario['groups'][number]) => boolean): number =>
    scenario.groups.reduce((sum, group) => (holds(group) ? sum + group.count : sum), 0);
  switch (target.kind) {
    case 'node':
      return 1;
    case 'group':
      return count(({ id }) => id === target.id);
    case 'region':
      return count(({ region }) => region === target.id);
    case 'model':
      return count(({ models }) => models.includes(target.id));
    case 'share': {
      const { of } = target;
      const all = count((group) => of === null || (of.kind === 'group' ? group.id : group.region) === of.id);
      return shareSize(all, target.fraction);
    }
  }
}
