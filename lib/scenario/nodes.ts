import { nodeIdOf, type GroupId, type NodeId, type RegionId } from '@/lib/fleet/ids';

import { slotsOf } from './engines';
import type { FaultEntry, PlaceTarget, Scenario, TimelineEntry } from './schema';
import { drawShare } from './share';

export interface ScenarioNode {
  readonly node: NodeId;
  readonly group: GroupId;
  readonly region: RegionId;
  /** As `slotsOf` counts them. */
  readonly slots: number;
  readonly weight: number;
  readonly models: readonly string[];
}

/** Every node, in the scenario's order: groups in their order, ordinals ascending. Its position is the node's index in a run. */
export function nodesOf(scenario: Pick<Scenario, 'groups'>): ScenarioNode[] {
  const nodes: ScenarioNode[] = [];
  for (const { id, region, count, weight, engine, models } of scenario.groups) {
    for (let ordinal = 1; ordinal <= count; ordinal++) {
      nodes.push({
        node: nodeIdOf(id, ordinal, count),
        group: id as GroupId,
        region: region as RegionId,
        slots: slotsOf(engine),
        weight,
        models,
      });
    }
  }
  return nodes;
}

/** Positions in `nodesOf` that a target means, ascending; none when it names nothing. */
export function targetedNodes(nodes: readonly ScenarioNode[], target: PlaceTarget): number[] {
  return where(nodes, (node) => node[target.kind] === target.id);
}

/** Positions of the nodes that a fault hits, ascending; those of a share depend on the seed, the entry's id and what it is a share of. */
export function faultedNodes(
  nodes: readonly ScenarioNode[],
  { id, target }: Pick<FaultEntry, 'id' | 'target'>,
  seed: number,
): number[] {
  switch (target.kind) {
    case 'model':
      return where(nodes, ({ models }) => models.includes(target.id));
    case 'share':
      return drawShare(
        target.of === null ? where(nodes, () => true) : targetedNodes(nodes, target.of),
        target.fraction,
        id,
        seed,
      );
    default:
      return targetedNodes(nodes, target);
  }
}

function where(nodes: readonly ScenarioNode[], holds: (node: ScenarioNode) => boolean): number[] {
  const positions: number[] = [];
  nodes.forEach((node, position) => {
    if (holds(node)) positions.push(position);
  });
  return positions;
}

/** By position in `nodesOf`: whether the node is not there at the start, because its first drain or join is a join. O(entries x nodes). */
export function awayAtStart(nodes: readonly ScenarioNode[], timeline: readonly TimelineEntry[]): boolean[] {
  const away = nodes.map(() => false);
  const decided = nodes.map(() => false);
  // The sort is stable: of entries at one instant the first in the list comes first, as in a run.
  for (const entry of timeline.toSorted((a, b) => a.atMs - b.atMs)) {
    if (entry.kind !== 'drain' && entry.kind !== 'join') continue;
    for (const position of targetedNodes(nodes, entry.target)) {
      if (decided[position]) continue;
      decided[position] = true;
      away[position] = entry.kind === 'join';
    }
  }
  return away;
}
