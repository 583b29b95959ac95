import { expect, it } from 'vitest';

import { LARGE_FLEET } from './ahead';
import { benchScenario } from './bench-scenario';
import { Simulation } from './simulate';

it('a fleet large enough to be looked at ahead runs the same in slices, and from a state saved in mid-run', () => {
  const scenario = benchScenario(LARGE_FLEET, 30_000, { strategy: { id: 'power-of-two' } });
  const whole = new Simulation(scenario);
  whole.runUntil(Infinity);
  const cut = new Simulation(scenario);
  cut.runUntil(scenario.durationMs / 2);
  const rest = new Simulation(scenario);
  rest.restore(structuredClone(cut.save()));
  while (!rest.finished) rest.runUntil(Infinity, 1_001);
  expect(rest.digest()).toBe(whole.digest());
  expect(rest.report()).toEqual(whole.report());
});
