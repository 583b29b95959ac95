/** The entry of a simulation's thread: runs the scenario that it was given and posts progress and then the report. */
import { parentPort, workerData } from 'node:worker_threads';

import type { Report } from '@/lib/sim/report';
import type { Scenario } from '@/lib/scenario/schema';
import { Simulation } from '@/lib/sim/simulate';

export type ThreadLine =
  | { readonly kind: 'progress'; readonly timeMs: number; readonly durationMs: number; readonly requests: number }
  | { readonly kind: 'report'; readonly report: Report }
  | { readonly kind: 'error'; readonly message: string };

const PROGRESS_EVERY_MS = 100;
const CHUNK_EVENTS = 20_000;

function main(scenario: Scenario): void {
  const post = (line: ThreadLine): void => parentPort?.postMessage(line);
  const sim = new Simulation(scenario);
  let told = performance.now();
  while (!sim.finished) {
    sim.runUntil(scenario.durationMs, CHUNK_EVENTS);
    if (performance.now() - told < PROGRESS_EVERY_MS) continue;
    told = performance.now();
    post({ kind: 'progress', timeMs: sim.nowMs, durationMs: scenario.durationMs, requests: sim.arrived });
  }
  post({ kind: 'progress', timeMs: sim.nowMs, durationMs: scenario.durationMs, requests: sim.arrived });
  post({ kind: 'report', report: sim.report() });
}

main(workerData as Scenario);
