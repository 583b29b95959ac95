/** What the fleet map counts: load in eight steps, totals by region, and how many nodes are in each state. */
import type { NodeNow } from '@/lib/worker/protocol';

type Work = Pick<NodeNow, 'busy' | 'queued' | 'slots'>;

export const LOAD_STEPS = 8;

/** In service plus queued, over slots; above 1 where requests wait. */
export function loadOf({ busy, queued, slots }: Work): number {
  return slots === 0 ? 0 : (busy + queued) / slots;
}

/** Step 0 is idle or nearly, step 7 is every slot taken or more; the six between are of equal width. */
export function loadStep(load: number): number {
  return Math.min(LOAD_STEPS - 1, Math.max(0, Math.floor(load * (LOAD_STEPS - 1) + 1e-9)));
}

export interface RegionRow {
  readonly region: string;
  /** Indexes into the list of nodes, in its order. */
  readonly nodes: readonly number[];
}

/** Rows in the scenario's order of regions; a region without nodes has none. */
export function regionRows(nodes: readonly Pick<NodeNow, 'region'>[], regions: readonly string[]): RegionRow[] {
  const rows = new Map(regions.map((region) => [region, [] as number[]]));
  nodes.forEach(({ region }, i) => {
    const row = rows.get(region);
    if (row === undefined) rows.set(region, [i]);
    else row.push(i);
  });
  return [...rows].filter(([, list]) => list.length > 0).map(([region, list]) => ({ region, nodes: list }));
}

/** Whether two lists are of the same nodes in the same order, whatever their states. */
export function sameFleet(
  a: readonly Pick<NodeNow, 'node' | 'region'>[],
  b: readonly Pick<NodeNow, 'node' | 'region'>[],
): boolean {
  return a.length === b.length && a.every(({ node, region }, i) => node === b[i]!.node && region === b[i]!.region);
}

export interface RegionTotals {
  readonly load: number;
  /** Of all attempts started in the last second; null while there are none. */
  readonly share: number | null;
}

export function regionTotals(nodes: readonly NodeNow[], rows: readonly RegionRow[]): RegionTotals[] {
  let allPerS = 0;
  for (const { attemptsPerS } of nodes) allPerS += attemptsPerS;
  return rows.map((row) => {
    let [work, slots, perS] = [0, 0, 0];
    for (const index of row.nodes) {
      const node = nodes[index];
      if (node === undefined) continue;
      work += node.busy + node.queued;
      slots += node.slots;
      perS += node.attemptsPerS;
    }
    return { load: slots === 0 ? 0 : work / slots, share: allPerS === 0 ? null : perS / allPerS };
  });
}

export interface FleetCounts {
  readonly closed: number;
  readonly halfOpen: number;
  readonly open: number;
  readonly degraded: number;
  /** Held unhealthy by the router although not down. */
  readonly unhealthy: number;
  readonly down: number;
  readonly faulted: number;
}

export function fleetCounts(nodes: readonly NodeNow[]): FleetCounts {
  let [closed, halfOpen, open, degraded, unhealthy, down, faulted] = [0, 0, 0, 0, 0, 0, 0];
  for (const node of nodes) {
    if (node.breaker === 'closed') closed++;
    else if (node.breaker === 'open') open++;
    else halfOpen++;
    if (node.down) down++;
    else if (node.health === 'unhealthy') unhealthy++;
    else if (node.health === 'degraded') degraded++;
    if (node.faults.length > 0) faulted++;
  }
  return { closed, halfOpen, open, degraded, unhealthy, down, faulted };
}
