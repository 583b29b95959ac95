import { expect, it } from 'vitest';

import { preset } from '@/lib/scenario/presets';
import type { Scenario } from '@/lib/scenario/schema';
import { Simulation } from '@/lib/sim/simulate';

import { Checkpoints } from './checkpoints';

const SCENARIO: Scenario = { ...preset('brown-out')!, durationMs: 10_000 };

function kept(mostBytes?: number): { readonly checkpoints: Checkpoints; readonly sim: Simulation } {
  const checkpoints = new Checkpoints(SCENARIO.durationMs, mostBytes);
  const sim = new Simulation(SCENARIO);
  for (let timeMs = 50; timeMs <= 10_000; timeMs += 50) {
    sim.runUntil(timeMs);
    checkpoints.keep(sim);
  }
  return { checkpoints, sim };
}

it('keeps a state on every instant of the grid, and finds the last before a time or a decision', () => {
  const { checkpoints } = kept();
  expect(checkpoints.size).toBe(40);
  expect(checkpoints.atOrBefore(49)).toBeUndefined();
  expect(checkpoints.atOrBefore(5_299)?.nowMs).toBe(5_050);
  expect(checkpoints.beforeDecision(300)!.decisions).toBeLessThanOrEqual(300);
});

it('keeps every other one, and later ones more rarely, when they take too much memory', () => {
  const alone = kept(1);
  expect(alone.checkpoints.size).toBe(0);
  const some = kept(1_500_000).checkpoints;
  expect(some.size).toBeGreaterThan(3);
  expect(some.size).toBeLessThan(20);
  expect(some.atOrBefore(10_000)!.nowMs).toBeGreaterThan(5_000);
});

it('keeps more of them where much happens', () => {
  const checkpoints = new Checkpoints(SCENARIO.durationMs, undefined, 40);
  const sim = new Simulation(SCENARIO);
  let before = 0;
  while (!sim.finished) {
    sim.runUntil(Infinity, 10);
    const { size } = checkpoints;
    checkpoints.keep(sim);
    if (checkpoints.size > size) {
      expect(sim.events - before).toBeLessThanOrEqual(40);
      before = sim.events;
    }
  }
  expect(checkpoints.size).toBeGreaterThan(sim.events / 50);
  const request = Math.floor(sim.arrived / 2);
  expect(checkpoints.beforeRequest(request)!.arrived).toBeLessThanOrEqual(request);
  expect(sim.arrived - checkpoints.beforeRequest(sim.arrived - 1)!.arrived).toBeLessThan(30);
});

it('has a next instant after every time, whatever the length of the run', () => {
  const stuck: number[] = [];
  for (let durationMs = 1; durationMs < 5_000; durationMs += 0.7) {
    const checkpoints = new Checkpoints(durationMs);
    let nowMs = 0;
    for (let n = 0; n < 39; n++) {
      const next = checkpoints.nextMs(nowMs);
      if (next <= nowMs || next > durationMs) stuck.push(durationMs);
      nowMs = next;
    }
  }
  expect(stuck).toEqual([]);
});
