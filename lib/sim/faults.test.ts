import { expect, it } from 'vitest';

import { CounterStream } from '@/lib/base/random';
import { nodesOf } from '@/lib/scenario/nodes';
import type { Scenario, TimelineEntry } from '@/lib/scenario/schema';

import { Agenda } from './event';
import { FaultBoard } from './faults';
import { oneNode, scenarioOf, type TimelineInput } from './scenarios.contract';
import { simulate, Simulation } from './simulate';

const slowDowns = (count: number): TimelineInput[] =>
  Array.from({ length: count }, (_, i) => ({
    id: `s${i}`,
    kind: 'fault',
    atMs: 100,
    untilMs: 200,
    target: { kind: 'group', id: 'a' },
    fault: { kind: 'slow-down', factor: 1_000_000 },
  }));

const boardOf = (scenario: Scenario): FaultBoard =>
  new FaultBoard(nodesOf(scenario), scenario.seed, new Agenda(), new CounterStream(scenario.seed));

it('slow-downs without number still leave a speed above 0, and the node is itself again when they end', () => {
  const scenario = scenarioOf(
    oneNode({
      ratePerS: 200,
      slots: 8,
      service: { kind: 'constant', meanMs: 10 },
      durationMs: 400,
      rest: { timeline: slowDowns(400) },
    }),
  );
  const board = boardOf(scenario);
  board.setTimeline(scenario.timeline);
  for (let entry = 0; entry < 400; entry++) board.begin(entry, 100);
  expect(board.slowDown[0]).toBe(1e12);
  for (let entry = 0; entry < 399; entry++) board.end(entry);
  expect(board.slowDown[0]).toBe(1_000_000);
  board.end(399);
  expect(board.slowDown[0]).toBe(1);
  expect(board.idsOn(0)).toEqual([]);

  const { requests } = simulate(scenario);
  expect(requests.finished).toBeGreaterThan(0.9 * requests.arrived);
});

it('lists what holds on a node in the order of the timeline, however it began', () => {
  const scenario = scenarioOf(oneNode({ rest: { timeline: slowDowns(3) } }));
  const board = boardOf(scenario);
  board.setTimeline(scenario.timeline);
  for (const entry of [2, 0, 1]) board.begin(entry, 100);
  expect(board.idsOn(0)).toEqual(['s0', 's1', 's2']);
});

it('a restored run has the live faults of the state, not those of the run that takes it on', () => {
  const scenario = scenarioOf(
    oneNode({
      ratePerS: 20,
      durationMs: 5_000,
      rest: {
        groups: ['a', 'b'].map((id) => ({ id, region: 'home', count: 1, models: ['m'], engine: { kind: 'slots' as const } })),
      },
    }),
  );
  const broken = (group: string): { simulation: Simulation; entry: TimelineEntry } => {
    const simulation = new Simulation(scenario);
    simulation.runUntil(1_000);
    const result = simulation.apply({
      kind: 'fault',
      forMs: 1_000,
      target: { kind: 'group', id: group },
      fault: { kind: 'crash' },
    });
    if (!result.ok) throw new Error(result.problems[0]!.message);
    simulation.runUntil(1_500);
    return { simulation, entry: result.value };
  };
  const first = broken('a');
  const second = broken('b');
  first.simulation.restore(second.simulation.save());
  expect(first.simulation.nodesNow().map((node) => node.down)).toEqual([false, true]);
  first.simulation.runUntil(5_000);
  expect(first.simulation.digest()).toBe(simulate({ ...scenario, timeline: [second.entry] }).digest);
});

it('shows of a node what a fault does to it, and nothing once it is over', () => {
  const after = (fault: Extract<TimelineInput, { kind: 'fault' }>['fault'], ms: number) => {
    const input = oneNode({ durationMs: 1_000 });
    const simulation = new Simulation(
      scenarioOf({
        ...input,
        groups: input.groups.map((group) => ({ ...group, coldStart: { warmUpMs: 100, speedFraction: 0.4 } })),
        timeline: [{ id: 'f', kind: 'fault', atMs: 200, untilMs: 500, target: { kind: 'group', id: 'a' }, fault }],
      }),
    );
    simulation.runUntil(ms);
    const { down, crashed, stalled, cutOff, warmShare } = simulation.nodesNow()[0]!;
    return { down, crashed, stalled, cutOff, warmShare };
  };
  const well = { down: false, crashed: false, stalled: false, cutOff: false, warmShare: 1 };
  const paused = { kind: 'random-failures', upMs: 1, downMs: 900, work: 'resumed', arrivals: 'queued', law: 'fixed' } as const;
  expect(after({ kind: 'crash' }, 300)).toEqual({ ...well, down: true, crashed: true });
  expect(after({ kind: 'crash' }, 555).warmShare).toBeCloseTo(0.4 + 0.6 * 0.5, 12);
  expect(after({ kind: 'queue-stall' }, 300)).toEqual({ ...well, stalled: true });
  expect(after({ kind: 'partition' }, 300)).toEqual({ ...well, cutOff: true });
  expect(after(paused, 300)).toEqual({ ...well, down: true });
  for (const fault of [{ kind: 'crash' }, { kind: 'queue-stall' }, { kind: 'partition' }, paused] as const) {
    expect(after(fault, 100)).toEqual(well);
    expect(after(fault, 700)).toEqual(well);
  }
});
