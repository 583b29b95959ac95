import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { lawRuns } from '@/lib/base/law-runs';
import { sin } from '@/lib/base/math-trig';
import { CounterStream } from '@/lib/base/random';

import { END_MS, ratedSettings } from './arrivals.contract';
import { fixedShape } from './arrivals';
import { OnOffShape, shareOn } from './on-off';
import { RateCurve, type CurveSettings } from './rate-curve';
import type { RateShape } from './rate-shape';
import { RateWave } from './rate-wave';

const ramp: CurveSettings = {
  points: [
    { atMs: 2_000, factor: 0 },
    { atMs: 12_000, factor: 2 },
  ],
  between: 'line',
  repeatMs: null,
};

describe('a rate curve', () => {
  it('has the integral of a ramp, and its inverse, exactly', () => {
    const curve = new RateCurve(ramp);
    // Nothing until 2 s; then a slope of 2 over 10 s, t^2 / 10,000 in ms; then twice the base rate.
    expect([0, 2_000, 7_000, 12_000, 13_000].map((t) => curve.passed(t))).toEqual([0, 0, 2_500, 10_000, 12_000]);
    expect([2_500, 10_000, 12_000].map((s) => curve.reached(s))).toEqual([7_000, 12_000, 13_000]);
  });

  it('steps at its points, jumps where two share an instant, and never gets anywhere after a last factor of 0', () => {
    const points = [
      { atMs: 0, factor: 1 },
      { atMs: 100, factor: 3 },
      { atMs: 200, factor: 0 },
    ];
    const steps = new RateCurve({ points, between: 'step', repeatMs: null });
    expect([50, 100, 150, 200, 900].map((t) => steps.passed(t))).toEqual([50, 100, 250, 400, 400]);
    expect(steps.reached(250)).toBe(150);
    expect(steps.reached(400.001)).toBe(Infinity);
    const jump = new RateCurve({
      points: [
        { atMs: 0, factor: 1 },
        { atMs: 100, factor: 1 },
        { atMs: 100, factor: 5 },
        { atMs: 200, factor: 5 },
      ],
      between: 'line',
      repeatMs: null,
    });
    expect([100, 110, 250].map((t) => jump.passed(t))).toEqual([100, 150, 850]);
    expect(jump.reached(150)).toBe(110);
  });

  it('goes on from the last point to the first where it repeats', () => {
    // A triangle between 6 h (low) and 18 h (high), in units of an hour: at midnight it stands half-way.
    const day = new RateCurve({
      points: [
        { atMs: 6, factor: 0.5 },
        { atMs: 18, factor: 1.5 },
      ],
      between: 'line',
      repeatMs: 24,
    });
    expect(day.passed(6)).toBeCloseTo(6 * 0.75, 12);
    expect([24, 48, 240].map((t) => day.passed(t))).toEqual([24, 48, 240]);
    expect(day.passed(30) - day.passed(24)).toBeCloseTo(4.5, 12);
    expect(day.reached(24 * 7 + 4.5)).toBeCloseTo(24 * 7 + 6, 9);
    const night = new RateCurve({
      points: [
        { atMs: 6, factor: 1 },
        { atMs: 18, factor: 0 },
      ],
      between: 'step',
      repeatMs: 24,
    });
    expect([6, 12, 18, 24, 30, 36].map((t) => night.passed(t))).toEqual([0, 6, 12, 12, 12, 18]);
    const never = new RateCurve({ points: [{ atMs: 0, factor: 0 }], between: 'line', repeatMs: 10 });
    expect(never.reached(1)).toBe(Infinity);
  });

  it('has the integral that a sum of thin slices has', () => {
    const at = ({ points, between, repeatMs }: CurveSettings, timeMs: number): number => {
      const t = repeatMs === null ? timeMs : timeMs % repeatMs;
      const shifted = repeatMs === null ? [] : points.map((p) => ({ ...p, atMs: p.atMs + repeatMs }));
      const earlier = repeatMs === null ? [] : points.map((p) => ({ ...p, atMs: p.atMs - repeatMs }));
      const all = [...earlier, ...points, ...shifted];
      const before = all.findLast((p) => p.atMs <= t);
      const after = all.find((p) => p.atMs > t);
      if (before === undefined) return after!.factor;
      if (after === undefined || between === 'step') return before.factor;
      return before.factor + ((after.factor - before.factor) * (t - before.atMs)) / (after.atMs - before.atMs);
    };
    const curves = ratedSettings.filter((of) => of.kind === 'curve');
    fc.assert(
      fc.property(curves, (settings) => {
        const curve = new RateCurve(settings);
        const [slices, untilMs] = [4_000, 8_000];
        let sum = 0;
        for (let i = 0; i < slices; i++) sum += at(settings, ((i + 0.5) * untilMs) / slices) * (untilMs / slices);
        // A slice that holds a jump or a corner is off by at most its width times the largest factor, 3; one jump per point and round.
        const rounds = settings.repeatMs === null ? 1 : Math.ceil(untilMs / settings.repeatMs);
        expect(Math.abs(curve.passed(untilMs) - sum)).toBeLessThan((rounds * settings.points.length + 1) * 2 * 6);
      }),
      lawRuns(60),
    );
  });
});

describe('a rate wave', () => {
  it('has the mean 1 over whole periods and the stated factor at every instant', () => {
    const wave = new RateWave({ amplitude: 0.8, periodMs: 500, phase: 0.1 });
    for (const k of [1, 2, 17]) expect(wave.passed(k * 500)).toBeCloseTo(k * 500, 9);
    for (const t of [0, 130, 499, 7_777]) {
      const h = 1e-3;
      const slope = (wave.passed(t + h) - wave.passed(Math.max(0, t - h))) / (t === 0 ? h : 2 * h);
      expect(slope).toBeCloseTo(1 + 0.8 * sin(2 * Math.PI * (t / 500 + 0.1)), 4);
    }
  });
});

describe('every rate shape', () => {
  const shape: fc.Arbitrary<RateShape> = fc
    .tuple(ratedSettings, fc.nat(1_000))
    .map(([settings, seed]) =>
      settings.kind === 'on-off' ? new OnOffShape(settings, 3, new CounterStream(seed), END_MS) : fixedShape(settings),
    )
    .filter((of) => of !== null);

  it('gets to where it says, when it says, and never back', () => {
    fc.assert(
      fc.property(shape, fc.array(fc.double({ min: 0, max: 20_000, noNaN: true }), { maxLength: 20 }), (of, questions) => {
        let before = 0;
        let passedBefore = 0;
        for (const passed of questions.sort((a, b) => a - b)) {
          const timeMs = of.reached(passed);
          if (timeMs === Infinity) return;
          expect(timeMs).toBeGreaterThanOrEqual(before - 1e-6);
          // A wave of full amplitude stands still for an instant, where time is known to the cube root of the last place only.
          expect(Math.abs(of.passed(timeMs) - passed)).toBeLessThan(1e-9 * (1 + passed));
          expect(of.passed(timeMs)).toBeGreaterThanOrEqual(passedBefore - 1e-9 * (1 + passed));
          before = timeMs;
          passedBefore = of.passed(timeMs);
        }
      }),
      lawRuns(300),
    );
  });

  it('answers alike whatever it was asked before', () => {
    const settings = { onMs: 50, offMs: 90, offFraction: 0.2 };
    const times = [90_000, 3, 40_000.5, 40_000.5, 12, 700_000, 0];
    const used = new OnOffShape(settings, 1, new CounterStream(5), END_MS);
    for (const t of times) {
      expect(used.passed(t)).toBe(new OnOffShape(settings, 1, new CounterStream(5), END_MS).passed(t));
      expect(used.reached(t / 2)).toBe(new OnOffShape(settings, 1, new CounterStream(5), END_MS).reached(t / 2));
    }
  });
});

describe('on and off', () => {
  it('takes its share of the time, starts as it is in the long run, and ends with the run', () => {
    const settings = { onMs: 200, offMs: 600, offFraction: 0 };
    expect(shareOn(settings)).toBe(0.25);
    const long = new OnOffShape(settings, 0, new CounterStream(9), 2_000_000);
    // Time on in 2,500 cycles: the variance per cycle is 2 (on off)^2 / (on + off)^2, in all 2,500 * 2 * 150^2; 5.5 deviations.
    expect(Math.abs(long.passed(2_000_000) - 500_000)).toBeLessThan(5.5 * 150 * Math.sqrt(2 * 2_500));
    let on = 0;
    for (let seed = 0; seed < 4_000; seed++) {
      if (new OnOffShape(settings, 0, new CounterStream(seed), 1_000).passed(1e-9) > 0) on++;
    }
    expect(Math.abs(on - 1_000)).toBeLessThan(5.5 * Math.sqrt(4_000 * 0.25 * 0.75));
    expect(long.reached(10_000_000)).toBe(Infinity);
  });
});
