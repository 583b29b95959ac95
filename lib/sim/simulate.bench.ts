/** How fast a fleet is simulated, everything on: `npx tsx lib/sim/simulate.bench.ts [strategy]`. `npm run bench -- sim` measures the same fleet with care. */
import { parseScenario } from '@/lib/scenario/parse';
import type { Scenario, ScenarioInput } from '@/lib/scenario/schema';

import { Simulation } from './simulate';

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

function measure(nodes: number, requests: number, strategy: string): string {
  const simulation = new Simulation(benchScenario(nodes, requests, { strategy: { id: strategy } } as ScenarioInput['router']));
  const began = process.hrtime.bigint();
  simulation.runUntil(Infinity);
  const seconds = Number(process.hrtime.bigint() - began) / 1e9;
  const { arrived, events } = simulation;
  return `${strategy}, ${nodes} nodes: ${arrived} requests, ${Math.round(arrived / seconds)} requests/s, ${Math.round(events / seconds)} events/s, ${simulation.digest()}`;
}

if (process.argv[1]?.endsWith('simulate.bench.ts') === true) {
  const strategy = process.argv[2] ?? 'power-of-two';
  measure(100, 100_000, strategy);
  for (const [nodes, requests] of [
    [12, 500_000],
    [100, 1_000_000],
    [1_000, 500_000],
  ] as const) {
    process.stdout.write(`${measure(nodes, requests, strategy)}\n`);
  }
}
