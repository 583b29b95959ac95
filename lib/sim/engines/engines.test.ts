import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { lawRuns } from '@/lib/base/law-runs';
import type { Group } from '@/lib/scenario/schema';

import { Bench, itKeepsTheEngineContract, runSteps, type Step } from './engine.contract';
import type { engines } from './table';

const SETTINGS: Readonly<Record<keyof typeof engines, readonly (readonly [string, Group['engine']])[]>> = {
  slots: [
    ['slots, one', { kind: 'slots', slots: 1, queueLimit: 3, speed: 1 }],
    ['slots, three of half the speed', { kind: 'slots', slots: 3, queueLimit: 5, speed: 0.5 }],
  ],
  'processor-sharing': [
    ['processor-sharing without a limit', { kind: 'processor-sharing', limit: null, queueLimit: 4, speed: 1 }],
    ['processor-sharing among two', { kind: 'processor-sharing', limit: 2, queueLimit: 3, speed: 4 }],
  ],
};

for (const list of Object.values(SETTINGS)) for (const [name, engine] of list) itKeepsTheEngineContract(name, engine);

interface Share {
  readonly work: number;
  leftMs: number;
}

/** Egalitarian processor sharing, the slow way: everybody's work is taken down at every event. */
function sharedSlowly(steps: readonly { readonly afterMs: number; readonly step: Step }[]): Map<number, number> {
  const done = new Map<number, number>();
  let inside: Share[] = [];
  let nowMs = 0;
  let slowDown = 1;
  let works = 0;
  const runTo = (timeMs: number): void => {
    for (;;) {
      const least = Math.min(...inside.map(({ leftMs }) => leftMs));
      const endMs = nowMs + least * inside.length * slowDown;
      if (inside.length === 0 || endMs > timeMs) break;
      for (const share of inside) share.leftMs -= least;
      nowMs = endMs;
      for (const { work } of inside.filter(({ leftMs }) => leftMs <= 1e-9)) done.set(work, nowMs);
      inside = inside.filter(({ leftMs }) => leftMs > 1e-9);
    }
    if (timeMs === Infinity) return;
    for (const share of inside) share.leftMs -= (timeMs - nowMs) / inside.length / slowDown;
    nowMs = timeMs;
  };
  for (const { afterMs, step } of steps) {
    runTo(nowMs + afterMs);
    if (step.kind === 'admit') inside.push({ work: works++, leftMs: step.demandMs });
    if (step.kind === 'set') slowDown = step.slowDown;
    if (step.kind === 'cancel' && inside.length > 0) inside.splice(step.which % inside.length, 1);
  }
  runTo(Infinity);
  return done;
}

describe('processor sharing', () => {
  const step: fc.Arbitrary<Step> = fc.oneof(
    {
      weight: 4,
      arbitrary: fc.record({ kind: fc.constant('admit' as const), demandMs: fc.double({ min: 0.1, max: 90, noNaN: true }) }),
    },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('cancel' as const), which: fc.nat(9) }) },
    {
      weight: 1,
      arbitrary: fc
        .constantFrom(1, 2.5)
        .map((slowDown) => ({ kind: 'set' as const, slowDown, share: 1, capacity: 1, stalled: false })),
    },
  );

  it('is done with each when the slow way says so', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ afterMs: fc.double({ min: 0, max: 30, noNaN: true }), step }), { maxLength: 40 }),
        (steps) => {
          const bench = runSteps(new Bench({ kind: 'processor-sharing', limit: null, queueLimit: 0, speed: 1 }), steps);
          bench.runUntil(Infinity);
          const slowly = sharedSlowly(steps);
          const done = bench.log.filter(({ what }) => what === 'done');
          expect(done.length).toBe(slowly.size);
          for (const { work, atMs } of done) expect(atMs).toBeCloseTo(slowly.get(work)!, 6);
        },
      ),
      lawRuns(200),
    );
  });

  it('gives two the half each: 100 and 40 ms from 0 and 10 ms on are done at 140 and 90 ms', () => {
    const bench = new Bench({ kind: 'processor-sharing', limit: null, queueLimit: 0, speed: 1 });
    bench.take({ kind: 'admit', demandMs: 100 });
    bench.runUntil(10);
    bench.take({ kind: 'admit', demandMs: 40 });
    bench.runUntil(Infinity);
    expect(bench.log.filter(({ what }) => what === 'done').map(({ work, atMs }) => [work, atMs])).toEqual([
      [1, 90],
      [0, 140],
    ]);
  });

  it('finishes equal work that started together at one instant, in order', () => {
    const bench = new Bench({ kind: 'processor-sharing', limit: null, queueLimit: 0, speed: 1 });
    for (let i = 0; i < 7; i++) bench.take({ kind: 'admit', demandMs: 10 / 3 });
    bench.runUntil(Infinity);
    const done = bench.log.filter(({ what }) => what === 'done');
    expect(done.map(({ work }) => work)).toEqual([0, 1, 2, 3, 4, 5, 6]);
    expect(new Set(done.map(({ atMs }) => atMs)).size).toBe(1);
  });

  it('among one at a time is one slot, to the bit', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.record({ afterMs: fc.double({ min: 0, max: 60, noNaN: true }), step: step.filter(({ kind }) => kind !== 'set') }),
          { maxLength: 40 },
        ),
        (steps) => {
          const logs = (
            [
              { kind: 'slots', slots: 1, queueLimit: 6, speed: 0.7 },
              { kind: 'processor-sharing', limit: 1, queueLimit: 6, speed: 0.7 },
            ] as const
          ).map((engine) => {
            const bench = runSteps(new Bench(engine), steps);
            bench.runUntil(Infinity);
            return bench.log;
          });
          expect(logs[1]).toEqual(logs[0]);
        },
      ),
      lawRuns(100),
    );
  });
});

it('a loss of capacity takes places from slots, rounded, and speed from a processor that is shared', () => {
  const lossy = { kind: 'set', slowDown: 1, share: 1, capacity: 0.4, stalled: false } as const;
  const slots = new Bench({ kind: 'slots', slots: 4, queueLimit: 9, speed: 1 });
  for (let i = 0; i < 5; i++) slots.take({ kind: 'admit', demandMs: 10 * (i + 1) });
  slots.take(lossy);
  expect([slots.stations.places(0), slots.stations.busy(0), slots.stations.queued(0)]).toEqual([2, 4, 1]);
  slots.runUntil(29);
  // Two are done, two are still in service, and nobody takes their places.
  expect([slots.stations.busy(0), slots.stations.queued(0)]).toEqual([2, 1]);
  slots.runUntil(30);
  expect([slots.stations.busy(0), slots.stations.queued(0)]).toEqual([2, 0]);

  const shared = new Bench({ kind: 'processor-sharing', limit: null, queueLimit: 0, speed: 1 });
  shared.take({ kind: 'admit', demandMs: 20 });
  shared.take(lossy);
  shared.runUntil(Infinity);
  expect(shared.nowMs).toBe(50);
});

it('completions that were taken back do not pile up on the agenda', () => {
  for (const [, engine] of [...SETTINGS.slots, ...SETTINGS['processor-sharing']]) {
    const bench = new Bench(engine);
    for (let i = 0; i < 30_000; i++) {
      bench.take({ kind: 'admit', demandMs: 1e9 });
      bench.take({ kind: 'cancel', which: 0 });
    }
    expect(bench.pending).toBeLessThan(10_000);
    bench.take({ kind: 'admit', demandMs: 70 });
    bench.runUntil(Infinity);
    expect(bench.log.at(-1)).toMatchObject({ what: 'done', work: 30_000, atMs: 70 / engine.speed });
  }
});
