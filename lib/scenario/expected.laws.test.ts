import { describe, expect, it } from 'vitest';

import { CounterStream } from '@/lib/base/random';
import { Arrivals } from '@/lib/workload/arrivals';

import { expectedRequests } from './expected';
import { parseScenario } from './parse';
import { brownOut } from './presets/brown-out';
import type { Scenario, ScenarioInput } from './schema';

type ArrivalsInput = ScenarioInput['workload'][number]['arrivals'];

const DURATION_MS = 6_000;
const changed: NonNullable<ScenarioInput['timeline']> = [
  { id: 'more', kind: 'traffic', atMs: 1_500, class: 'users', ratePerS: 90 },
  { id: 'less', kind: 'traffic', atMs: 4_000, class: 'users', ratePerS: 25 },
];

function scenarioWith(arrivals: ArrivalsInput, timeline: ScenarioInput['timeline']): Scenario {
  const workload = brownOut.scenario.workload.map((of) => ({ ...of, arrivals }));
  const parsed = parseScenario({ ...brownOut.scenario, durationMs: DURATION_MS, workload, timeline });
  if (!parsed.ok) throw new Error(parsed.problems[0]!.message);
  return parsed.value;
}

/** Requests of one run in which every one ends at once. */
function sent(scenario: Scenario, seed: number): number {
  const law = scenario.workload[0]!.arrivals;
  if (law.kind === 'trace') throw new Error('a trace is told by its file');
  const arrivals = new Arrivals([law], new CounterStream(seed), DURATION_MS);
  const changes = scenario.timeline.filter((entry) => entry.kind === 'traffic');
  let count = 0;
  const takeUntil = (untilMs: number): void => {
    while (arrivals.nextTime < untilMs) {
      const { nextTime, nextN } = arrivals;
      count++;
      arrivals.advance();
      arrivals.ended(0, nextN, nextTime);
    }
  };
  for (const { atMs, ratePerS } of changes) {
    takeUntil(atMs);
    arrivals.setRate(0, ratePerS, atMs);
  }
  takeUntil(DURATION_MS);
  return count;
}

const curve: ArrivalsInput = {
  kind: 'curve',
  ratePerS: 60,
  points: [
    { atMs: 1_000, factor: 0 },
    { atMs: 5_000, factor: 3 },
  ],
};

describe('expected requests', () => {
  // Kinds whose expectation is exact: the largest variance over mean is 19, of batches.
  it.each<[string, ArrivalsInput]>([
    ['poisson', { kind: 'poisson', ratePerS: 60 }],
    ['deterministic', { kind: 'deterministic', ratePerS: 60 }],
    ['batch', { kind: 'batch', ratePerS: 60, size: 10, sizes: 'geometric' }],
    ['sinusoid', { kind: 'sinusoid', ratePerS: 60, amplitude: 1, periodMs: 8_000, phase: 0.2 }],
    ['curve', curve],
    ['a repeating curve', { ...curve, between: 'step', repeatMs: 7_000 }],
  ])('of %s are what runs send on average, changes of traffic included', (_kind, arrivals) => {
    for (const timeline of [[], changed]) {
      const scenario = scenarioWith(arrivals, timeline);
      const expected = expectedRequests(scenario, scenario.workload[0]!);
      let sum = 0;
      const seeds = 400;
      for (let seed = 0; seed < seeds; seed++) sum += sent(scenario, seed);
      // One request is on its way at the end of an even run.
      expect(Math.abs(sum / seeds - expected)).toBeLessThan(1 + 5.5 * Math.sqrt((19 * expected) / seeds));
    }
  });

  it.each<[string, ArrivalsInput]>([
    ['gamma', { kind: 'gamma', ratePerS: 60, cv: 4 }],
    ['on-off', { kind: 'on-off', ratePerS: 60, onMs: 200, offMs: 700, offFraction: 0.1 }],
    ['a long on-off', { kind: 'on-off', ratePerS: 60, onMs: 60_000, offMs: 86_400_000 }],
    ['closed-loop', { kind: 'closed-loop', users: 30, think: { kind: 'hyperexponential', meanMs: 300, cv: 3 } }],
  ])('of %s bound what runs send, also when nobody waits', (kind, arrivals) => {
    for (const timeline of kind === 'closed-loop' ? [[]] : [[], changed]) {
      const scenario = scenarioWith(arrivals, timeline);
      const bound = expectedRequests(scenario, scenario.workload[0]!);
      let sum = 0;
      const seeds = 300;
      for (let seed = 0; seed < seeds; seed++) {
        const count = sent(scenario, seed);
        sum += count;
        // No single run is far beyond it; the luck of its gaps comes on top.
        expect(count).toBeLessThan(bound + 6 * 4 * Math.sqrt(bound));
      }
      expect(sum / seeds).toBeLessThan(bound);
    }
  });

  it('are none at a rate of 0', () => {
    const scenario = scenarioWith({ kind: 'gamma', ratePerS: 0, cv: 4 }, []);
    expect(expectedRequests(scenario, scenario.workload[0]!)).toBe(0);
  });
});
