/** Requests simulated per second of one core: 100 nodes of 8 slots at 80 % load, everything on. */
import { Simulation } from '@/lib/sim/simulate';
import { benchScenario } from '@/lib/sim/simulate.bench';

import type { BenchReport } from './bench-report';

const NODES = 100;
const REQUESTS = 400_000;

export function bench(report: BenchReport): void {
  for (const strategy of ['power-of-two', 'least-connections']) {
    // Once before the clock starts, so that the compiler has seen the code.
    timed(strategy, REQUESTS / 10);
    report({ bench: 'sim', case: strategy, nodes: NODES, perSecond: timed(strategy, REQUESTS) });
  }
}

function timed(strategy: string, requests: number): number {
  const simulation = new Simulation(benchScenario(NODES, requests, strategy));
  const startedMs = performance.now();
  simulation.runUntil(simulation.scenario.durationMs);
  return Math.round(simulation.arrived / ((performance.now() - startedMs) / 1_000));
}
