import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { lawRuns } from '@/lib/base/law-runs';

import { parseScenario } from './parse';
import { preset } from './presets';
import type { ArrivalLaw, Scenario, Service, Workload } from './schema';
import { arrivalsSchema, serviceSchema } from './schema/workload';
import { arrivalsOf, meanRatePerS, serviceOf } from './switch-law';
import { serviceMoments } from './traffic';

const ARRIVALS = arrivalsSchema.options.map((option) => option.shape.kind.value).filter((kind) => kind !== 'trace');
const SERVICES = serviceSchema.options.map((option) => option.shape.kind.value).filter((kind) => kind !== 'trace');
const plain = preset('brown-out')!;
const of = plain.workload[0]!;

function scenarioWith(part: Partial<Workload>, durationMs: number): Scenario {
  const raw = { ...plain, durationMs, timeline: [], workload: [{ ...of, ...part }] };
  const parsed = parseScenario(raw);
  if (!parsed.ok) throw new Error(parsed.problems[0]!.message);
  return parsed.value;
}

describe('arrivals of another kind', () => {
  it('are valid and come at the same mean rate over the run, from any kind to any other', () => {
    const anyRated = fc.constantFrom(...ARRIVALS.filter((kind) => kind !== 'closed-loop'));
    fc.assert(
      fc.property(
        anyRated,
        anyRated,
        fc.double({ min: 0.01, max: 5_000, noNaN: true }),
        fc.constantFrom(100, 7_000, 40_000, 86_400_000),
        (from, to, ratePerS, durationMs) => {
          const slow = ratePerS / Math.max(1, durationMs / 1_000_000);
          const first: ArrivalLaw = arrivalsOf(
            from,
            { ...of, arrivals: { kind: 'poisson', ratePerS: slow } },
            { durationMs, traces: [] },
          );
          const arrivals = arrivalsOf(to, { ...of, arrivals: first }, { durationMs, traces: [] });
          expect(arrivals.kind).toBe(to);
          scenarioWith({ arrivals }, durationMs);
          expect(meanRatePerS({ ...of, arrivals }, { durationMs, traces: [] }) / slow).toBeCloseTo(1, 4);
        },
      ),
      lawRuns(150),
    );
  });

  it('become as many users as send at that rate when answers take the mean service time, and back', () => {
    const service: Service = { kind: 'exponential', meanMs: 500 };
    const loop = arrivalsOf(
      'closed-loop',
      { service, arrivals: { kind: 'poisson', ratePerS: 40 } },
      { durationMs: 40_000, traces: [] },
    );
    expect(loop).toEqual({ kind: 'closed-loop', users: 60, think: { kind: 'exponential', meanMs: 1_000 } });
    expect(meanRatePerS({ service, arrivals: loop }, { durationMs: 40_000, traces: [] })).toBe(40);
    expect(arrivalsOf('gamma', { service, arrivals: loop }, { durationMs: 40_000, traces: [] })).toEqual({
      kind: 'gamma',
      ratePerS: 40,
      cv: 3,
    });
  });

  it('have at least one user, and stay as they are when the kind does', () => {
    expect(
      arrivalsOf('closed-loop', { ...of, arrivals: { kind: 'poisson', ratePerS: 0 } }, { durationMs: 40_000, traces: [] }),
    ).toMatchObject({ users: 1 });
    const batch: ArrivalLaw = { kind: 'batch', ratePerS: 9, size: 4, sizes: 'geometric' };
    expect(arrivalsOf('batch', { ...of, arrivals: batch }, { durationMs: 40_000, traces: [] })).toBe(batch);
  });

  it('take over the mean rate of a trace', () => {
    const entry = { id: 't', requests: 3_000, spanMs: 60_000 } as Scenario['traces'][number];
    const replay = { kind: 'trace', trace: 't', fromMs: 0, untilMs: null, timeScale: 0.5, rateScale: 1, spreadMs: 0 } as const;
    const run = { durationMs: 40_000, traces: [entry] };
    expect(arrivalsOf('poisson', { ...of, arrivals: replay }, run)).toEqual({ kind: 'poisson', ratePerS: 100 });
  });

  it('count a rate while on twice where half of the time is off', () => {
    expect(
      arrivalsOf('on-off', { ...of, arrivals: { kind: 'poisson', ratePerS: 150 } }, { durationMs: 40_000, traces: [] }),
    ).toMatchObject({
      ratePerS: 300,
    });
  });
});

describe('a service time of another kind', () => {
  it('is valid and has the same mean, from any kind to any other', () => {
    const any = fc.constantFrom(...SERVICES);
    fc.assert(
      fc.property(any, any, fc.double({ min: 1, max: 50_000, noNaN: true }), (from, to, meanMs) => {
        const service = serviceOf(to, serviceOf(from, { kind: 'constant', meanMs }));
        expect(service.kind).toBe(to);
        scenarioWith({ service }, 40_000);
        expect(serviceMoments(service)!.meanMs / meanMs).toBeCloseTo(1, 4);
      }),
      lawRuns(150),
    );
  });

  it('keeps the spread where the kind can have it', () => {
    expect(serviceOf('erlang', { kind: 'lognormal', meanMs: 200, cv: 0.5 })).toEqual({ kind: 'erlang', meanMs: 200, phases: 4 });
    expect(serviceOf('hyperexponential', { kind: 'lognormal', meanMs: 200, cv: 3 })).toMatchObject({ cv: 3 });
    expect(serviceOf('hyperexponential', { kind: 'lognormal', meanMs: 200, cv: 0.5 })).toMatchObject({ cv: 2 });
    expect(serviceOf('lognormal', { kind: 'erlang', meanMs: 200, phases: 16 })).toMatchObject({ cv: 0.25 });
    expect(serviceOf('lognormal', { kind: 'constant', meanMs: 200 })).toMatchObject({ cv: 0.5 });
  });

  it('takes over from the tokens of a trace with a usual mean and spread', () => {
    const tokens = { kind: 'trace', trace: 't', baseMs: 0, msPerInputToken: 1, msPerOutputToken: 20 } as const;
    expect(serviceOf('exponential', tokens)).toEqual({ kind: 'exponential', meanMs: 400 });
    expect(serviceOf('lognormal', tokens)).toEqual({ kind: 'lognormal', meanMs: 400, cv: 0.5 });
  });
});
