/** What a report says of nodes and how even they were. */
import { OUTCOMES, type Outcome } from '@/lib/fleet/outcome';
import { summaryOf } from '@/lib/report/summary';
import type { ScenarioNode } from '@/lib/scenario/nodes';
import type { Scenario } from '@/lib/scenario/schema';

import type { Recorder } from './recorder';
import type { GroupReport, NodeReport, Unevenness } from './report';
import type { Stations } from './stations';
import { NODE_ACCOUNT, NODE_ACCOUNT_WIDTH, type Totals } from './totals';

const HOUR_MS = 3_600_000;

export function nodeReports(
  scenario: Scenario,
  nodes: readonly ScenarioNode[],
  nowMs: number,
  { totals, transitions, down }: Recorder,
  stations: Stations,
): NodeReport[] {
  const started = nodes.reduce((sum, _, i) => sum + attemptsOn(totals, i), 0);
  const measuredMs = Math.max(0, nowMs - scenario.warmUpMs);
  const price = pricesOf(scenario);
  return nodes.map((node, i) => {
    const { busyMs, queueMs, heldMs } = stations.metersAt(i, nowMs);
    const attempts = attemptsOn(totals, i);
    const byOutcome = outcomesOf(totals.nodes, measuredOn(i) + NODE_ACCOUNT.outcomes);
    const timedOut = byOutcome['timed-out'] + byOutcome['first-token-timeout'];
    const ended = OUTCOMES.reduce((n, outcome) => n + byOutcome[outcome], 0);
    return {
      node: node.node,
      group: node.group,
      region: node.region,
      attempts,
      share: started === 0 ? 0 : attempts / started,
      ok: byOutcome.ok,
      failed: ended - byOutcome.ok - byOutcome.cancelled - timedOut,
      timedOut,
      byOutcome,
      latency: totals.perNode ? latencyOf(totals, [i]) : null,
      utilisation: measuredMs === 0 ? 0 : busyMs / (node.slots * measuredMs),
      meanQueue: measuredMs === 0 ? 0 : queueMs / measuredMs,
      meanInSystem: measuredMs === 0 ? 0 : heldMs / measuredMs,
      upFraction: measuredMs === 0 ? 1 : 1 - down.at(i, nowMs) / measuredMs,
      cost: (price.get(node.group)! * busyMs) / HOUR_MS,
      breakerTrips: transitions.trips[i]!,
    };
  });
}

export function groupReports(scenario: Scenario, nodes: readonly NodeReport[], totals: Totals): GroupReport[] {
  return scenario.groups.map(({ id }, g) => {
    const places = totals.perNode ? [...nodes.keys()].filter((i) => nodes[i]!.group === id) : [g];
    const own = nodes.filter(({ group }) => group === id);
    const add = (of: (node: NodeReport) => number): number => own.reduce((n, node) => n + of(node), 0);
    return {
      group: id,
      nodes: own.length,
      attempts: add(({ attempts }) => attempts),
      ok: add(({ ok }) => ok),
      failed: add(({ failed }) => failed),
      timedOut: add(({ timedOut }) => timedOut),
      utilisation: add(({ utilisation }) => utilisation) / own.length,
      cost: add(({ cost }) => cost),
      latency: latencyOf(totals, places),
    };
  });
}

/** Jain's index: (sum x)^2 / (n * sum x^2). Source: Jain, Chiu & Hawe, DEC-TR-301, 1984. */
export function unevenness(values: readonly number[]): Unevenness {
  const total = values.reduce((a, b) => a + b, 0);
  if (total === 0) return { maxOverMean: null, jain: null };
  const squares = values.reduce((a, x) => a + x * x, 0);
  const most = values.reduce((a, b) => Math.max(a, b), 0);
  return { maxOverMean: (most * values.length) / total, jain: (total * total) / (values.length * squares) };
}

/** Where the account of a node's measured attempts begins. */
function measuredOn(node: number): number {
  return (2 * node + 1) * NODE_ACCOUNT_WIDTH;
}

function attemptsOn({ nodes }: Totals, node: number): number {
  return nodes[measuredOn(node) + NODE_ACCOUNT.attempts]!;
}

/** Of numbers that stand side by side from `from` on, one for each outcome. */
export function outcomesOf(table: Float64Array, from: number): Record<Outcome, number> {
  return Object.fromEntries(OUTCOMES.map((outcome, i) => [outcome, table[from + i]!])) as Record<Outcome, number>;
}

function latencyOf(totals: Totals, places: readonly number[]): NodeReport['latency'] & object {
  const { sketch, sumMs, worstMs } = totals.places.of(places);
  return summaryOf(sketch, sumMs, worstMs);
}

/** By group: its own relative price, or its region's. */
function pricesOf(scenario: Scenario): Map<string, number> {
  const regions = new Map(scenario.regions.map(({ id, cost }) => [id, cost]));
  return new Map(scenario.groups.map(({ id, price, region }) => [id, price ?? regions.get(region)!]));
}
