/** How fast a fleet is simulated, everything on: `npx tsx lib/sim/simulate.bench.ts [strategy]`. */
import { parseScenario } from '@/lib/scenario/parse';
import type { Scenario } from '@/lib/scenario/schema';

import { Simulation } from './simulate';

/** A fleet of `nodes` with 8 slots each at 80 % load that sees about `requests` requests. */
export function benchScenario(nodes: number, requests: number, strategy: string): Scenario {
  const ratePerS = nodes * 8 * 0.8 * 2.5;
  const parsed = parseScenario({
    version: 1,
    title: `${nodes} nodes`,
    durationMs: Math.round((requests / ratePerS) * 1000),
    regions: [{ id: 'east' }, { id: 'west' }, { id: 'south' }, { id: 'north' }],
    models: [{ id: 'm', capabilities: ['generate'] }],
    groups: ['east', 'west', 'south', 'north'].map((region) => ({
      id: region,
      region,
      count: nodes / 4,
      models: ['m'],
      engine: { kind: 'slots', slots: 8 },
    })),
    workload: [
      {
        id: 'chat',
        origins: [
          { region: 'east', weight: 2 },
          { region: 'west', weight: 1 },
        ],
        arrivals: { kind: 'poisson', ratePerS },
        service: { kind: 'lognormal', meanMs: 400, cv: 0.5 },
      },
    ],
    router: { strategy: { id: strategy } },
  });
  if (!parsed.ok) throw new Error(parsed.problems[0]!.message);
  return parsed.value;
}

function measure(nodes: number, requests: number, strategy: string): string {
  const simulation = new Simulation(benchScenario(nodes, requests, strategy));
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
