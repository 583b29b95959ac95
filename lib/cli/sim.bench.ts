/** Requests simulated per second of one core: 100 nodes of 8 slots at 80 % load, everything on. */
import { Simulation } from '@/lib/sim/simulate';
import { benchScenario } from '@/lib/sim/simulate.bench';

import type { BenchReport } from './bench-report';

const NODES = 100;
const REQUESTS = 400_000;

export function bench(report: BenchReport): void {
  for (const id of ['power-of-two', 'least-connections'] as const) {
    // Once before the clock starts, so that the compiler has seen the code.
    timed(id, REQUESTS / 10);
    report({ bench: 'sim', case: id, nodes: NODES, perSecond: timed(id, REQUESTS) });
  }
}

function timed(id: 'power-of-two' | 'least-connections', requests: number): number {
  const simulation = new Simulation(benchScenario(NODES, requests, { strategy: { id } }));
  const startedMs = performance.now();
  simulation.runUntil(simulation.scenario.durationMs);
  return Math.round(simulation.arrived / ((performance.now() - startedMs) / 1_000));
}
