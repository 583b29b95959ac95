/** What one request costs before anything is done with it: arrivals of one class, and sizes, drawn per second of one core. */
import { CounterStream, SUBSYSTEM } from '@/lib/base/random';
import { Arrivals, type ArrivalSettings } from '@/lib/workload/arrivals';
import type { SizeSettings } from '@/lib/workload/size-settings';
import { drawSize, sizeLaw } from '@/lib/workload/sizes';

import type { BenchReport } from './bench-report';

const DRAWS = 400_000;
const ratePerS = 1_000;

const ARRIVALS: readonly ArrivalSettings[] = [
  { kind: 'poisson', ratePerS },
  { kind: 'gamma', ratePerS, cv: 0.5 },
  { kind: 'gamma', ratePerS, cv: 3 },
  { kind: 'deterministic', ratePerS },
  { kind: 'batch', ratePerS, size: 8, sizes: 'geometric' },
  { kind: 'on-off', ratePerS, onMs: 200, offMs: 800, offFraction: 0.1 },
  { kind: 'sinusoid', ratePerS, amplitude: 0.8, periodMs: 86_400_000, phase: 0 },
  {
    kind: 'curve',
    ratePerS,
    points: Array.from({ length: 24 }, (_, hour) => ({ atMs: hour * 3_600_000, factor: 1 + (hour % 5) / 4 })),
    between: 'line',
    repeatMs: 86_400_000,
  },
  { kind: 'closed-loop', users: 1_000, think: { kind: 'exponential', meanMs: 1_000 } },
];

const SIZES: readonly SizeSettings[] = [
  { kind: 'constant', meanMs: 400 },
  { kind: 'exponential', meanMs: 400 },
  { kind: 'lognormal', meanMs: 400, cv: 0.5 },
  { kind: 'erlang', meanMs: 400, phases: 4 },
  { kind: 'hyperexponential', meanMs: 400, cv: 2 },
  { kind: 'bounded-pareto', shape: 1.5, minMs: 10, maxMs: 60_000 },
  { kind: 'empirical', values: Array.from({ length: 500 }, (_, i) => ({ ms: i + 1, weight: 1 + (i % 7) })) },
];

export function bench(report: BenchReport): void {
  const line = (label: string, run: (draws: number) => void): void => {
    // Once before the clock starts, so that the compiler has seen the code.
    run(DRAWS / 10);
    const startedMs = performance.now();
    run(DRAWS);
    const perSecond = Math.round(DRAWS / ((performance.now() - startedMs) / 1_000));
    report({ bench: 'workload', case: label, nodes: 0, perSecond });
  };
  for (const settings of ARRIVALS) line(`${settings.kind} arrivals`, (draws) => arrive(settings, draws));
  for (const settings of SIZES) line(`${settings.kind} sizes`, (draws) => draw(settings, draws));
}

/** In a closed loop every request ends at once. */
function arrive(settings: ArrivalSettings, draws: number): void {
  const arrivals = new Arrivals([settings], new CounterStream(1), Infinity);
  for (let i = 0; i < draws; i++) {
    const { nextTime, nextN } = arrivals;
    arrivals.advance();
    arrivals.ended(0, nextN, nextTime);
  }
}

function draw(settings: SizeSettings, draws: number): number {
  const law = sizeLaw(settings);
  const chance = new CounterStream(1);
  let sum = 0;
  for (let i = 0; i < draws; i++) sum += drawSize(law, chance.aim(SUBSYSTEM.sizes, i));
  return sum;
}
