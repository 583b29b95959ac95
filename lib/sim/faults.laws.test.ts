import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { lawRuns } from '@/lib/base/law-runs';
import { CounterStream } from '@/lib/base/random';
import { nodesOf } from '@/lib/scenario/nodes';
import type { Scenario } from '@/lib/scenario/schema';

import { Agenda } from './event';
import { FaultBoard } from './faults';
import { anyFault, NO_FAULTS } from './faults.fixture';
import { oneNode, scenarioOf } from './scenarios.contract';

/** The fleet that the fixture's targets name: a-01 and a-02 with model m, b-01 in the west with m and n. */
function fleet(timeline: NonNullable<Parameters<typeof scenarioOf>[0]['timeline']>): Scenario {
  const engine = { kind: 'slots' as const };
  return scenarioOf({
    ...oneNode({ durationMs: 10_000 }),
    regions: [{ id: 'home' }, { id: 'west' }],
    models: [
      { id: 'm', capabilities: ['generate'] },
      { id: 'n', capabilities: ['generate'] },
    ],
    groups: [
      { id: 'a', region: 'home', count: 2, models: ['m'], engine },
      { id: 'b', region: 'west', count: 1, models: ['m', 'n'], engine },
    ],
    timeline,
  });
}

function boardOf(scenario: Scenario): FaultBoard {
  const board = new FaultBoard(nodesOf(scenario), scenario.seed, new Agenda(), new CounterStream(scenario.seed));
  board.setTimeline(scenario.timeline);
  return board;
}

/** All that the rest of a run can see. */
function seen(board: FaultBoard): unknown {
  const { down, refuses, crashed, dead, stalled, cut, slowDown, capacity, odd } = board;
  const { probeAddedMs, probeErrorFraction, probeLoss, addedMs, errorFraction, loss } = board;
  const ids = [0, 1, 2].map((node) => board.idsOn(node));
  return structuredClone({
    ...{ down, refuses, crashed, dead, stalled, cut, slowDown, capacity, odd },
    ...{ probeAddedMs, probeErrorFraction, probeLoss, addedMs, errorFraction, loss, ids },
  });
}

const list = fc.array(anyFault, { minLength: 1, maxLength: 6 });
const entries = (faults: readonly (typeof anyFault extends fc.Arbitrary<infer F> ? F : never)[]) =>
  faults.map((of, i) => ({ id: `e${i}`, kind: 'fault' as const, atMs: 100, ...of }));

describe('the board of faults', () => {
  it('shows the same whatever faults came and went before, and in whatever order those that hold began', () => {
    fc.assert(
      fc.property(list, fc.array(fc.nat(5), { maxLength: 20 }), (faults, turns) => {
        const scenario = fleet(entries(faults));
        const board = boardOf(scenario);
        const holding = new Set<number>();
        for (const turn of turns) {
          const entry = turn % faults.length;
          if (holding.delete(entry)) board.end(entry);
          else {
            holding.add(entry);
            board.begin(entry, 100);
          }
          const fresh = boardOf(scenario);
          for (const one of [...holding].sort((a, b) => b - a)) fresh.begin(one, 100);
          expect(seen(board)).toEqual(seen(fresh));
        }
        for (const entry of holding) board.end(entry);
        expect(seen(board)).toEqual(seen(boardOf(scenario)));
      }),
      lawRuns(100),
    );
  });

  it('restores a saved state into a board that had others', () => {
    fc.assert(
      fc.property(list, fc.nat(5), fc.nat(5), (faults, one, other) => {
        const scenario = fleet(entries(faults));
        const [a, b] = [boardOf(scenario), boardOf(scenario)];
        a.begin(one % faults.length, 100);
        b.begin(other % faults.length, 100);
        b.restore(structuredClone(a.save()));
        expect(seen(b)).toEqual(seen(a));
      }),
      lawRuns(60),
    );
  });

  it('shows nothing of faults without effect, at their full size too', () => {
    const scenario = fleet(
      NO_FAULTS.map((fault, i) => ({ id: `e${i}`, kind: 'fault', atMs: 100, target: { kind: 'group', id: 'a' }, fault })),
    );
    const board = boardOf(scenario);
    const before = seen(board);
    NO_FAULTS.forEach((_, i) => board.begin(i, 100));
    expect({ ...(seen(board) as object), ids: null }).toEqual({ ...(before as object), ids: null });
  });

  it('lets a growing fault begin at nothing and reach its own size in twenty equal steps', () => {
    const scenario = fleet([
      {
        id: 'slow',
        kind: 'fault',
        atMs: 1_000,
        target: { kind: 'node', id: 'a-01' },
        fault: { kind: 'slow-down', factor: 5 },
        rampMs: 400,
      },
      {
        id: 'lossy',
        kind: 'fault',
        atMs: 1_000,
        target: { kind: 'node', id: 'a-01' },
        fault: { kind: 'packet-loss', fraction: 0.4 },
      },
    ]);
    const board = boardOf(scenario);
    board.begin(0, 1_000);
    expect([board.slowDown[0], board.odd[0]]).toEqual([1, 0]);
    const due: number[] = [];
    const factors: number[] = [];
    for (let step = 0; step < 20; step++) {
      due.push(board.grow(0));
      factors.push(board.slowDown[0]!);
    }
    expect(factors.slice(0, 3)).toEqual([1.2, 1.4, 1.6].map((factor) => expect.closeTo(factor, 12) as number));
    expect(factors[19]).toBe(5);
    expect(due.slice(0, 2)).toEqual([1_040, 1_060]);
    expect(due.slice(18)).toEqual([1_400, Infinity]);
    board.begin(1, 1_000);
    expect(board.loss[0]).toBeCloseTo(0.4, 12);
  });

  it('composes overlapping faults: factors multiply, times add, shares combine as independent, and a model’s hit its own attempts', () => {
    const on = { kind: 'fault', atMs: 0, target: { kind: 'node', id: 'b-01' } } as const;
    const n = { ...on, target: { kind: 'model', id: 'n' } } as const;
    const board = boardOf(
      fleet([
        { ...on, id: 'a', fault: { kind: 'slow-down', factor: 3 } },
        { ...on, id: 'b', fault: { kind: 'slow-down', factor: 7 } },
        { ...on, id: 'c', fault: { kind: 'added-latency', ms: 11 } },
        { ...n, id: 'd', fault: { kind: 'added-latency', ms: 100 } },
        { ...n, id: 'e', fault: { kind: 'error-rate', fraction: 0.5 } },
        { ...on, id: 'f', fault: { kind: 'grey', fraction: 0.2 } },
        { ...on, id: 'g', fault: { kind: 'capacity-loss', fraction: 0.5 } },
        { ...n, id: 'h', fault: { kind: 'capacity-loss', fraction: 0.5 } },
        { ...n, id: 'i', fault: { kind: 'packet-loss', fraction: 0.25 } },
      ]),
    );
    for (let entry = 0; entry < 9; entry++) board.begin(entry, 0);
    // Deployments: a-01 m, a-02 m, b-01 m, b-01 n.
    expect([...board.slowDown]).toEqual([1, 1, 21]);
    expect([...board.capacity]).toEqual([1, 1, 0.25]);
    expect([...board.addedMs]).toEqual([0, 0, 11, 111]);
    expect([...board.errorFraction].map((x) => Number(x.toFixed(9)))).toEqual([0, 0, 0.2, 0.6]);
    expect([...board.loss]).toEqual([0, 0, 0, 0.25]);
    expect([board.probeAddedMs[2], board.probeErrorFraction[2], board.probeLoss[2]]).toEqual([11, 0, 0]);
    expect([...board.odd]).toEqual([0, 0, 1, 1]);
    // A draw of 0.55 passes the errors of model n (half) and meets the grey failure; on model m only the latter is asked.
    expect(board.errorFault(2, 3, 0.3)).toMatchObject({ kind: 'error-rate' });
    expect(board.errorFault(2, 3, 0.55)).toMatchObject({ kind: 'grey' });
    expect(board.errorFault(2, 2, 0.1)).toMatchObject({ kind: 'grey' });
  });
});
