/**
 * What every engine keeps, whatever way it serves: one node with a queue before it, given work, cancellations, changes of speed, stalls and
 * crashes at random. A bench stands in for the run around it.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { lawRuns } from '@/lib/base/law-runs';
import { placesOf, slotsOf } from '@/lib/scenario/engines';
import type { Group } from '@/lib/scenario/schema';

import { ATTEMPT, Attempts } from '../attempts';
import { Agenda, EVENT } from '../event';
import { Stations } from '../stations';

type EngineSettings = Group['engine'];

export type Step =
  | { readonly kind: 'admit'; readonly demandMs: number }
  | { readonly kind: 'cancel'; readonly which: number }
  | {
      readonly kind: 'set';
      readonly slowDown: number;
      readonly share: number;
      readonly capacity: number;
      readonly stalled: boolean;
    }
  | { readonly kind: 'crash' };

export interface Happening {
  readonly what: 'started' | 'done' | 'cancelled' | 'lost' | 'rejected';
  /** Number of the work in order of admission. */
  readonly work: number;
  readonly atMs: number;
}

/** One node, and what happens on it. */
export class Bench {
  readonly log: Happening[] = [];
  readonly stations: Stations;
  nowMs = 0;
  private readonly attempts = new Attempts(1);
  private readonly agenda = new Agenda();
  private readonly demands: number[] = [];
  /** By row: the work's number. */
  private readonly workOf = new Map<number, number>();
  private readonly engine: EngineSettings;

  constructor(engine: EngineSettings) {
    this.engine = engine;
    this.agenda.isForgotten = (row, service) => this.attempts.ints[row + ATTEMPT.service] !== service;
    this.stations = new Stations([engine], 0, this.attempts, this.agenda, (row) => {
      this.note('started', row);
      return this.demands[this.workOf.get(row)!]!;
    });
  }

  get inside(): number {
    return this.workOf.size;
  }

  /** Events on the agenda, stale ones among them. */
  get pending(): number {
    return this.agenda.heap.size;
  }

  take(step: Step): void {
    const { stations, attempts, nowMs } = this;
    switch (step.kind) {
      case 'admit': {
        const row = attempts.take(0, 0, nowMs);
        this.workOf.set(row, this.demands.push(step.demandMs) - 1);
        if (!stations.admit(row, 0, nowMs)) this.end('rejected', row);
        return;
      }
      case 'cancel': {
        const rows = [...this.workOf].sort(([, a], [, b]) => a - b);
        if (rows.length === 0) return;
        const [row] = rows[step.which % rows.length]!;
        // Noted first, since whoever waits starts while it leaves.
        this.note('cancelled', row);
        stations.leave(row, 0, nowMs, false);
        this.free(row);
        return;
      }
      case 'set':
        return stations.set(0, step.slowDown, step.share, step.capacity, step.stalled, nowMs);
      case 'crash':
        return stations.crash(0, nowMs, (row) => this.end('lost', row));
    }
  }

  /** All that is done up to a time, itself included. */
  runUntil(timeMs: number): void {
    const { agenda, attempts } = this;
    for (agenda.peek(); agenda.kind !== EVENT.none && agenda.time <= timeMs; agenda.peek()) {
      const { time, a, b } = agenda;
      agenda.pop();
      if (attempts.ints[a + ATTEMPT.service] !== b) continue;
      this.nowMs = time;
      this.note('done', a);
      this.stations.leave(a, 0, time, true);
      this.free(a);
    }
    if (timeMs < Infinity) this.nowMs = timeMs;
  }

  /** Another bench that goes on from here. */
  copy(): Bench {
    const copy = new Bench(this.engine);
    // Whatever it has done before, a restore puts it right.
    copy.take({ kind: 'admit', demandMs: 3 });
    copy.take({ kind: 'set', slowDown: 2, share: 1, capacity: 1, stalled: false });
    copy.attempts.restore(structuredClone(this.attempts.save()));
    copy.agenda.restore(structuredClone(this.agenda.save()));
    copy.stations.restore(structuredClone(this.stations.save()));
    copy.log.splice(0, copy.log.length, ...this.log);
    copy.demands.splice(0, copy.demands.length, ...this.demands);
    copy.workOf.clear();
    for (const [row, work] of this.workOf) copy.workOf.set(row, work);
    copy.nowMs = this.nowMs;
    return copy;
  }

  private note(what: Happening['what'], row: number): void {
    this.log.push({ what, work: this.workOf.get(row)!, atMs: this.nowMs });
  }

  private end(what: Happening['what'], row: number): void {
    this.note(what, row);
    this.free(row);
  }

  private free(row: number): void {
    this.workOf.delete(row);
    this.attempts.close(row);
    this.attempts.free(row);
  }
}

const demandMs = fc.oneof(fc.constantFrom(0, 10, 10, 25), fc.double({ min: 0.01, max: 200, noNaN: true }));
const admit = fc.record({ kind: fc.constant('admit' as const), demandMs });
const whole = { kind: 'set', slowDown: 1, share: 1, capacity: 1, stalled: false } as const;
const other: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ kind: fc.constant('cancel' as const), which: fc.nat(20) }),
  fc.record({
    kind: fc.constant('set' as const),
    slowDown: fc.constantFrom(1, 3, 1_000),
    share: fc.constantFrom(0, 0.37, 1),
    capacity: fc.constantFrom(0, 0.5, 1),
    stalled: fc.boolean(),
  }),
  fc.constant(whole),
  fc.constant({ kind: 'crash' as const }),
);
const timed = <T>(step: fc.Arbitrary<T>) => fc.record({ afterMs: fc.constantFrom(0, 1, 7.3, 40), step });
const onlyWork = fc.array(timed(admit), { minLength: 1, maxLength: 30 });
const anything = fc.array(timed(fc.oneof({ weight: 3, arbitrary: admit }, { weight: 1, arbitrary: other })), {
  maxLength: 40,
});

type Timed = readonly { readonly afterMs: number; readonly step: Step }[];

/** Takes the steps at their times; times, their gaps too, are multiplied by `scale`. */
export function runSteps(bench: Bench, steps: Timed, after: (bench: Bench) => Bench = (same) => same, scale = 1): Bench {
  let now = bench;
  for (const { afterMs, step } of steps) {
    now.runUntil(now.nowMs + afterMs * scale);
    now.take(step);
    now = after(now);
  }
  return now;
}

export function itKeepsTheEngineContract(name: string, engine: EngineSettings): void {
  const places = placesOf(engine) ?? Infinity;

  describe(`engine ${name}`, () => {
    it('E1 lets everything that comes end once or be inside, and counts it', () => {
      fc.assert(
        fc.property(anything, (steps) => {
          const bench = runSteps(new Bench(engine), steps, (now) => {
            const [busy, queued] = [now.stations.busy(0), now.stations.queued(0)];
            expect(busy + queued).toBe(now.inside);
            expect(queued).toBeLessThanOrEqual(engine.queueLimit);
            expect(busy).toBeLessThanOrEqual(places);
            if (queued > 0) expect(busy).toBeGreaterThanOrEqual(now.stations.places(0));
            return now;
          });
          const ended = bench.log.filter(({ what }) => what !== 'started').map(({ work }) => work);
          expect(new Set(ended).size).toBe(ended.length);
          expect(ended.length + bench.inside).toBe(steps.filter(({ step }) => step.kind === 'admit').length);
          // Set free, it finishes all that is left.
          bench.take(whole);
          bench.runUntil(Infinity);
          expect(bench.inside).toBe(0);
        }),
        lawRuns(150),
      );
    });

    it('E2 starts in the order in which work comes, unless it is taken out of the queue', () => {
      fc.assert(
        fc.property(anything, (steps) => {
          const started = runSteps(new Bench(engine), steps).log.filter(({ what }) => what === 'started');
          expect(started.every(({ work }, i) => i === 0 || work > started[i - 1]!.work)).toBe(true);
        }),
        lawRuns(100),
      );
    });

    it('E3 does as much work as it has time for, and meters it', () => {
      fc.assert(
        fc.property(onlyWork, (steps) => {
          const bench = runSteps(new Bench({ ...engine, queueLimit: 1_000 }), steps);
          bench.runUntil(Infinity);
          const work = steps.reduce((sum, { step }) => sum + (step.kind === 'admit' ? step.demandMs : 0), 0);
          const { busyMs, queueMs } = bench.stations.metersAt(0, bench.nowMs);
          const at = (what: Happening['what'], n: number): number =>
            bench.log.find((one) => one.what === what && one.work === n)!.atMs;
          let comes = 0;
          const waits = steps.reduce((sum, { afterMs }, n) => sum + at('started', n) - (comes += afterMs), 0);
          expect(queueMs).toBeCloseTo(waits, 6);
          // Slots do their work side by side; one that is shared does it once, and counts as busy once, at most by its limit.
          if (engine.kind === 'slots' || engine.limit === null) expect(busyMs * engine.speed).toBeCloseTo(work, 6);
          else expect(busyMs / slotsOf(engine)).toBeLessThanOrEqual(work / engine.speed + 1e-6);
        }),
        lawRuns(100),
      );
    });

    it('E4 goes on from a saved state as if nothing had been', () => {
      fc.assert(
        fc.property(anything, fc.array(fc.boolean(), { minLength: 40, maxLength: 40 }), (steps, cuts) => {
          const inOne = runSteps(new Bench(engine), steps);
          let step = 0;
          const cut = runSteps(new Bench(engine), steps, (now) => (cuts[step++] === true ? now.copy() : now));
          inOne.runUntil(1e6);
          cut.runUntil(1e6);
          expect(cut.log).toEqual(inOne.log);
          expect(cut.stations.metersAt(0, 1e6)).toEqual(inOne.stations.metersAt(0, 1e6));
        }),
        lawRuns(100),
      );
    });

    it('E5 at half the speed takes twice the time to the bit, and a change to the same speed is none', () => {
      fc.assert(
        fc.property(onlyWork, (steps) => {
          const usual = runSteps(new Bench(engine), steps, (now) => {
            now.take(whole);
            return now;
          });
          const slow = new Bench(engine);
          slow.take({ ...whole, slowDown: 2 });
          runSteps(slow, steps, undefined, 2);
          usual.runUntil(Infinity);
          slow.runUntil(Infinity);
          expect(slow.log).toEqual(usual.log.map((one) => ({ ...one, atMs: one.atMs * 2 })));
          const untouched = runSteps(new Bench(engine), steps);
          untouched.runUntil(Infinity);
          expect(usual.log).toEqual(untouched.log);
        }),
        lawRuns(100),
      );
    });

    it('E6 loses all it holds in a crash, what is in service first and then the queue in order, and is as new', () => {
      fc.assert(
        fc.property(anything, onlyWork, (before, after) => {
          const bench = runSteps(new Bench(engine), before);
          bench.take(whole);
          const [busy, inside] = [bench.stations.busy(0), bench.inside];
          const { length } = bench.log;
          bench.take({ kind: 'crash' });
          const lost = bench.log.slice(length);
          expect(lost.map(({ what }) => what)).toEqual(Array.from({ length: inside }, () => 'lost'));
          const waiting = lost.slice(busy).map(({ work }) => work);
          expect(waiting).toEqual(waiting.toSorted((a, b) => a - b));
          // Times start at a whole number, so that they are equal to the bit.
          const again = new Bench(engine);
          for (const one of [bench, again]) {
            one.runUntil(1 << 20);
            runSteps(one, after);
            one.runUntil(Infinity);
          }
          const ends = (one: Bench): readonly unknown[] =>
            one.log.filter(({ atMs }) => atMs >= 1 << 20).map(({ what, atMs }) => [what, atMs]);
          expect(ends(bench)).toEqual(ends(again));
        }),
        lawRuns(100),
      );
    });

    it('E7 stands still at no speed and goes on where it was', () => {
      fc.assert(
        fc.property(onlyWork, fc.constantFrom(1, 2, 64), (steps, pausedMs) => {
          const paused = runSteps(new Bench({ ...engine, queueLimit: 1_000 }), steps);
          const usual = paused.copy();
          const from = paused.log.length;
          paused.take({ ...whole, share: 0 });
          paused.runUntil(paused.nowMs + pausedMs);
          expect(paused.log.length).toBe(from);
          paused.take(whole);
          paused.runUntil(Infinity);
          usual.runUntil(Infinity);
          // By name: those that are done at one instant may change places when they are timed anew.
          const times = (one: Bench): Map<string, number> =>
            new Map(one.log.slice(from).map(({ what, work, atMs }) => [`${what} ${work}`, atMs]));
          const later = times(paused);
          for (const [which, atMs] of times(usual)) expect(later.get(which)).toBeCloseTo(atMs + pausedMs, 6);
          expect(later.size).toBe(usual.log.length - from);
        }),
        lawRuns(60),
      );
    });
  });
}
