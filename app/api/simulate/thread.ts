/** The entry of a simulation's thread: runs the scenario that it was given and posts progress and then the report. */
import { parentPort, workerData } from 'node:worker_threads';

import type { Report } from '@/lib/sim/report';
import type { Scenario } from '@/lib/scenario/schema';
import { Pace } from '@/lib/sim/pace';
import { Simulation } from '@/lib/sim/simulate';
import { RunTooLarge } from '@/lib/sim/too-large';

export type ThreadLine =
  | { readonly kind: 'progress'; readonly timeMs: number; readonly durationMs: number; readonly requests: number }
  | { readonly kind: 'report'; readonly report: Report }
  | { readonly kind: 'error'; readonly message: string };

const PROGRESS_EVERY_MS = 100;
const MOST_EVENTS_PER_CHUNK = 20_000;

function post(line: ThreadLine): void {
  parentPort?.postMessage(line);
}

function main(scenario: Scenario): void {
  const sim = new Simulation(scenario);
  try {
    toTheEnd(sim, scenario);
  } catch (error) {
    if (!(error instanceof RunTooLarge)) throw error;
    post({ kind: 'error', message: `The run was stopped at ${sim.nowMs.toFixed(3)} ms: ${error.message}.` });
  }
}

function toTheEnd(sim: Simulation, scenario: Scenario): void {
  const pace = new Pace(PROGRESS_EVERY_MS / 4, MOST_EVENTS_PER_CHUNK);
  let now = performance.now();
  let told = now;
  while (!sim.finished) {
    sim.runUntil(scenario.durationMs, pace.events);
    const before = now;
    now = performance.now();
    pace.took(now - before);
    if (now - told < PROGRESS_EVERY_MS) continue;
    told = now;
    post({ kind: 'progress', timeMs: sim.nowMs, durationMs: scenario.durationMs, requests: sim.arrived });
  }
  post({ kind: 'progress', timeMs: sim.nowMs, durationMs: scenario.durationMs, requests: sim.arrived });
  post({ kind: 'report', report: sim.report() });
}

main(workerData as Scenario);
