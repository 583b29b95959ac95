import { describe, expect, it } from 'vitest';

import { parseScenario } from './parse';
import { preset } from './presets';
import { rateOverRun } from './rate-over-run';
import type { ArrivalLaw, Scenario, ScenarioInput } from './schema';

const plain = preset('brown-out')!;

function scenarioWith(arrivals: ArrivalLaw, timeline: ScenarioInput['timeline'] = []): Scenario {
  const parsed = parseScenario({ ...plain, timeline, durationMs: 40_000, workload: [{ ...plain.workload[0]!, arrivals }] });
  if (!parsed.ok) throw new Error(parsed.problems[0]!.message);
  return parsed.value;
}

const of = plain.workload[0]!.id;
const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

describe('the rate over a run', () => {
  it('is the base rate in every part where nothing moves it', () => {
    const { expectedPerS } = rateOverRun(scenarioWith({ kind: 'poisson', ratePerS: 150 }), 0, 8)!;
    expectedPerS.forEach((perS) => expect(perS).toBeCloseTo(150, 9));
  });

  it('follows a curve, part by part', () => {
    const points = [
      { atMs: 0, factor: 0 },
      { atMs: 40_000, factor: 2 },
    ];
    const ramp = scenarioWith({ kind: 'curve', ratePerS: 100, points, between: 'line', repeatMs: null });
    const { expectedPerS } = rateOverRun(ramp, 0, 4)!;
    [25, 75, 125, 175].forEach((perS, i) => expect(expectedPerS[i]).toBeCloseTo(perS, 9));
  });

  it('is the average of on and off, and draws what the run will see of them', () => {
    const { expectedPerS, drawnPerS } = rateOverRun(
      scenarioWith({ kind: 'on-off', ratePerS: 300, onMs: 4_000, offMs: 8_000, offFraction: 0 }),
      0,
      80,
    )!;
    expectedPerS.forEach((perS) => expect(perS).toBeCloseTo(100, 9));
    expect(drawnPerS!.filter((perS) => perS === 0).length).toBeGreaterThan(10);
    expect(Math.max(...drawnPerS!)).toBeGreaterThan(250);
  });

  it('takes the changes of traffic in, of those at one instant the last, and of those after the end none', () => {
    const changed = scenarioWith({ kind: 'deterministic', ratePerS: 100 }, [
      { id: 'c', kind: 'traffic', atMs: 20_000, class: of, ratePerS: 300 },
      { id: 'd', kind: 'traffic', atMs: 20_000, class: of, ratePerS: 50 },
      { id: 'e', kind: 'traffic', atMs: 40_000, class: of, ratePerS: 999 },
    ]);
    const { expectedPerS, drawnPerS } = rateOverRun(changed, 0, 4)!;
    [100, 100, 50, 50].forEach((perS, i) => {
      expect(expectedPerS[i]).toBeCloseTo(perS, 9);
      expect(Math.abs(drawnPerS![i]! - perS)).toBeLessThanOrEqual(0.2);
    });
  });

  it('draws around what it expects, the same for the same seed, whatever other classes there are', () => {
    const one = scenarioWith({ kind: 'gamma', ratePerS: 200, cv: 2 });
    const { drawnPerS } = rateOverRun(one, 0, 40)!;
    // Deviation of the count: about cv times its root, so 180 of 8,000.
    expect(Math.abs(mean(drawnPerS!) - 200)).toBeLessThan(30);
    const more = { ...one, workload: [...one.workload, { ...one.workload[0]!, id: 'more' }] };
    expect(rateOverRun(more, 0, 40)).toEqual(rateOverRun(one, 0, 40));
    expect(rateOverRun(more, 1, 40)!.drawnPerS).not.toEqual(drawnPerS);
    expect(rateOverRun({ ...one, seed: 7 }, 0, 40)!.drawnPerS).not.toEqual(drawnPerS);
  });

  it('leaves out the draws of millions of requests, and all of users who wait', () => {
    expect(rateOverRun(scenarioWith({ kind: 'poisson', ratePerS: 5_000 }), 0, 4)!.drawnPerS).toBeNull();
    const think = { kind: 'constant', meanMs: 100 } as const;
    expect(rateOverRun(scenarioWith({ kind: 'closed-loop', users: 3, think }), 0, 4)).toBeNull();
    expect(rateOverRun(plain, 9, 4)).toBeNull();
  });
});
