/** A fleet heals: a node of a preset that crashes and comes back takes its share again. */
import { describe, expect, it } from 'vitest';

import type { NodeNow } from '@/lib/sim/node-now';
import { PRESETS, preset } from '@/lib/scenario/presets';
import type { Scenario } from '@/lib/scenario/schema';

import { checkLaws } from './laws';
import { scenarioOf } from './scenarios.contract';
import { Simulation } from './simulate';

/** The first node that no fault of the preset is on. */
function soundNode(scenario: Scenario): { readonly node: string; readonly peers: readonly string[] } {
  const simulation = new Simulation(scenario);
  const hit = new Set(
    scenario.timeline.flatMap((entry) => (entry.kind === 'fault' && entry.target.kind !== 'share' ? [entry.target.id] : [])),
  );
  const nodes = simulation.nodesNow().filter((n) => !hit.has(n.node) && !hit.has(n.group) && !hit.has(n.region));
  const first = nodes[0]!;
  return { node: first.node, peers: nodes.filter((n) => n.group === first.group && n !== first).map((n) => n.node) };
}

/** Attempts per node from `fromMs` to the end, and what the router thinks of each node then. */
function lastPart(
  scenario: Scenario,
  fromMs: number,
): { readonly attempts: Map<string, number>; readonly nodes: readonly NodeNow[] } {
  const simulation = new Simulation(scenario);
  simulation.runUntil(fromMs);
  const before = new Map(simulation.report().nodes.map((n) => [n.node, n.attempts]));
  simulation.runUntil(Infinity);
  const report = simulation.report();
  checkLaws(report);
  return { attempts: new Map(report.nodes.map((n) => [n.node, n.attempts - before.get(n.node)!])), nodes: simulation.nodesNow() };
}

describe.each(PRESETS.map(({ id }) => id))('preset %s', (id) => {
  it('gives a node that crashed and healed its share again', () => {
    const scenario = preset(id)!;
    const { node, peers } = soundNode(scenario);
    const { durationMs } = scenario;
    const broken = scenarioOf({
      ...scenario,
      warmUpMs: 0,
      timeline: [
        ...scenario.timeline,
        {
          id: 'heal',
          kind: 'fault',
          atMs: durationMs * 0.1,
          untilMs: durationMs * 0.3,
          target: { kind: 'node', id: node },
          fault: { kind: 'crash' },
        },
      ],
    });
    const { attempts, nodes } = lastPart(broken, (durationMs * 2) / 3);
    const own = attempts.get(node)!;
    const end = nodes.find((n) => n.node === node)!;
    const { strategy, window } = scenario.router;
    // Best score sends everything to one node at a time, and a window hides nodes: shares say nothing there.
    if (strategy.id === 'least-latency') return void expect(own).toBeGreaterThan(0);
    expect(end.breaker).toBe('closed');
    expect(end.health).not.toBe('unhealthy');
    if (window.maxCandidates !== null) return;
    const mean = peers.reduce((n, peer) => n + attempts.get(peer)!, 0) / peers.length;
    expect(own / mean).toBeGreaterThan(1 / 1.5);
    expect(own / mean).toBeLessThan(1.5);
  });
});
