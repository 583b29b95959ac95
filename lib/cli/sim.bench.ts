/**
 * Requests simulated per second of one core, the whole path: a scenario in, the router with health records, breakers and active probes, clients with
 * time-outs and retries, the report out. The fleet is `benchScenario`: one region, the default round trip of 2 ms, 8 slots a node, Poisson
 * arrivals, exponential sizes, 80 % load. Beside it, in the same minutes, the yardstick: the same fleet, laws, network and strategy in a bare loop
 * (see there). `least-latency` has none: what it chooses by is the router's own knowledge. Product and yardstick take turns in short stretches, so
 * that whatever else the machine does hits both; the processor's time is what counts, and the fastest stretch of each, because a neighbour on the same
 * processor only ever takes speed away: from the product, which keeps the processor busier, more than from the yardstick. Both run with what the
 * command line asks of the compiler before a long run (`inlining.ts`); the last case runs without, as in a page.
 */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

import type { BenchReport } from './bench-report';

const CASES = [
  ['random', 100],
  ['power-of-two', 100],
  ['least-connections', 100],
  ['least-latency', 100],
  ['power-of-two', 1_000],
  ['power-of-two', 10_000],
] as const;
const MANY = 10_000_000;

interface Speeds {
  readonly product: number;
  readonly yardstick: number | null;
}

export function bench(report: BenchReport): void {
  const both = (strategy: string, nodes: number, inPage = false): void => {
    const speeds = measured(strategy, nodes, ...(inPage ? ['default'] : [])) as Speeds;
    const suffix = inPage ? ', as in a page' : '';
    report({ bench: 'sim', case: strategy + suffix, nodes, perSecond: Math.round(speeds.product) });
    if (speeds.yardstick === null) return;
    report({ bench: 'sim', case: `yardstick ${strategy}${suffix}`, nodes, perSecond: Math.round(speeds.yardstick) });
  };
  for (const [strategy, nodes] of CASES) both(strategy, nodes);
  both('power-of-two', 100, true);
  const { perSecond, peakMb } = measured('memory', MANY) as { readonly perSecond: number; readonly peakMb: number };
  report({ bench: 'sim', case: '10 million requests', nodes: 100, perSecond: Math.round(perSecond), peakMb });
}

/** In a process of its own, with the loader that this one has. */
function measured(what: string, size: number, ...more: readonly string[]): unknown {
  const args = [...process.execArgv, join(import.meta.dirname, 'sim-speed.ts'), what, String(size), ...more];
  return JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] }));
}
