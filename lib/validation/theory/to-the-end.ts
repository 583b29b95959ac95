import type { Scenario } from '@/lib/scenario/schema';
import { Simulation } from '@/lib/sim/simulate';

/** Told so often of a run. */
const STEPS = 100;

/** Runs a scenario to its end in steps, for the sake of whoever waits. */
export function toTheEnd(
  scenario: Scenario,
  onProgress: (fraction: number) => void,
): { readonly simulation: Simulation; readonly report: ReturnType<Simulation['report']> } {
  const simulation = new Simulation(scenario);
  for (let step = 1; step <= STEPS; step++) {
    simulation.runUntil(step === STEPS ? Infinity : (scenario.durationMs * step) / STEPS);
    onProgress(step / STEPS);
  }
  return { simulation, report: simulation.report() };
}
