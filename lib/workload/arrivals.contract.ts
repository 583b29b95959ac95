/** Arrivals for tests: what comes up to an instant, and settings of every kind. */
import fc from 'fast-check';

import { CounterStream } from '@/lib/base/random';

import { Arrivals, type ArrivalSettings, type RatedSettings } from './arrivals';

export const END_MS = 1_000_000;

export function arrivalsOf(settings: readonly ArrivalSettings[], seed = 7): Arrivals {
  return new Arrivals(settings, new CounterStream(seed), END_MS);
}

/** (time, class, number) of everything that comes before an instant. */
export function take(arrivals: Arrivals, untilMs: number): [number, number, number][] {
  const out: [number, number, number][] = [];
  while (arrivals.nextTime < untilMs) {
    out.push([arrivals.nextTime, arrivals.nextClass, arrivals.nextN]);
    arrivals.advance();
  }
  return out;
}

/** Times of one class alone, with this seed. */
export function timesOf(settings: ArrivalSettings, untilMs: number, seed = 7): number[] {
  return take(arrivalsOf([settings], seed), untilMs).map(([atMs]) => atMs);
}

const ratePerS = fc.constantFrom(3, 20, 45.5);
const ms = (min: number, max: number): fc.Arbitrary<number> => fc.double({ min, max, noNaN: true });
const factor = fc.constantFrom(0, 0.25, 1, 3);

const points = fc
  .array(fc.record({ gapMs: fc.constantFrom(0, 1, 400, 2_500.5), factor }), { minLength: 1, maxLength: 5 })
  .filter((list) => list.some((point) => point.factor > 0))
  .map((list) => {
    let atMs = 0;
    return list.map(({ gapMs, factor: of }) => ({ atMs: (atMs += gapMs), factor: of }));
  });

/** Every kind that has a rate, at rates that bring some dozens of requests within seconds. */
export const ratedSettings: fc.Arbitrary<RatedSettings> = fc.oneof(
  fc.record({ kind: fc.constant('poisson' as const), ratePerS }),
  fc.record({ kind: fc.constant('gamma' as const), ratePerS, cv: fc.constantFrom(0.1, 1, 3) }),
  fc.record({ kind: fc.constant('deterministic' as const), ratePerS }),
  fc.record({
    kind: fc.constant('batch' as const),
    ratePerS,
    size: fc.constantFrom(1, 4, 12),
    sizes: fc.constantFrom('constant' as const, 'geometric' as const),
  }),
  fc.record({
    kind: fc.constant('on-off' as const),
    ratePerS,
    onMs: fc.constantFrom(20, 300, 2_000),
    offMs: fc.constantFrom(20, 500),
    offFraction: fc.constantFrom(0, 0.3, 1),
  }),
  fc.record({
    kind: fc.constant('sinusoid' as const),
    ratePerS,
    amplitude: fc.constantFrom(0, 0.5, 1),
    periodMs: ms(100, 9_000),
    phase: ms(0, 1),
  }),
  fc
    .tuple(ratePerS, points, fc.constantFrom('line' as const, 'step' as const), fc.option(ms(1, 3_000)))
    .map(([rate, list, between, more]) => ({
      kind: 'curve' as const,
      ratePerS: rate,
      points: list,
      between,
      repeatMs: more === null ? null : list[list.length - 1]!.atMs + more,
    })),
);

export const anySettings: fc.Arbitrary<ArrivalSettings> = fc.oneof(
  { weight: 4, arbitrary: ratedSettings },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('closed-loop' as const),
      users: fc.constantFrom(1, 3, 20),
      think: fc.constantFrom(
        { kind: 'constant' as const, meanMs: 300 },
        { kind: 'exponential' as const, meanMs: 400 },
        { kind: 'erlang' as const, meanMs: 200, phases: 3 },
      ),
    }),
  },
);
