/** The fleet that the bench of the simulator runs, and the yardstick with it. */
import { parseScenario } from '@/lib/scenario/parse';
import type { Scenario, ScenarioInput } from '@/lib/scenario/schema';

export const SLOTS = 8;
export const MEAN_MS = 100;
const LOAD = 0.8;

/** Requests per second that load a fleet to 80 %. */
export function benchRatePerS(nodes: number): number {
  return (nodes * SLOTS * LOAD * 1_000) / MEAN_MS;
}

/**
 * A fleet of `nodes` in one region that sees about `requests` requests: Poisson arrivals, exponential service times of 100 ms, 8 slots a node
 * (the schema's default), 80 % load. All else is the schema's default too, so health records, breakers, active probes, client time-outs with
 * retries, the round trip of 2 ms, an SLO and the whole report are on.
 */
export function benchScenario(nodes: number, requests: number, router: ScenarioInput['router']): Scenario {
  const ratePerS = benchRatePerS(nodes);
  const parsed = parseScenario({
    version: 1,
    title: `${nodes} nodes`,
    durationMs: Math.round((requests / ratePerS) * 1_000),
    regions: [{ id: 'home' }],
    models: [{ id: 'model', capabilities: ['generate'] }],
    groups: [{ id: 'node', region: 'home', count: nodes, models: ['model'], engine: { kind: 'slots', slots: SLOTS } }],
    workload: [
      {
        id: 'chat',
        origins: [{ region: 'home', weight: 1 }],
        arrivals: { kind: 'poisson', ratePerS },
        service: { kind: 'exponential', meanMs: MEAN_MS },
      },
    ],
    router,
  });
  if (!parsed.ok) throw new Error(parsed.problems[0]!.message);
  return parsed.value;
}
